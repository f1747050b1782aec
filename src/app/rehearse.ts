/**
 * `denat rehearse`: what the plan says of every workload and need, put to packets in a lab: today, without NAT, and with the
 * proposal applied, or phase by phase. Where what was predicted is not what is seen, one of the two is wrong, and that is an error.
 */
import { conceive } from "../advice/index.ts";
import { deployNetwork } from "../lab/deploy/index.ts";
import type { Network } from "../model/network.ts";
import { withoutNat } from "../reach/index.ts";
import { rehearsalFormats } from "../report/index.ts";
import type { Rehearsal, RehearsalCell, RehearsalFormat, RehearsalWorld } from "../report/index.ts";
import type { PhaseChoice } from "./change/index.ts";
import { readFacts } from "./facts.ts";
import { readDeployed } from "./lab/deployed.ts";
import type { InputRequest, Look, Outcome } from "./outcome.ts";
import { hoursPerMonth } from "./plan.ts";
import { asksIn, refuseNothing } from "./rehearsal/ask.ts";
import { namesOfProposed } from "./rehearsal/proposed.ts";
import { playInLab } from "./rehearsal/scene.ts";
import { sessionAsksIn, trySessions } from "./rehearsal/session.ts";
import { statusOf } from "./rehearsal/status.ts";
import { tryAsks } from "./rehearsal/try.ts";

export interface RehearseRequest {
  readonly input: InputRequest;
  readonly needs: readonly string[];
  /** Walks through the phases of the change in place of the three networks; left out, it does not. */
  readonly phases?: PhaseChoice | undefined;
}

export async function runRehearse(request: RehearseRequest, look: Look<RehearsalFormat>): Promise<Outcome> {
  if (request.phases === undefined) return rehearsePlan(request, look);
  const { rehearsePhases } = await import("./rehearsal/phases/index.ts");
  return rehearsePhases({ ...request, phases: request.phases }, look);
}

async function rehearsePlan(
  { input, needs }: RehearseRequest,
  { format, page }: Look<RehearsalFormat>,
): Promise<Outcome> {
  const facts = await readFacts();
  const today = await readDeployed(input, facts);
  const { plan, after } = conceive(today, facts, { needs, gbMonth: undefined, hoursPerMonth, strict: false });
  const asks = asksIn(today, facts, plan);
  refuseNothing(asks);
  const worlds: readonly (readonly [RehearsalWorld, Network])[] = [
    ["today", today],
    ["withoutNat", withoutNat(today)],
    ["after", deployNetwork(after, facts)],
  ];
  const sessions = sessionAsksIn(today, plan);
  const names = namesOfProposed(today, after, facts);
  const { result: cells, notBuilt } = await playInLab(today, sessions, async ({ lab, api, ca, become }) => {
    const seen: RehearsalCell[] = [];
    for (const [world, network] of worlds) {
      await become(network);
      const predict = ({ need }: (typeof asks)[number]) => need[world];
      seen.push(...(await tryAsks(lab, { world, network, asks, predict, ca, names })));
      seen.push(...(await trySessions(lab, sessions, { world, network, facts, api })));
    }
    return seen;
  });
  const rehearsal = toRehearsal(cells, notBuilt, sessions.notes);
  return { status: statusOf[rehearsal.answer], text: rehearsalFormats[format](rehearsal, page) };
}

function toRehearsal(
  cells: readonly RehearsalCell[],
  notBuilt: Rehearsal["notBuilt"],
  sessions: Rehearsal["sessions"],
): Rehearsal {
  const after = cells.filter(({ world }) => world === "after");
  const answer = cells.some(({ agrees }) => !agrees)
    ? notBuilt.length > 0
      ? "cannot-tell"
      : "disagrees"
    : after.every(({ seen }) => seen === "reachable")
      ? "works"
      : "fails";
  return { answer, cells, notBuilt, sessions };
}
