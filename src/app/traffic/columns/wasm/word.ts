/** Words as bytes: sixteen of them are compared and hashed at once. As far may be read over an end. */
export const block: u32 = 16;

/** Blocks of which the first 0 to 16 bytes are set. */
const kept: usize = heap.alloc((block + 1) << 4);
for (let count: u32 = 0; count <= block; count++) {
  memory.fill(kept + (count << 4), 0, block);
  memory.fill(kept + (count << 4), 0xff, count);
}

/** Whether a text, which stands behind its length, is these bytes. */
export function isSame(text: usize, from: usize, length: u32): bool {
  let at = text;
  if (load<u32>(at - 4) !== length) return false;
  for (; length > block; length -= block) {
    if (v128.any_true(v128.xor(v128.load(at), v128.load(from)))) return false;
    at += block;
    from += block;
  }
  const differ = v128.xor(v128.load(at), v128.load(from));
  return !v128.any_true(v128.and(differ, v128.load(kept + ((<usize>length) << 4))));
}

export function hashOf(from: usize, length: u32): u64 {
  let hash: u64 = length;
  for (; length > block; length -= block) {
    hash = mixed(hash ^ load<u64>(from), load<u64>(from + 8));
    from += block;
  }
  const last = v128.and(v128.load(from), v128.load(kept + ((<usize>length) << 4)));
  return mixed(hash ^ i64x2.extract_lane(last, 0), i64x2.extract_lane(last, 1));
}

function mixed(a: u64, b: u64): u64 {
  let hash = a * 0x9e3779b97f4a7c15 + rotl(b, 29) * 0xc2b2ae3d27d4eb4f;
  hash ^= hash >> 32;
  hash *= 0xd6e8feb86659fd93;
  return hash ^ (hash >> 29);
}
