/** Part (e) of the bench as it is printed. */
import { fewInstances, manyInstances, measureBuilds, measureWays, wayNames } from "./lab-run.ts";
import { obstacleToLab } from "./lab/run.ts";
import type { Round, WayName } from "./lab-run.ts";
import { against, atLeast, median, number, table } from "./measure.ts";

const limits = {
  few: { most: 2, unit: "s" },
  handsOn: { most: 300, unit: "ms" },
  way: { least: 70, unit: "%" },
} as const;

export async function reportLab(times: number): Promise<void> {
  console.log(`\n(e) the lab: medians of ${times}`);
  const obstacle = obstacleToLab();
  if (obstacle !== undefined) {
    console.log(`not measured: ${obstacle}`);
    return;
  }
  const { fewMs, handsOnMs, manyMs } = await measureBuilds(times);
  console.log(
    table([
      [`${fewInstances} instances up, s`, number(fewMs / 1000, 2), against(fewMs / 1000, limits.few)],
      ["the hands-on up, ms", number(handsOnMs), against(handsOnMs, limits.handsOn)],
      [`${number(manyInstances)} instances up, s`, number(manyMs / 1000, 1), ""],
    ]),
  );
  const rounds = await measureWays(times);
  console.log("\nagainst a plain veth pair with the same client and the same sink");
  console.log(
    table([
      ["connect, µs", "", "of plain, %", ""],
      ...wayNames.map((name) => connectRow(name, rounds)),
      ["one stream, Gbit/s", "", "of plain, %", ""],
      ...wayNames.map((name) => streamRow(name, rounds)),
    ]),
  );
}

const titles: Readonly<Record<WayName, string>> = {
  plain: "  the plain pair",
  endpoint: "  through an interface endpoint",
  nat: "  through a NAT gateway",
};

function connectRow(name: WayName, rounds: readonly Round[]): readonly string[] {
  const value = median(rounds.map((round) => round[name].connectMicroseconds));
  const part = partOfPlain(
    rounds,
    (round) => round.plain.connectMicroseconds / round[name].connectMicroseconds,
  );
  return [titles[name], number(value), number(part), judged(name, part)];
}

function streamRow(name: WayName, rounds: readonly Round[]): readonly string[] {
  const value = median(rounds.map((round) => round[name].gigabitPerSecond));
  const part = partOfPlain(rounds, (round) => round[name].gigabitPerSecond / round.plain.gigabitPerSecond);
  return [titles[name], number(value, 1), number(part), judged(name, part)];
}

/** Of each round for itself. */
const partOfPlain = (rounds: readonly Round[], ratio: (round: Round) => number): number =>
  100 * median(rounds.map(ratio));

const judged = (name: WayName, part: number): string => (name === "plain" ? "" : atLeast(part, limits.way));
