import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contains,
  covers,
  familyOf,
  familyShapes,
  formatAddress,
  mustAddress,
  mustCidr,
  overlaps,
  parseAddress,
  parseCidr,
  toCidr,
} from "../../src/model/address.ts";
import type { Address, Cidr, Family } from "../../src/model/address.ts";

const families: readonly Family[] = [4, 6];

describe("the line of addresses", () => {
  it("has IPv4 first and IPv6 behind it, a point apart", () => {
    expect(mustAddress("0.0.0.0")).toBe(0n);
    expect(mustAddress("255.255.255.255")).toBe((1n << 32n) - 1n);
    expect(mustAddress("::")).toBe((1n << 32n) + 1n);
    expect(mustAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).toBe((1n << 32n) + (1n << 128n));
  });

  it("keeps an IPv4 address apart from the IPv6 address that maps it", () => {
    expect(familyOf(mustAddress("10.0.0.1"))).toBe(4);
    expect(familyOf(mustAddress("::ffff:10.0.0.1"))).toBe(6);
    expect(mustAddress("::ffff:10.0.0.1")).toBe(mustAddress("::ffff:a00:1"));
  });

  it.each(families)("reads back whatever it prints, in family %i", (family) => {
    const { bits, origin } = familyShapes[family];
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << BigInt(bits)) - 1n), (value) => {
        const text = formatAddress(origin + value);
        expect(parseAddress(text)).toBe(origin + value);
        expect(text).toBe(text.toLowerCase());
      }),
    );
  });
});

describe("IPv6 text", () => {
  /** RFC 5952, sections 4.1 to 4.3, and the addresses AWS documents. */
  it.each([
    ["2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"],
    ["2001:db8:0:0:0:0:2:1", "2001:db8::2:1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:DB8:AAAA::B", "2001:db8:aaaa::b"],
    ["0:0:0:0:0:0:0:0", "::"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["1:0:0:0:0:0:0:0", "1::"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"],
    ["64:ff9b::192.0.2.33", "64:ff9b::c000:221"],
    ["fd00:ec2::253", "fd00:ec2::253"],
  ])("of %s is %s", (written, printed) => {
    expect(formatAddress(mustAddress(written))).toBe(printed);
  });
});

describe("what is no address", () => {
  it.each([
    "",
    " ",
    "10",
    "10.0.0",
    "10.0.0.0.0",
    "10.0.0.256",
    "10.0.0.-1",
    "010.0.0.1",
    "10.0.0.00",
    "10.0.0.1 ",
    "10.0.0.0x1",
    "10.0.0.1e0",
    "1.2.3.4.",
    "١٠.0.0.1",
    ":",
    ":::",
    "1",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "1::2::3",
    "1:::2",
    ":1::2",
    "1::2:",
    "12345::",
    "g::",
    "fe80::1%eth0",
    "[::1]",
    "::1.2.3",
    "::1.2.3.256",
    "1.2.3.4::",
    "1.2.3.4:5::",
    "::1.2.3.4:5",
    "1:2:3:4:5:6:7:1.2.3.4",
    "vpc-0a1b",
  ])("%j", (text) => {
    expect(parseAddress(text)).toBeUndefined();
    expect(() => mustAddress(text)).toThrow("not an IP address");
  });
});

describe("CIDR text", () => {
  it.each([
    ["10.0.0.0/16", "10.0.0.0/16"],
    ["10.0.37.200/16", "10.0.0.0/16"],
    ["10.0.0.7", "10.0.0.7/32"],
    ["203.0.113.9/0", "0.0.0.0/0"],
    ["  10.1.0.0/24\n", "10.1.0.0/24"],
    ["2001:DB8::1/64", "2001:db8::/64"],
    ["2001:db8::7", "2001:db8::7/128"],
    ["fe80::1/0", "::/0"],
  ])("%j is the block %s", (written, block) => {
    expect(parseCidr(written)?.text).toBe(block);
  });

  it.each([
    "",
    "/16",
    "10.0.0.0/",
    "10.0.0.0/33",
    "::/129",
    "10.0.0.0/-1",
    "10.0.0.0/1.5",
    "10.0.0.0/ 8",
    "10.0.0.0/8/8",
    "10.0.0.0/255.0.0.0",
    "0.0.0.0/0,::/0",
    "pl-63a5400a",
  ])("%j is none", (text) => {
    expect(parseCidr(text)).toBeUndefined();
    expect(() => mustCidr(text)).toThrow("not a CIDR block");
  });
});

describe.each(families)("blocks of family %i, against their bits written out", (family) => {
  const { bits, origin } = familyShapes[family];
  const bitsOf = (address: bigint) => (address - origin).toString(2).padStart(bits, "0");
  const prefixOf = ({ first, prefixLength }: Cidr) => bitsOf(first).slice(0, prefixLength);

  /** Addresses that differ in a few bits only, so that blocks hold, cover and miss one another about equally often. */
  const addresses = fc
    .uniqueArray(fc.nat(bits - 1), { maxLength: 3 })
    .map((flips) => (origin + flips.reduce((value, bit) => value | (1n << BigInt(bit)), 0n)) as Address);
  const blocks = fc
    .tuple(addresses, fc.nat(bits))
    .map(([address, prefixLength]) => toCidr(address, prefixLength));

  it("are the addresses that share the prefix", () => {
    fc.assert(
      fc.property(addresses, fc.nat(bits), (address, prefixLength) => {
        const block = toCidr(address, prefixLength);
        const prefix = bitsOf(address).slice(0, prefixLength);
        expect(bitsOf(block.first)).toBe(prefix.padEnd(bits, "0"));
        expect(bitsOf(block.last)).toBe(prefix.padEnd(bits, "1"));
        expect(block.family).toBe(family);
        expect(parseCidr(block.text)).toEqual(block);
      }),
    );
  });

  it("contain an address, cover and overlap a block when prefixes say so", () => {
    fc.assert(
      fc.property(blocks, blocks, addresses, (a, b, address) => {
        expect(contains(a, address)).toBe(bitsOf(address).startsWith(prefixOf(a)));
        expect(covers(a, b)).toBe(prefixOf(b).startsWith(prefixOf(a)));
        expect(overlaps(a, b)).toBe(
          prefixOf(b).startsWith(prefixOf(a)) || prefixOf(a).startsWith(prefixOf(b)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("hold nothing of the other family", () => {
    const other = mustCidr(family === 4 ? "::/0" : "0.0.0.0/0");
    fc.assert(
      fc.property(blocks, (block) => {
        expect(overlaps(block, other) || covers(block, other) || covers(other, block)).toBe(false);
        expect(contains(block, other.first) || contains(block, other.last)).toBe(false);
      }),
    );
  });
});
