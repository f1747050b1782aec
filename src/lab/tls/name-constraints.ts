/** The extension that binds an authority to some domains (RFC 5280, section 4.2.1.10), in DER. */

const tags = { sequence: 0x30, permitted: 0xa0, excluded: 0xa1, dnsName: 0x82, address: 0x87 } as const;

export const nameConstraintsOid = "2.5.29.30";

/** Only names in these domains, and no address at all. */
export function nameConstraints(domains: readonly string[]): Buffer {
  const permitted = domains.map((domain) => subtree(tags.dnsName, Buffer.from(domain, "latin1")));
  const everyAddress = [8, 32].map((bytes) => subtree(tags.address, Buffer.alloc(bytes)));
  return encode(tags.sequence, [encode(tags.permitted, permitted), encode(tags.excluded, everyAddress)]);
}

const subtree = (tag: number, value: Buffer): Buffer => encode(tags.sequence, [encode(tag, [value])]);

function encode(tag: number, parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(value)]), value]);
}

function lengthOf({ length }: Buffer): readonly number[] {
  if (length < 0x80) return [length];
  return length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
}
