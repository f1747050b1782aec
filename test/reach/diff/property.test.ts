// The sets of a difference against single walks: DENAT_DIFF_WALKS=1000000 asks for a million packets.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mustAddress, mustCidr } from "../../../src/model/address.ts";
import type { Difference } from "../../../src/model/difference.ts";
import { base, group, withEndpoints, withRows } from "../estate.ts";
import { pairs } from "./estates.ts";
import { changesAt, changesOfName, createSingleNames, createSingleWalks, diff } from "./point.ts";
import type { Packet } from "./point.ts";

const walks = Number(process.env["DENAT_DIFF_WALKS"] ?? 20_000);
const perPair = 400;

const edges = [
  "0.0.0.0/0",
  "10.0.0.0/16",
  "10.0.1.0/24",
  "10.0.2.0/28",
  "10.0.2.20/32",
  "10.0.2.60/32",
  "10.0.2.5/32",
  "10.0.1.10/32",
  "10.0.1.77/32",
  "10.1.0.0/16",
  "10.1.1.0/24",
  "10.1.1.128/25",
  "10.1.1.130/32",
  "10.2.0.0/16",
  "52.219.0.0/20",
  "52.219.4.0/24",
  "52.219.32.0/22",
  "64:ff9b::/96",
  "64:ff9b::10.1.1.130/128",
  "64:ff9b::52.219.0.0/116",
  "2600:1f14:1::/56",
  "2600:1f14:1:1::/64",
  "169.254.168.0/22",
].map(mustCidr);
const near = fc
  .tuple(fc.constantFrom(...edges), fc.constantFrom("first", "last"), fc.constantFrom(0n, 1n, -1n))
  .map(([cidr, end, by]) => cidr[end] + by)
  .filter((address) => address >= 0n && address !== 1n << 32n);
const inside = fc
  .tuple(fc.constantFrom(...edges), fc.nat())
  .map(([{ first, last }, at]) => first + (BigInt(at) % (last - first + 1n)));
const anyV6 = fc.bigInt({
  min: mustAddress("::"),
  max: mustAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
});
const address = fc.oneof(near, near, inside, inside, fc.bigInt({ min: 0n, max: (1n << 32n) - 1n }), anyV6);
const port = fc.oneof(
  fc.constantFrom(
    0,
    19,
    20,
    22,
    53,
    443,
    444,
    1023,
    1024,
    32767,
    32768,
    61000,
    61001,
    65535,
    8 * 256,
    8 * 256 + 1,
    772,
    128 * 256,
  ),
  fc.integer({ min: 0, max: 65535 }),
);
/** ICMP is another protocol in each family, and ports are none of any but three. */
const packet: fc.Arbitrary<Packet> = fc
  .record({
    source: fc.constantFrom("eni-a", "eni-b", "eni-c", "eni-w", "eni-p"),
    address,
    protocol: fc.constantFrom(6, 6, 6, 17, 17, 1, 0, 47, 255),
    port,
  })
  .map((one) => ({
    ...one,
    protocol: one.protocol === 1 && one.address > 1n << 32n ? 58 : one.protocol,
    port: [0, 47, 255].includes(one.protocol) ? 0 : one.port,
  }));

/** Of those that endpoints and zones of the pairs answer for, and of those that lead out with all others. */
const names = ["s3", "ssm", "ssmmessages", "kms", "dynamodb", "sqs", "sts", "ecr.api", "logs"];
const sources = ["eni-a", "eni-b", "eni-c", "eni-w", "eni-p"];

/** The whole pair would fill many pages: the seed makes it again. */
function reporter<T>({ failed, seed, errorInstance }: fc.RunDetails<T>): void {
  if (failed) throw new Error(`seed ${seed}`, { cause: errorInstance });
}

describe("the sets of a difference", () => {
  it("hold exactly the packets that two single walks tell apart", { timeout: 3_600_000 }, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(pairs, fc.array(packet, { minLength: perPair, maxLength: perPair }), (pair, packets) => {
        const difference = diff(pair.before, pair.after);
        const singly = createSingleWalks(pair.before, pair.after);
        for (const one of packets) {
          const expected = singly(one);
          const told = changesAt(difference, one);
          seen.set(expected.join(), (seen.get(expected.join()) ?? 0) + 1);
          if (told.join() !== expected.join()) expect({ one, told }).toEqual({ one, told: expected });
        }
      }),
      { numRuns: Math.ceil(walks / perPair), endOnFailure: true, reporter },
    );
    // Several answers have come up, or the packets have asked nothing. Which of them is chance: each has tests of its own.
    expect(seen.size).toBeGreaterThan(2);
  });

  it("name exactly the services that two single walks tell apart", { timeout: 3_600_000 }, () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(pairs, (pair) => {
        const difference = diff(pair.before, pair.after);
        const singly = createSingleNames(pair.before, pair.after);
        for (const source of sources) {
          for (const service of names) {
            const one = { source, service };
            const expected = singly(one);
            const told = changesOfName(difference, one);
            seen.set(expected.join(), (seen.get(expected.join()) ?? 0) + 1);
            if (told.join() !== expected.join()) expect({ one, told }).toEqual({ one, told: expected });
          }
        }
      }),
      { numRuns: Math.ceil(walks / perPair), endOnFailure: true, reporter },
    );
    // Some name has differed, or the names have asked nothing.
    expect(seen.size).toBeGreaterThan(1);
  });

  it("name a service that goes by an endpoint in place of the NAT", () => {
    const after = withEndpoints(base, "ssm");
    const one = { source: "eni-a", service: "ssm" };
    expect(changesOfName(diff(base, after), one)).toEqual(["rerouted"]);
    expect(createSingleNames(base, after)(one)).toEqual(["rerouted"]);
  });

  it("disagree with single walks where they leave a rule out", () => {
    const narrow = withRows(base, {
      securityGroups: [group("sg-client", "vpc-1", { egress: ["tcp 443 52.0.0.0/8"] })],
    });
    const blind = withRows(base, {
      securityGroups: [group("sg-client", "vpc-1", { egress: ["tcp 443 52.0.0.0/9"] })],
    });
    const singly = createSingleWalks(base, narrow);
    const disagrees = (difference: Difference, text: string) => {
      const asked = { source: "eni-a", address: mustAddress(text), protocol: 6, port: 443 };
      return changesAt(difference, asked).join() !== singly(asked).join();
    };
    expect(disagrees(diff(base, narrow), "52.200.0.1")).toBe(false);
    expect(disagrees(diff(base, blind), "52.200.0.1")).toBe(true);
    expect(disagrees(diff(base, blind), "52.100.0.1")).toBe(false);
  });
});
