/**
 * `denat rehearse --phases`: the change as `plan --out` writes it, phase by phase in one running lab. The networks are those
 * that the written text was read back as; what packets find is held against what was proved of each. From the last phase
 * backwards each is undone again.
 */
import { conceive } from "../../../advice/index.ts";
import { phasesFormats } from "../../../report/index.ts";
import type { PhasesRehearsal, RehearsalFormat } from "../../../report/index.ts";
import { createReadMemory } from "../../../readers/memory.ts";
import { provePhases } from "../../change/index.ts";
import type { PhaseChoice } from "../../change/index.ts";
import { readFacts } from "../../facts.ts";
import { toDeployed } from "../../lab/deployed.ts";
import type { InputRequest, Look, Outcome } from "../../outcome.ts";
import { hoursPerMonth } from "../../plan.ts";
import { readSource } from "../../reading.ts";
import { asksIn, refuseNothing } from "../ask.ts";
import { playInLab } from "../scene.ts";
import { sessionAsksIn } from "../session.ts";
import { statusOf } from "../status.ts";
import { judgeWalk } from "./judge.ts";
import { stepsOf } from "./step.ts";
import { walkPhases } from "./walk.ts";

export interface PhasesRequest {
  readonly input: InputRequest;
  readonly needs: readonly string[];
  readonly phases: PhaseChoice;
}

/** Throws an AppError where no phases can be written for such an input. */
export async function rehearsePhases(
  { input, needs, phases: choice }: PhasesRequest,
  { format, page }: Look<RehearsalFormat>,
): Promise<Outcome> {
  const facts = await readFacts();
  const source = await readSource(input, facts, { memory: createReadMemory() });
  const today = toDeployed(source.reading.network, facts);
  const options = { needs, gbMonth: undefined, hoursPerMonth, strict: false };
  const conceived = conceive(source.reading.network, facts, options);
  const { plan, prover } = conceived;
  const { as, phases } = await provePhases(choice, source, facts, conceived);
  const asks = asksIn(today, facts, plan);
  refuseNothing(asks);
  const sessions = sessionAsksIn(today, plan);
  const steps = stepsOf(prover.today, phases, facts);
  const walking = { steps, asks, sessions, ask: prover.ask, facts };
  const { result: cells, notBuilt } = await playInLab(today, sessions, (scene) => walkPhases(walking, scene));
  const judged = judgeWalk({ phases, planned: plan.answer, cells, notBuilt });
  const rehearsal: PhasesRehearsal = { ...judged, as, cells, sessions: sessions.notes, notBuilt };
  return { status: statusOf[rehearsal.answer], text: phasesFormats[format](rehearsal, page) };
}
