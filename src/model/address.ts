/**
 * Addresses and CIDR blocks of both families on one number line.
 *
 * IPv4 occupies [0, 2^32), IPv6 the 2^128 points after it, with one empty point between so that intervals of the two
 * never touch. An address is a point, a CIDR block an interval, and every question about them is interval arithmetic
 * with no branch on the family.
 */
export type Family = 4 | 6;

/** A point on the line of all addresses. Made by `parseAddress`. */
export type Address = bigint & { readonly __brand: "Address" };

/** A CIDR block: the closed interval [first, last], aligned to its prefix. Made by `parseCidr`. */
export interface Cidr {
  readonly text: string;
  readonly family: Family;
  readonly prefixLength: number;
  readonly first: Address;
  readonly last: Address;
}

interface FamilyShape {
  readonly bits: number;
  readonly origin: bigint;
}

export const familyShapes: Readonly<Record<Family, FamilyShape>> = {
  4: { bits: 32, origin: 0n },
  6: { bits: 128, origin: (1n << 32n) + 1n },
};

export function familyOf(address: bigint): Family {
  return address < familyShapes[6].origin ? 4 : 6;
}

/** The address written in `text`, or undefined when it is not one. No zone ids, no leading zeros. */
export function parseAddress(text: string): Address | undefined {
  const value = text.includes(":") ? ipv6Value(text) : ipv4Value(text);
  if (value === undefined) return undefined;
  return (familyShapes[text.includes(":") ? 6 : 4].origin + value) as Address;
}

/**
 * The block written in `text`; host bits are cleared, as EC2 does for rules and routes.
 * A bare address is a block of one. Undefined when it is neither.
 */
export function parseCidr(text: string): Cidr | undefined {
  const [host = "", length, ...rest] = text.trim().split("/");
  const address = parseAddress(host);
  if (address === undefined || rest.length > 0) return undefined;
  const family = familyOf(address);
  const { bits } = familyShapes[family];
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefixLength = length === undefined ? bits : Number(length);
  return prefixLength > bits ? undefined : toCidr(address, prefixLength);
}

/** The block of `prefixLength` bits that holds `address`. */
export function toCidr(address: Address, prefixLength: number): Cidr {
  const family = familyOf(address);
  const { bits, origin } = familyShapes[family];
  const size = 1n << BigInt(bits - prefixLength);
  const first = (origin + ((address - origin) / size) * size) as Address;
  return {
    text: `${formatAddress(first)}/${prefixLength}`,
    family,
    prefixLength,
    first,
    last: (first + size - 1n) as Address,
  };
}

/** For literals in code and tests: throws where `parseCidr` answers undefined. */
export function mustCidr(text: string): Cidr {
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(`not a CIDR block: ${text}`);
  return cidr;
}

/** For literals in code and tests: throws where `parseAddress` answers undefined. */
export function mustAddress(text: string): Address {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`not an IP address: ${text}`);
  return address;
}

export function contains(cidr: Cidr, address: bigint): boolean {
  return cidr.first <= address && address <= cidr.last;
}

export function covers(outer: Cidr, inner: Cidr): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Text as AWS prints it: dotted quad, or RFC 5952 (the longest run of zero groups folded). */
export function formatAddress(address: bigint): string {
  const { origin } = familyShapes[familyOf(address)];
  return familyOf(address) === 4 ? ipv4Text(address - origin) : ipv6Text(address - origin);
}

function ipv4Value(text: string): bigint | undefined {
  const octets = text.split(".");
  if (octets.length !== 4) return undefined;
  let value = 0;
  for (const octet of octets) {
    if (!/^(0|[1-9]\d{0,2})$/.test(octet) || Number(octet) > 255) return undefined;
    value = value * 256 + Number(octet);
  }
  return BigInt(value);
}

function ipv6Value(text: string): bigint | undefined {
  const [head = "", tail, ...more] = text.split("::");
  if (more.length > 0) return undefined;
  if (tail !== undefined && head.includes(".")) return undefined;
  const left = ipv6Groups(head);
  const right = tail === undefined ? [] : ipv6Groups(tail);
  if (left === undefined || right === undefined) return undefined;
  const missing = 8 - left.length - right.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  return [...left, ...Array.from({ length: missing }, () => 0n), ...right].reduce(
    (value, group) => (value << 16n) | group,
    0n,
  );
}

/** The 16-bit groups of one side of `::`; a dotted quad at the end counts as two. */
function ipv6Groups(text: string): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const words = text.split(":");
  for (const [index, word] of words.entries()) {
    const quad = index === words.length - 1 && word.includes(".") ? ipv4Value(word) : undefined;
    if (quad !== undefined) groups.push(quad >> 16n, quad & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(word)) groups.push(BigInt(`0x${word}`));
    else return undefined;
  }
  return groups;
}

function ipv4Text(value: bigint): string {
  const number = Number(value);
  return `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

function ipv6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
  );
  const run = longestZeroRun(groups);
  if (run.length < 2) return groups.join(":");
  return `${groups.slice(0, run.start).join(":")}::${groups.slice(run.start + run.length).join(":")}`;
}

function longestZeroRun(groups: readonly string[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  for (const [index, group] of groups.entries()) {
    if (group !== "0") start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  }
  return best;
}
