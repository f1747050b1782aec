/** `denat plan`: can these private subnets lose their NAT, what must change, what it costs; and the change, written down. */
import { conceive } from "../advice/index.ts";
import type { Answer } from "../advice/plan.ts";
import type { TargetName } from "../emit/index.ts";
import { planFormats } from "../report/index.ts";
import type { AnswerFormat } from "../report/index.ts";
import { refuseFull } from "./change/directory.ts";
import { readFacts } from "./facts.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { readSource } from "./reading.ts";
import { readObserved } from "./traffic/observed.ts";
import type { LogsRequest } from "./traffic/observed.ts";

export interface PlanRequest extends LogsRequest {
  readonly input: InputRequest;
  /** Services the user declares to be needed. */
  readonly needs: readonly string[];
  readonly gbMonth: number | undefined;
  readonly strict: boolean;
  /** Undefined when only the plan is asked for. */
  readonly change: ChangeChoice | undefined;
}

export interface ChangeChoice {
  /** Where the change is written; undefined to prove it alone. */
  readonly directory: string | undefined;
  /** Left out, that of the input. */
  readonly target: TargetName | undefined;
  /** Where Terraform's sources lie; left out, beside the plan. */
  readonly sourceDirectory: string | undefined;
  /** Narrows the policies of new endpoints to what is needed. */
  readonly leastPrivilege: boolean;
  /** Replaces what an earlier plan wrote there. */
  readonly force: boolean;
  /** Shows what was proved. */
  readonly verify: boolean;
}

/** The hours of an average month, as AWS's own calculator takes them. */
export const hoursPerMonth = 730;

const statuses: Readonly<Record<Answer, ExitStatus>> = {
  safe: 0,
  "safe-with-changes": 1,
  "not-safe": 1,
  "cannot-tell": 2,
};

export async function runPlan(request: PlanRequest, { format, page }: Look<AnswerFormat>): Promise<Outcome> {
  const { needs, gbMonth, strict, input, change } = request;
  if (change?.directory !== undefined) await refuseFull(change.directory, change.force);
  const facts = await readFacts();
  const source = await readSource(input, facts);
  const { network } = source.reading;
  const seen = await readObserved(network, facts, request);
  const traffic = seen && { answer: seen, hours: hoursPerMonth };
  const conceived = conceive(network, facts, { needs, gbMonth, hoursPerMonth, strict, traffic });
  const { plan } = conceived;
  const status = statuses[plan.answer];
  if (change === undefined) return { status, text: planFormats[format](plan, page) };
  const { writeChange } = await import("./change/index.ts");
  const written = await writeChange({ ...change, inputs: input.paths }, source, facts, conceived);
  return { status, text: planFormats[format]({ ...plan, change: written }, page) };
}
