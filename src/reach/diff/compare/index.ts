/** What one class of sources reaches in two networks, area by area: whoever is there, and where nobody is. */
import type { Family } from "../../../model/address.ts";
import { toSet } from "../../../model/interval-set.ts";
import type { World } from "../../world.ts";
import { areasFrom } from "../cells/area.ts";
import type { Area } from "../cells/area.ts";
import { toField } from "../cells/field.ts";
import type { Field } from "../cells/field.ts";
import { rulesBetween } from "../cells/reading.ts";
import type { Compare, Comparing } from "../comparing.ts";
import { familiesOf } from "../families.ts";
import { createCross } from "../gates/cross.ts";
import { mayLetIn } from "../gates/index.ts";
import type { LetIn } from "../gates/index.ts";
import { anyRules, rulesOf } from "../gates/rules.ts";
import { createLeading } from "../leading.ts";
import type { Leading } from "../leading.ts";
import { toSender } from "../sender.ts";
import type { Sender } from "../sender.ts";
import { sides } from "../sides.ts";
import type { Side, Sides } from "../sides.ts";
import { createWayWalk } from "../way-walk.ts";
import { createNarrowing, mayHold } from "../within.ts";
import { createLosing } from "./asking.ts";
import type { Engine } from "./asking.ts";
import { compareMembers } from "./members.ts";
import { createPackets } from "./packets.ts";
import { createParts } from "./parts.ts";
import { createUnaddressed } from "./unaddressed.ts";
import { compareVacant } from "./vacant.ts";

export function createComparison(worlds: Sides<World>, comparing: Comparing): Compare {
  const endOf = createLeading(worlds);
  const unaddressedFrom = createUnaddressed(worlds, comparing.matches);
  let current: { readonly vpc: string; readonly compare: Compare } | undefined;
  return (source, collected) => {
    const vpc = `${source.vpc.before} ${source.vpc.after}`;
    // What is seen from one VPC is not asked again for another: memory is not to grow with the estate.
    if (current?.vpc !== vpc)
      current = { vpc, compare: comparisonFrom(worlds, comparing, { endOf, unaddressedFrom }) };
    current.compare(source, collected);
  };
}

interface Lasting {
  readonly endOf: Leading;
  readonly unaddressedFrom: ReturnType<typeof createUnaddressed>;
}

/** For sources of one VPC. */
function comparisonFrom(
  worlds: Sides<World>,
  comparing: Comparing,
  { endOf, unaddressedFrom }: Lasting,
): Compare {
  const areAlike = comparing.changes.areGroupsAlike;
  const narrowed = createNarrowing(comparing.within);
  const engine: Engine = {
    worlds,
    areAlike,
    wayWalk: createWayWalk(worlds, comparing),
    cross: createCross(worlds, comparing),
    endOf,
    packetsTo: createPackets(worlds),
    partsOf: createParts(worlds, areAlike),
    protocols: comparing.within?.protocols,
    mayBeLost: createLosing(comparing),
  };
  const fields = new Map<Area, Field>();
  const fieldOf = (source: Sender["source"], area: Area): Field => {
    const known = fields.get(area) ?? toField(worlds, area, rulesBetween(worlds, source.vpc, area));
    fields.set(area, known);
    return known;
  };
  return (source, collected) => {
    const sender = toSender(worlds, source);
    const changeIn = comparing.changes.inAreas(source);
    const lettersIn = later(() => lettingIn(worlds, sender, areAlike));
    const letIn: LetIn = (vpc) => lettersIn()(vpc);
    const spoken = new Set(sides.flatMap((side) => familiesOf(worlds[side], source.source[side])));
    const compareArea = (area: Area, fieldIn: () => Field) => {
      const change = changeIn(area);
      if (change === undefined) return;
      const asking = { sender, area, field: fieldIn(), change, collected };
      compareMembers(engine, asking, letIn);
      compareVacant(engine, asking);
    };
    for (const area of narrowed(areasFrom(worlds, source.vpc)))
      if (spoken.has(area.family)) compareArea(area, () => fieldOf(source, area));
    for (const { area, field } of unaddressedFrom(source.vpc, spoken.has(4) ? 4 : 6))
      if (mayHold(worlds, area, comparing.within)) compareArea(area, field);
  };
}

function later<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Whoever of either network may let the sender in, by VPC. */
function lettingIn(worlds: Sides<World>, sender: Sender, areAlike: boolean): LetIn {
  const on = (side: Side): LetIn => {
    const world = worlds[side];
    const groups = sender.groups[side];
    const own = groups === "ignored" || groups === undefined ? undefined : groups;
    const spans = families.flatMap((family) => sender.spanIn(side, family)?.set ?? []);
    const rules = families.map((family) =>
      own === undefined ? anyRules(world) : rulesOf(world, own, "egress", family),
    );
    return mayLetIn(world, { set: toSet(spans), groups: own }, rules);
  };
  const before = on("before");
  if (areAlike) return before;
  const after = on("after");
  return (vpc) => [...new Set([...before(vpc), ...after(vpc)])];
}

const families: readonly Family[] = [4, 6];
