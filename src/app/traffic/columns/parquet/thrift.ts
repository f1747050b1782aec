/**
 * Structures of Thrift in the compact protocol, which Parquet describes itself in.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md (read 2026-11-29)
 */
export type Thrift =
  | { readonly type: "i32" | "i64"; readonly value: number }
  | { readonly type: "binary"; readonly value: string }
  | { readonly type: "list"; readonly of: Thrift["type"]; readonly items: readonly Thrift[] }
  | { readonly type: "struct"; readonly fields: Readonly<Record<number, Thrift>> };

const codes = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const satisfies Record<
  Thrift["type"],
  number
>;

export const i32 = (value: number): Thrift => ({ type: "i32", value });
export const i64 = (value: number): Thrift => ({ type: "i64", value });
export const binary = (value: string): Thrift => ({ type: "binary", value });
export const list = (of: Thrift["type"], items: readonly Thrift[]): Thrift => ({ type: "list", of, items });
/** Fields by their ids; those come in ascending order. */
export const struct = (fields: Readonly<Record<number, Thrift>>): Thrift => ({ type: "struct", fields });

export function encodeThrift(value: Thrift): Uint8Array {
  const bytes: number[] = [];
  write(value, bytes);
  return Uint8Array.from(bytes);
}

function write(thrift: Thrift, bytes: number[]): void {
  switch (thrift.type) {
    case "i32":
    case "i64":
      writeVarint(zigzag(thrift.value), bytes);
      return;
    case "binary": {
      const text = new TextEncoder().encode(thrift.value);
      writeVarint(text.length, bytes);
      bytes.push(...text);
      return;
    }
    case "list":
      writeListHeader(thrift.items.length, codes[thrift.of], bytes);
      for (const item of thrift.items) write(item, bytes);
      return;
    case "struct":
      writeFields(thrift.fields, bytes);
  }
}

function writeFields(fields: Readonly<Record<number, Thrift>>, bytes: number[]): void {
  let before = 0;
  for (const [key, value] of Object.entries(fields)) {
    const id = Number(key);
    // Ids of Parquet's structures are never further apart than the short form holds.
    bytes.push(((id - before) << 4) | codes[value.type]);
    write(value, bytes);
    before = id;
  }
  bytes.push(0);
}

function writeListHeader(size: number, code: number, bytes: number[]): void {
  if (size < 15) bytes.push((size << 4) | code);
  else {
    bytes.push(0xf0 | code);
    writeVarint(size, bytes);
  }
}

const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);

/** Of numbers up to 2^53. */
export function writeVarint(value: number, bytes: number[]): void {
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
