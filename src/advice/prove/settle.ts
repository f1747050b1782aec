/**
 * Proof: the design is applied to the network without its NATs and every question walked again; what can be mended is
 * mended and walked once more, until all works or nothing more can be done.
 */
import type { Explanation } from "../../model/answer.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { createWorld } from "../../reach/index.ts";
import type { World } from "../../reach/index.ts";
import { groupAlike } from "../alike.ts";
import { applyDesign } from "../apply/index.ts";
import { repairKey } from "../design.ts";
import type { Design, Repair } from "../design.ts";
import { createFleet } from "../fleet.ts";
import type { Earlier, Fare, Fleet } from "../fleet.ts";
import { groupBy } from "../../model/group-by.ts";
import type { Member } from "../member.ts";
import type { WorkloadNeed } from "../need/index.ts";
import { bystanderFares, isWorse } from "./bystander.ts";
import type { Case } from "./case.ts";
import { groupsMendedFor, isMendable, repairsOf, togetherKey } from "./mend.ts";

/** A blocker that a repair answers, as it stood before the repair. */
export interface Mended {
  readonly vpc: Member["vpc"];
  readonly explanation: Explanation;
}

export interface Settled {
  readonly design: Design;
  readonly after: Fleet;
  readonly mended: readonly Mended[];
}

/** Each round may uncover what an earlier stage hid: groups before ACLs, the way there before the way back. */
const maxRounds = 6;

export function settle(
  today: Fleet,
  withoutNat: World,
  trial: { readonly cases: readonly Case[]; readonly strict: boolean },
): Settled {
  const { cases, strict } = trial;
  let design: Design = {
    endpoints: cases.flatMap(({ proposal }) => proposal.endpoints),
    groups: cases.flatMap(({ group }) => group ?? []),
    repairs: cases.flatMap(({ proposal }) => proposal.repairs),
  };
  const mended: Mended[] = [];
  let after = createFleet(worldWith(withoutNat, design), strict);
  let open = cases;
  for (let round = 1; round < maxRounds; round += 1) {
    const next = mendAll({ today, after, cases: open, design });
    if (next.repairs.length === 0) break;
    mended.push(...next.mended);
    design = { ...design, repairs: [...design.repairs, ...next.repairs] };
    // What is mended admits more and takes nothing away, so that other VPCs fare no worse than they did.
    const touched = new Set<string>(next.repairs.map(({ vpc }) => vpc));
    open = open.filter(({ vpc }) => touched.has(vpc.id));
    const onlyAdmitsMore = next.repairs.every(({ kind }) => kind === "group-rule" || kind === "acl-entry");
    const holdsThere = onlyAdmitsMore ? "if reachable" : "never";
    const holds: Earlier["holds"] = ({ vpc }) => (touched.has(vpc) ? holdsThere : "always");
    after = createFleet(worldWith(withoutNat, design), strict, { fleet: after, holds });
  }
  return { design, after, mended };
}

const worldWith = ({ network, facts }: World, design: Design): World =>
  createWorld(applyDesign(network, facts, design), facts);

interface Round {
  readonly today: Fleet;
  readonly after: Fleet;
  readonly cases: readonly Case[];
  readonly design: Design;
}

function mendAll(round: Round): { readonly repairs: readonly Repair[]; readonly mended: readonly Mended[] } {
  const { after, design } = round;
  const made = new Set(design.repairs.map(repairKey));
  const added = new Set<string>(design.endpoints.map(({ id }) => id));
  const isNew = ({ id }: VpcEndpoint) => added.has(id);
  const repairs = new Map<string, Repair>();
  const mended: Mended[] = [];
  // One rule often mends several needs: the others are looked at again only if they still fail in the next round.
  for (const alike of groupBy(failuresOf(round), ({ together }) => together).values()) {
    for (const { member, need } of alike) {
      const before = mended.length;
      for (const explanation of after.explain(member, need)) {
        const own = repairsOf({ world: after.world, member, need, explanations: [explanation], isNew });
        const fresh = own.filter((repair) => !made.has(repairKey(repair)));
        for (const repair of fresh) repairs.set(repairKey(repair), repair);
        if (fresh.length > 0) mended.push({ vpc: member.vpc, explanation });
      }
      if (mended.length > before) break;
    }
  }
  return { repairs: [...repairs.values()], mended };
}

interface Failed {
  readonly member: Member;
  readonly need: WorkloadNeed;
  readonly together: string;
}

/** One for each fare that fails, or, where groups of its own have a part in it, for each class of members. */
function failuresOf({ today, after, cases }: Round): readonly Failed[] {
  const failed: Failed[] = [];
  const seen = new Map<Fare, Set<number>>();
  const add = (member: Member, need: WorkloadNeed, fare: Fare) => {
    const fails = fare.verdict === "blocked" || fare.verdict === "partial";
    if (!fails || !need.servable) return;
    const classes = seen.get(fare) ?? new Set<number>();
    seen.set(fare, classes);
    const own = fare.walks.some(({ isOwn }) => isOwn) ? after.classOf(member) : 0;
    if (classes.has(own)) return;
    classes.add(own);
    const codes = fare.codes().filter(isMendable);
    if (codes.length === 0) return;
    const wanting = { world: after.world, member, need };
    const who = groupsMendedFor(wanting, codes) ?? after.classOf(member);
    failed.push({ member, need, together: `${who} ${togetherKey(wanting)}` });
  };
  for (const trial of cases) {
    for (const { first, needed } of groupAlike(trial.planned, trial.neededOf, after.classOf)) {
      for (const need of needed.needs) add(first, need, after.ask(first, need));
    }
    const harmed = bystanderFares(today, after, trial).filter(isWorse);
    for (const { member, need, after: fare } of harmed) add(member, need, fare);
  }
  return failed;
}
