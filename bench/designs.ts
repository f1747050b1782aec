/** `npm run bench -- designs`: the cheapest choice among all endpoints, zones and NAT gateways of a Region. */
import { natWays } from "../src/advice/designs/search/nat-way.ts";
import { findCheapest } from "../src/advice/designs/search/search.ts";
import type { Search } from "../src/advice/designs/search/search.ts";
import { createRandom } from "./estate/random.ts";
import { against, median, number, table, timeMs } from "./measure.ts";

const limit = { most: 100, unit: "ms" } as const;
const services = 50;
const zones = [0, 1, 2, 3, 4, 5];
const times = 21;

export function reportDesigns(): void {
  const search = createSearch();
  const first = timeMs(() => findCheapest(search));
  const all = Array.from({ length: times }, () => timeMs(() => findCheapest(search)));
  const found = findCheapest(search);
  const taken = found?.choices[0]?.zones.filter((one) => one.length > 0).length ?? 0;
  console.log(
    `\n(j) designs: ${services} services × ${zones.length} zones × every choice of ${zones.length} NATs`,
  );
  console.log(
    table([
      ["median, ms", number(median(all), 2), against(median(all), limit)],
      ["the first time, ms", number(first, 2), against(first, limit)],
      ["services with an endpoint", number(taken), `${number(found?.usd ?? NaN)} USD a month`],
    ]),
  );
}

/** Volumes from none to some that reach the second tier together, and cross-zone traffic that is charged. */
function createSearch(): Search {
  const random = createRandom(7);
  const streams = Array.from({ length: services }, () => {
    const scale = 10 ** random.integer(0, 5);
    return {
      gb: zones.map(() => random.integer(0, 10) * scale),
      zones,
      leastZones: 2,
      mustHave: false,
    };
  });
  const ways = natWays({
    zones,
    zoneCount: zones.length,
    monthlyUsd: 730 * 0.067,
    perGbUsd: 0.062,
    perCrossGbUsd: 0.01,
  });
  const tiers = [
    { from: 0, price: 0.01 },
    { from: 1_048_576, price: 0.006 },
    { from: 5_242_880, price: 0.004 },
  ];
  return {
    estates: [{ ways, streams }],
    endpointUsd: { perZone: 730 * 0.014, perCrossGb: 0.01, tiers },
  };
}
