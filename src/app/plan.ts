/** `denat plan`: can these private subnets lose their NAT, what must change, what it costs. */
import { plan } from "../advice/index.ts";
import type { Answer } from "../advice/plan.ts";
import { planFormats } from "../report/index.ts";
import type { AnswerFormat } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { readReading } from "./reading.ts";

export interface PlanRequest {
  readonly input: InputRequest;
  /** Services the user declares to be needed. */
  readonly needs: readonly string[];
  readonly gbMonth: number | undefined;
  readonly strict: boolean;
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
  const { needs, gbMonth, strict } = request;
  const facts = await readFacts();
  const { network } = await readReading(request.input, facts);
  const answer = plan(network, facts, { needs, gbMonth, hoursPerMonth, strict });
  return { status: statuses[answer.answer], text: planFormats[format](answer, page) };
}
