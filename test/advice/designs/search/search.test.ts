/** The search beside every choice there is, counted out by a price that knows tiers and nothing of lines. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { natWays } from "../../../../src/advice/designs/search/nat-way.ts";
import { findCheapest } from "../../../../src/advice/designs/search/search.ts";
import type {
  Estate,
  EstateChoice,
  Search,
  Stream,
  Way,
} from "../../../../src/advice/designs/search/search.ts";
import { costOf } from "../../../../src/pricing/price-table.ts";

const subsets = (items: readonly number[]): readonly (readonly number[])[] =>
  items.reduce<readonly (readonly number[])[]>(
    (sets, item) => [...sets, ...sets.map((set) => [...set, item])],
    [[]],
  );

const product = <T>(lists: readonly (readonly T[])[]): readonly (readonly T[])[] =>
  lists.reduce<readonly (readonly T[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );

const sum = (amounts: readonly number[]) => amounts.reduce((all, amount) => all + amount, 0);

/** What a choice costs; Infinity for one that may not be made. */
function priceOf({ estates, endpointUsd }: Search, choices: readonly EstateChoice[]): number {
  const { perZone, perCrossGb, tiers } = endpointUsd;
  let usd = 0;
  let throughEndpoints = 0;
  for (const [index, { ways, streams }] of estates.entries()) {
    const choice = choices[index];
    const way = ways[choice?.way ?? -1];
    if (choice === undefined || way === undefined) return Infinity;
    usd += way.fixedUsd;
    for (const [at, { gb, mustHave, leastZones, zones }] of streams.entries()) {
      const own = choice.zones[at] ?? [];
      if (own.length === 0) {
        if (mustHave || way.perGbUsd === undefined) return Infinity;
        usd += sum(gb.map((units, zone) => units * (way.perGbUsd?.[zone] ?? 0)));
        continue;
      }
      if (own.length < Math.min(leastZones, zones.length)) return Infinity;
      usd += own.length * perZone;
      usd += sum(gb.filter((_, zone) => !own.includes(zone))) * perCrossGb;
      throughEndpoints += sum(gb);
    }
  }
  return usd + costOf(tiers, throughEndpoints);
}

function bruteForce(search: Search): number {
  const perEstate = search.estates.map(({ ways, streams }) =>
    product(streams.map(({ zones }) => subsets(zones))).flatMap((zones) =>
      ways.map((_, way): EstateChoice => ({ way, zones })),
    ),
  );
  return Math.min(...product(perEstate).map((choices) => priceOf(search, choices)));
}

const zoneCount = 3;
const gigabytes = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 400 }),
  fc.integer({ min: 400, max: 3000 }),
);
const perZoneOf = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: zoneCount, maxLength: zoneCount });
const stream: fc.Arbitrary<Stream> = fc.record({
  gb: perZoneOf(gigabytes),
  zones: fc.subarray([0, 1, 2]),
  leastZones: fc.integer({ min: 1, max: 3 }),
  mustHave: fc.boolean(),
});
const way: fc.Arbitrary<Way> = fc.record({
  fixedUsd: fc.integer({ min: 0, max: 100 }),
  perGbUsd: fc.option(perZoneOf(fc.integer({ min: 0, max: 80 }).map((mills) => mills / 1000)), {
    nil: undefined,
  }),
});
const estate: fc.Arbitrary<Estate> = fc.record({
  ways: fc.array(way, { minLength: 1, maxLength: 3 }),
  streams: fc.array(stream, { maxLength: 2 }),
});
const search: fc.Arbitrary<Search> = fc.record({
  estates: fc.array(estate, { minLength: 1, maxLength: 2 }),
  endpointUsd: fc.record({
    perZone: fc.integer({ min: 1, max: 20 }),
    perCrossGb: fc.constantFrom(0, 0.01, 0.02),
    // Edges so low that the estates drawn here meet all of them.
    tiers: fc.constantFrom(
      [{ from: 0, price: 0.01 }],
      [
        { from: 0, price: 0.05 },
        { from: 500, price: 0.02 },
        { from: 2500, price: 0.001 },
      ],
    ),
  }),
});

describe("the cheapest choice", () => {
  it("is that of brute force, and costs what it says", () => {
    fc.assert(
      fc.property(search, (one) => {
        const least = bruteForce(one);
        const found = findCheapest(one);
        if (found === undefined) {
          expect(least).toBe(Infinity);
          return;
        }
        expect(found.usd).toBeCloseTo(least, 6);
        expect(priceOf(one, found.choices)).toBeCloseTo(least, 6);
      }),
      { numRuns: 400 },
    );
  });

  it("takes services together into a lower tier that none of them would reach alone", () => {
    const big = { gb: [600, 0, 0], zones: [0], leastZones: 1, mustHave: false };
    const nat = { fixedUsd: 0, perGbUsd: [0.04, 0.04, 0.04] };
    const tiers = [
      { from: 0, price: 0.05 },
      { from: 600, price: 0.01 },
    ];
    const endpointUsd = { perZone: 1, perCrossGb: 0, tiers };
    const alone = findCheapest({ estates: [{ ways: [nat], streams: [big] }], endpointUsd });
    expect(alone?.choices[0]?.zones).toEqual([[]]);
    const two = findCheapest({ estates: [{ ways: [nat], streams: [big, big] }], endpointUsd });
    expect(two?.choices[0]?.zones).toEqual([[0], [0]]);
    expect(two?.usd).toBeCloseTo(2 + 600 * 0.05 + 600 * 0.01, 9);
  });

  it("needs one zone where cross-zone traffic is free, and as many as it is told to take", () => {
    const service = { gb: [10, 500, 20], zones: [0, 1, 2], leastZones: 1, mustHave: true };
    const endpointUsd = { perZone: 5, perCrossGb: 0, tiers: [{ from: 0, price: 0.01 }] };
    const none = { fixedUsd: 0, perGbUsd: undefined };
    const zonesFor = (leastZones: number) =>
      findCheapest({ estates: [{ ways: [none], streams: [{ ...service, leastZones }] }], endpointUsd })
        ?.choices[0]?.zones;
    expect([zonesFor(1), zonesFor(2), zonesFor(9)]).toEqual([[[1]], [[1, 2]], [[0, 1, 2]]]);
  });

  it("is none where a service has neither a way nor an endpoint, or where a price rises with volume", () => {
    const none = { fixedUsd: 0, perGbUsd: undefined };
    const lost = { gb: [1, 0, 0], zones: [], leastZones: 1, mustHave: false };
    const endpointUsd = { perZone: 5, perCrossGb: 0, tiers: [{ from: 0, price: 0.01 }] };
    expect(findCheapest({ estates: [{ ways: [none], streams: [lost] }], endpointUsd })).toBeUndefined();
    const rising = [
      { from: 0, price: 0.01 },
      { from: 10, price: 0.02 },
    ];
    expect(findCheapest({ estates: [], endpointUsd: { ...endpointUsd, tiers: rising } })).toBeUndefined();
  });
});

describe("NAT gateways to keep", () => {
  const places = {
    zones: [0, 2],
    zoneCount: 3,
    monthlyUsd: 40,
    perGbUsd: 0.05,
    perCrossGbUsd: 0.01,
  };

  it("are every choice of them; a zone without one pays to cross", () => {
    expect(natWays(places)).toEqual([
      { kept: [], fixedUsd: 0, perGbUsd: undefined },
      { kept: [0], fixedUsd: 40, perGbUsd: [0.05, 0.060000000000000005, 0.060000000000000005] },
      { kept: [1], fixedUsd: 40, perGbUsd: [0.060000000000000005, 0.060000000000000005, 0.05] },
      { kept: [0, 1], fixedUsd: 80, perGbUsd: [0.05, 0.060000000000000005, 0.05] },
    ]);
  });

  it("are fewer when what would cross costs less than a gateway", () => {
    const internet = { gb: [100, 0, 100], zones: [], leastZones: 1, mustHave: false };
    const endpointUsd = { perZone: 10, perCrossGb: 0, tiers: [{ from: 0, price: 0.01 }] };
    const keptFor = (gb: readonly number[]) => {
      const ways = natWays(places);
      const found = findCheapest({ estates: [{ ways, streams: [{ ...internet, gb }] }], endpointUsd });
      return ways[found?.choices[0]?.way ?? -1]?.kept;
    };
    expect(keptFor([3000, 0, 2000])).toEqual([0]);
    expect(keptFor([5000, 0, 5000])).toEqual([0, 1]);
  });
});
