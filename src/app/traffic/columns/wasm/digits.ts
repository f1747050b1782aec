/** Whole numbers of up to eight digits at once. */

const zeros: u64 = 0x3030_3030_3030_3030;

/** Up to eight characters as the highest of eight bytes, with zeros below. */
function eightOf(from: usize, length: u32): u64 {
  const above: u64 = 64 - ((<u64>length) << 3);
  return above === 0 ? load<u64>(from) : (load<u64>(from) << above) | (zeros >> (64 - above));
}

export function isDigits(from: usize, length: u32): bool {
  const eight = eightOf(from, length);
  return (
    ((eight & 0xf0f0_f0f0_f0f0_f0f0) | (((eight + 0x0606_0606_0606_0606) & 0xf0f0_f0f0_f0f0_f0f0) >> 4)) ===
    0x3333_3333_3333_3333
  );
}

/** Pairs of digits, of pairs, and of those at once. */
export function digitsOf(from: usize, length: u32): i64 {
  let eight = eightOf(from, length) - zeros;
  eight = eight * 10 + (eight >> 8);
  const low = (eight & 0x0000_00ff_0000_00ff) * 0x000f_4240_0000_0064;
  const high = ((eight >> 16) & 0x0000_00ff_0000_00ff) * 0x0000_2710_0000_0001;
  return <i64>((low + high) >> 32);
}
