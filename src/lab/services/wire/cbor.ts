/** A map of texts in CBOR (RFC 8949, section 3), which is all that the answers of the lab hold. */
export function encodeCbor(fields: Readonly<Record<string, string>>): Buffer {
  const entries = Object.entries(fields);
  return Buffer.concat([
    head(5, entries.length),
    ...entries.flatMap(([name, value]) => [encodeText(name), encodeText(value)]),
  ]);
}

function encodeText(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  return Buffer.concat([head(3, bytes.length), bytes]);
}

function head(majorType: number, count: number): Buffer {
  const high = majorType << 5;
  if (count < 24) return Buffer.from([high | count]);
  if (count < 0x100) return Buffer.from([high | 24, count]);
  if (count < 0x10000) return Buffer.from([high | 25, count >> 8, count & 0xff]);
  const long = Buffer.alloc(5);
  long.writeUInt8(high | 26);
  long.writeUInt32BE(count, 1);
  return long;
}
