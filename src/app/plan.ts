/** `denat plan`: can these private subnets lose their NAT, what must change, what it costs; and the change, written down. */
import { conceive } from "../advice/index.ts";
import type { Conceived } from "../advice/index.ts";
import { boxesOf } from "../advice/picture/boxes.ts";
import type { Answer } from "../advice/plan.ts";
import type { TargetName } from "../emit/index.ts";
import { planFormats } from "../report/index.ts";
import { createReadMemory } from "../readers/memory.ts";
import type { ChangeReport, Language, PlanFormat } from "../report/index.ts";
import type { Facts } from "../facts/index.ts";
import { refuseFull } from "./change/directory.ts";
import { readFacts } from "./facts.ts";
import type { ExitStatus, InputRequest, Look, Outcome } from "./outcome.ts";
import { readSource } from "./reading.ts";
import type { Source } from "./reading.ts";
import { readObserved } from "./traffic/observed.ts";
import type { LogsRequest } from "./traffic/observed.ts";

export interface PlanQuestion extends LogsRequest {
  readonly input: InputRequest;
  /** Services the user declares to be needed. */
  readonly needs: readonly string[];
  readonly gbMonth: number | undefined;
  readonly strict: boolean;
}

export interface PlanRequest extends PlanQuestion {
  /** Of the page. */
  readonly language: Language;
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

export const statuses: Readonly<Record<Answer, ExitStatus>> = {
  safe: 0,
  "safe-with-changes": 1,
  "not-safe": 1,
  "cannot-tell": 2,
};

export async function runPlan(request: PlanRequest, { format, page }: Look<PlanFormat>): Promise<Outcome> {
  const { input, change, language } = request;
  if (change?.directory !== undefined) await refuseFull(change.directory, change.force);
  const facts = await readFacts();
  const source = await readSource(input, facts, { memory: change && createReadMemory() });
  const conceived = await conceptionOf(request, source, facts);
  const { plan } = conceived;
  const status = statuses[plan.answer];
  const written = change && (await write(change, input, source, facts, conceived));
  if (format !== "html") {
    const boxes = format === "markdown" && boxesOf(conceived).map((vpc) => vpc.boxes);
    const report = { ...plan, ...(written && { change: written }), ...(boxes && { boxes }) };
    return { status, text: planFormats[format](report, page) };
  }
  const { makePage } = await import("./report/page.ts");
  const asked = { language, inputs: input.paths, change: written };
  return { status, text: await makePage(asked, source, facts, conceived) };
}

/** The plan of a network, with what flow logs show of it. */
export async function conceptionOf(request: PlanQuestion, source: Source, facts: Facts): Promise<Conceived> {
  const { needs, gbMonth, strict } = request;
  const { network } = source.reading;
  const seen = await readObserved(network, facts, request);
  const traffic = seen && { answer: seen, hours: hoursPerMonth };
  return conceive(network, facts, { needs, gbMonth, hoursPerMonth, strict, traffic });
}

async function write(
  change: ChangeChoice,
  input: InputRequest,
  source: Source,
  facts: Facts,
  conceived: Conceived,
): Promise<ChangeReport> {
  const { writeChange } = await import("./change/index.ts");
  return writeChange({ ...change, inputs: input.paths }, source, facts, conceived);
}
