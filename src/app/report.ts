/** `denat report`: the plan as one page to look at, which opens without a network. */
import { headline } from "../report/index.ts";
import type { Language, Page } from "../report/index.ts";
import { readFacts } from "./facts.ts";
import type { Outcome } from "./outcome.ts";
import { conceptionOf, statuses } from "./plan.ts";
import type { PlanQuestion } from "./plan.ts";
import { readSource } from "./reading.ts";
import { refuseTaken, writePage } from "./report/file.ts";
import { makePage } from "./report/page.ts";

export interface ReportRequest extends PlanQuestion {
  /** Where it is written. */
  readonly out: string;
  readonly language: Language;
  /** Replaces an earlier report. */
  readonly force: boolean;
}

export async function runReport(request: ReportRequest, page: Page): Promise<Outcome> {
  const { input, out, language, force } = request;
  await refuseTaken(out, force);
  const facts = await readFacts();
  const source = await readSource(input, facts);
  const conceived = await conceptionOf(request, source, facts);
  const text = await makePage({ language, inputs: input.paths, change: undefined }, source, facts, conceived);
  await writePage(out, text);
  const { plan } = conceived;
  return { status: statuses[plan.answer], text: `${headline(plan, page)} Written to ${out}.\n` };
}
