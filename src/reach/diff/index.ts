/**
 * The exact difference between two networks: for each source the set of destinations, protocols and ports that it
 * reaches in one and not in the other, or by another way; and the same for names of services.
 *
 * No rule is evaluated here. All that rules of either network name cuts addresses and traffic into cells (`cells/`) on which
 * every rule is constant, so that one packet of a cell fares as all of it do; that packet is walked in both networks by the
 * walk that `trace` and `plan` ask, and cells that differ alike are put together (`boxes.ts`). Sources that no rule
 * tells apart are asked once (`sources.ts`).
 */
import type { World } from "../world.ts";
import type { Difference, SourceDifference } from "../../model/difference.ts";
import { matchRows } from "./match/rows.ts";
import { changesBetween } from "./changed/index.ts";
import { createComparison } from "./compare/index.ts";
import { createNameComparison } from "./names/index.ts";
import { collect } from "./boxes.ts";
import type { Sides } from "./sides.ts";
import { sourcesOf } from "./sources.ts";
import type { SourceClass } from "./sources.ts";
import type { Within } from "./within.ts";

export interface DifferenceOptions {
  /** Turns every assumption into an unknown. */
  readonly strict: boolean;
  /** Left out, all is asked. */
  readonly within?: Within | undefined;
}

export function diffNetworks(worlds: Sides<World>, { strict, within }: DifferenceOptions): Difference {
  const matches = matchRows({ before: worlds.before.network, after: worlds.after.network });
  const { classes: all, added, removed } = sourcesOf(worlds, matches);
  const classes = within === undefined ? all : all.filter(({ vpc }) => within.from(vpc.before));
  const changes = changesBetween(worlds);
  const comparing = { matches, strict, changes, within };
  const compare = createComparison(worlds, comparing);
  const compareByName = createNameComparison(worlds, comparing);
  const differences = new Map<
    string,
    SourceDifference & { readonly sources: SourceClass["members"][number][] }
  >();
  for (const sourceClass of classes.toSorted(byVpc)) {
    const collected = collect();
    if (within === undefined || within.addresses.length > 0) compare(sourceClass, collected);
    if (within?.services?.size !== 0) compareByName(sourceClass, collected);
    const { changes, name } = collected.told();
    if (changes.length === 0) continue;
    const alike = differences.get(name);
    if (alike === undefined) differences.set(name, { sources: [...sourceClass.members], changes });
    else alike.sources.push(...sourceClass.members);
  }
  const found = [...differences.values()];
  const compared = classes.reduce((sum, { members }) => sum + members.length, 0);
  const isApart = compared === 0 && added.length + removed.length > 0;
  // Where nothing of the one is found in the other, nothing was compared.
  return { answer: isApart ? "cannot-tell" : answerOf(found), compared, differences: found, added, removed };
}

/** Those of one VPC after each other. */
function byVpc({ vpc: a }: SourceClass, { vpc: b }: SourceClass): number {
  if (a.before !== b.before) return a.before < b.before ? -1 : 1;
  return a.after === b.after ? 0 : a.after < b.after ? -1 : 1;
}

function answerOf(differences: readonly SourceDifference[]): Difference["answer"] {
  const kinds = new Set(differences.flatMap(({ changes }) => changes.map(({ kind }) => kind)));
  if (kinds.has("lost")) return "loses";
  if (kinds.has("undecided")) return "cannot-tell";
  return kinds.size > 0 ? "changed" : "same";
}
