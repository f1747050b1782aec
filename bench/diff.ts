/** `npm run bench -- diff`: two estates compared, and the algebra of sets that this rests on, alone. */
import { intersect, subtract, toSet, union } from "../src/model/interval-set.ts";
import type { AddressSet } from "../src/model/interval-set.ts";
import { cutAddresses } from "../src/reach/diff/cells/addresses.ts";
import { measureDiff } from "./diff-run.ts";
import { changes } from "./estate/change.ts";
import { createRandom } from "./estate/random.ts";
import { against, number, table, timeMs } from "./measure.ts";

const limits = { seconds: { most: 5, unit: "s" }, memory: { most: 1000, unit: "MB" } } as const;
const interfaces = 10_000;
const stretches = 10_000;

export function reportDiff(): void {
  console.log(`\n(h) diff: two estates of ${number(interfaces)} interfaces, every pair of them joined`);
  const rows = changes.map((change) => {
    const run = measureDiff(change, interfaces);
    if (run === undefined) return [change, "", "stopped"];
    return [
      change,
      number(run.seconds, 1),
      against(run.seconds, limits.seconds),
      `${number(run.cpuSeconds, 1)} s of processor time`,
      `${number(run.peakRssMb)} MB: ${against(run.peakRssMb, limits.memory)}`,
      `${run.answer}, ${number(run.differing)} sources differ`,
    ];
  });
  console.log(table([["change", "seconds", "", "", "", ""], ...rows]));
  reportAlgebra();
}

/** Sets of addresses like those that prefix lists and rules make. */
function reportAlgebra(): void {
  const random = createRandom(3);
  const make = (): AddressSet =>
    toSet(
      Array.from({ length: stretches }, () => {
        const first = BigInt(random.integer(0, 2 ** 31)) * 2n;
        return [first, first + BigInt(random.integer(0, 50_000))] as const;
      }),
    );
  const [a, b] = [make(), make()];
  const blocks = a.map(([first, last], index) => ({ first, last, label: `block ${index % 500}` }));
  const work = {
    union: () => union(a, b),
    intersection: () => intersect(a, b),
    difference: () => subtract(a, b),
    "cut by 10,000 blocks": () => cutAddresses(b, blocks),
  };
  console.log(`\nsets of ${number(a.length)} stretches of addresses`);
  console.log(
    table([
      ["operation", "ms"],
      ...Object.entries(work).map(([name, run]) => {
        run();
        return [name, number(timeMs(run), 2)];
      }),
    ]),
  );
}
