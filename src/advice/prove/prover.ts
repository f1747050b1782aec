/**
 * How a network that somebody really wrote down keeps what the plan promised: the questions of the plan are asked of it once
 * more, and each answer is held against the promise and against the network before it.
 *
 * The promise hangs on whether a VPC has lost its NATs. Until then nobody may be worse off than today, and whoever the
 * plan serves by an endpoint is to be served by it already, once its name leads there. After that, all is to be as the plan says.
 */
import type { Facts } from "../../facts/index.ts";
import type { Verdict, Via } from "../../model/answer.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Network } from "../../model/network.ts";
import { createWorld, isLess, kept } from "../../reach/index.ts";
import { groupAlike } from "../alike.ts";
import { createFleet } from "../fleet.ts";
import type { Fare, Fleet } from "../fleet.ts";
import type { Member } from "../member.ts";
import type { WorkloadNeed } from "../need/index.ts";
import type { PlannedNeed } from "../plan.ts";
import { bystanderFares, isWorse } from "./bystander.ts";
import type { Case } from "./case.ts";
import { heldAfter } from "./held.ts";
import { setbacksOf } from "./setback.ts";
import type { Setback } from "./setback.ts";

/** What a step of the change has reached. */
export interface Stage {
  /** Types of endpoints whose services already go through them: gateway endpoints do so at once. */
  readonly serving: readonly ("gateway-endpoint" | "interface-endpoint")[];
  /** VPCs whose default routes to a NAT are gone. */
  readonly withoutNat: ReadonlySet<VpcId>;
  /** VPCs whose needs are all met without any NAT, their own or another's. */
  readonly needingNone: ReadonlySet<VpcId>;
}

export interface Loss {
  readonly workloads: readonly string[];
  readonly service: string;
  readonly expected: { readonly verdict: Verdict; readonly via: Via["kind"] | undefined };
  readonly found: { readonly verdict: Verdict; readonly via: Via["kind"] | undefined };
}

/** All workloads that get one service in one way. */
export interface Standing {
  readonly service: string;
  readonly verdict: Verdict;
  readonly via: Via["kind"] | undefined;
  readonly workloads: number;
}

export interface Proof {
  readonly standings: readonly Standing[];
  /** Worse than in the network before it. */
  readonly worse: readonly Loss[];
  /** Not what the plan promised for this stage. */
  readonly broken: readonly Loss[];
  /** Whatever else worked in the network before it, whether anybody needs it or not. */
  readonly setbacks: readonly Setback[];
  /** Needs that fare better than in the network before it, counted for each workload. */
  readonly better: number;
  readonly proven: Proven;
}

/** A network that was asked, to hold the next one against. */
export interface Proven {
  readonly fleet: Fleet;
}

export interface Prover {
  readonly today: Proven;
  readonly prove: (network: Network, before: Proven, stage: Stage) => Proof;
  /** Of a network that was proved: what one workload gets. Undefined for what the plan does not ask. */
  readonly ask: (proven: Proven, asked: AskedNeed) => Told | undefined;
}

export interface AskedNeed {
  readonly vpc: string;
  readonly workload: string;
  readonly need: Pick<PlannedNeed, "service" | "why" | "origin">;
  /** A name that is dialled in place of the need's own. */
  readonly host?: string | undefined;
}

export type Told = Pick<Fare, "verdict" | "via">;

interface Fleets {
  readonly today: Fleet;
  readonly after: Fleet;
}

export function createProver(facts: Facts, fleets: Fleets, asked: Asked): Prover {
  return {
    today: { fleet: fleets.today },
    prove: (network, before, stage) => {
      const nats = natsOf(asked.cases, stage);
      const world = createWorld(kept(before.fleet.world.network, network), facts);
      const holds = heldAfter(before.fleet.world, world, nats);
      const fleet = createFleet(world, asked.strict, { fleet: before.fleet, holds });
      const rows = asked.cases.flatMap((trial) => rowsOf(fleets, { before: before.fleet, is: fleet }, trial));
      const harmed = asked.cases.flatMap((trial) => harmedIn(before.fleet, fleet, trial));
      return {
        standings: standingsOf(rows),
        worse: [...rows.flatMap(lossSince), ...harmed],
        broken: rows.flatMap((row) => promiseBroken(row, stage)),
        setbacks: setbacksOf(
          { before: before.fleet.world, after: fleet.world },
          {
            nats,
            needsNone: (vpc) => stage.needingNone.has(vpc),
            strict: asked.strict,
          },
        ),
        better: rows.reduce(
          (sum, { members, before: was, is }) => sum + (isLess(was.verdict, is.verdict) ? members.length : 0),
          0,
        ),
        proven: { fleet },
      };
    },
    ask: ({ fleet }, wanted) => {
      const found = findNeed(asked.cases, wanted);
      return found && fleet.ask(found.member, found.need);
    },
  };
}

function findNeed(cases: readonly Case[], { vpc, workload, need: asked, host }: AskedNeed) {
  const own = cases.find((one) => one.vpc.id === vpc);
  const member = own?.planned.find(({ id }) => id === workload);
  const need = member && own?.neededOf(member).needs.find((one) => isSame(one, asked));
  if (member === undefined || need === undefined) return undefined;
  return { member, need: host === undefined ? need : dialling(need, host) };
}

const isSame = (need: WorkloadNeed, { service, why, origin }: AskedNeed["need"]) =>
  need.service === service && need.why === why && need.origin === origin;

const dialling = (need: WorkloadNeed, host: string): WorkloadNeed => ({
  ...need,
  destination: { kind: "host", host },
  host,
  key: `${need.key}\nat ${host}`,
});

export interface Asked {
  readonly cases: readonly Case[];
  readonly strict: boolean;
}

/** One need of members who fare alike in all four networks. */
interface Row {
  readonly vpc: VpcId;
  readonly members: readonly Member[];
  readonly need: WorkloadNeed;
  readonly today: Fare;
  readonly promised: Fare;
  readonly before: Fare;
  readonly is: Fare;
}

function rowsOf(
  { today, after }: Fleets,
  { before, is }: { readonly before: Fleet; readonly is: Fleet },
  { vpc, planned, neededOf }: Case,
): readonly Row[] {
  const fleets = [today, after, before, is];
  const classOf = (member: Member) => fleets.map((fleet) => fleet.classOf(member)).join(" ");
  return groupAlike(planned, neededOf, classOf).flatMap(({ first, members, needed }) =>
    needed.needs.map((need) => ({
      vpc: vpc.id,
      members,
      need,
      today: today.ask(first, need),
      promised: after.ask(first, need),
      before: before.ask(first, need),
      is: is.ask(first, need),
    })),
  );
}

function standingsOf(rows: readonly Row[]): readonly Standing[] {
  const standings = new Map<string, Standing>();
  for (const { need, is, members } of rows) {
    const { verdict, via } = is;
    const key = [need.service, verdict, via?.kind].join(" ");
    const workloads = (standings.get(key)?.workloads ?? 0) + members.length;
    standings.set(key, { service: need.service, verdict, via: via?.kind, workloads });
  }
  return [...standings.values()].toSorted((a, b) => (a.service < b.service ? -1 : 1));
}

/** NATs that go with this stage. */
const natsOf = (cases: readonly Case[], { withoutNat }: Stage): ReadonlySet<string> =>
  new Set(
    cases.flatMap(({ vpc, egressNats }) => (withoutNat.has(vpc.id) ? egressNats.map(({ id }) => id) : [])),
  );

function lossSince({ need, members, before, is }: Row): readonly Loss[] {
  return isLess(is.verdict, before.verdict)
    ? [toLoss(members, need, { verdict: before.verdict, via: before.via?.kind }, is)]
    : [];
}

function promiseBroken(row: Row, { serving, withoutNat }: Stage): readonly Loss[] {
  const { vpc, need, members, today, promised, is } = row;
  const way = promised.via?.kind;
  const isServed = promised.verdict === "reachable" && serving.some((kind) => kind === way);
  const expected =
    withoutNat.has(vpc) || isServed
      ? { verdict: promised.verdict, via: way }
      : { verdict: today.verdict, via: undefined };
  const isOtherWay =
    expected.via !== undefined && is.verdict === "reachable" && is.via?.kind !== expected.via;
  return isLess(is.verdict, expected.verdict) || isOtherWay ? [toLoss(members, need, expected, is)] : [];
}

function harmedIn(before: Fleet, is: Fleet, trial: Case): readonly Loss[] {
  return bystanderFares(before, is, trial)
    .filter(isWorse)
    .map((fare) =>
      toLoss(
        [fare.member],
        fare.need,
        { verdict: fare.before.verdict, via: fare.before.via?.kind },
        fare.after,
      ),
    );
}

function toLoss(
  members: readonly Member[],
  { service }: WorkloadNeed,
  expected: Loss["expected"],
  { verdict, via }: Fare,
): Loss {
  return { workloads: members.map(({ id }) => id), service, expected, found: { verdict, via: via?.kind } };
}
