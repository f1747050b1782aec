/**
 * Reports: an answer as text for a person, as the JSON that CONTRACT promises to a script, or for those who review a
 * change, as Markdown and SARIF.
 *
 * Decides words, order and layout only; every fact printed is in the answer it is given. Pure: the page's width and
 * colours come from whoever owns the terminal.
 */
import type { CostReport } from "../model/cost-answer.ts";
import type { TrafficAnswer } from "../model/traffic-answer.ts";
import type { FactsAnswer } from "../model/facts-answer.ts";
import type { PlanReport } from "./change.ts";
import {
  costJson,
  designsJson,
  differenceJson,
  doctorJson,
  dropJson,
  factsJson,
  planJson,
  readJson,
  rehearsalJson,
  traceJson,
  trafficJson,
} from "./json.ts";
import type { DoctorReport } from "./doctor-report.ts";
import type { ReadingSummary } from "./reading.ts";
import type { DifferenceReport } from "./difference.ts";
import { costMarkdown } from "./markdown/cost.ts";
import type { DesignsReport } from "./designs-report.ts";
import { designsMarkdown } from "./markdown/designs.ts";
import { designsText } from "./text/designs/index.ts";
import { costText } from "./text/cost.ts";
import { factsText } from "./text/facts.ts";
import { differenceText } from "./text/difference.ts";
import { doctorText } from "./text/doctor.ts";
import type { Page } from "./text/page.ts";
import { dropLine } from "./text/drop.ts";
import type { DropShown } from "./text/drop.ts";
import { planText } from "./text/plan.ts";
import { rehearsalHtml } from "./html/rehearsal.ts";
import { planMarkdown } from "./markdown/plan.ts";
import { traceMarkdown } from "./markdown/trace.ts";
import { trafficMarkdown } from "./markdown/traffic.ts";
import { phasesHtml } from "./html/phases-rehearsal.ts";
import type { PhasesRehearsal } from "./phases-rehearsal.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { planSarif, traceSarif } from "./sarif/answers.ts";
import { readText } from "./text/read.ts";
import { phasesText } from "./text/phases-rehearsal.ts";
import { rehearsalText } from "./text/rehearsal.ts";
import { traceText } from "./text/trace.ts";
import { trafficText } from "./text/traffic.ts";
import type { TraceReport } from "./trace-report.ts";

export type { PhaseCell, PhaseWorld, PhasesRehearsal, RehearsedPhase } from "./phases-rehearsal.ts";
export type { Rehearsal, RehearsalCell, RehearsalWorld, SignedAs } from "./rehearsal.ts";
export type { ChangeReport } from "./change.ts";
export type { DropShown } from "./text/drop.ts";
export { agentLines } from "./text/lab-agent.ts";
export { apiLines, labLines, noLabs } from "./text/lab.ts";
export { summarize } from "./reading.ts";
export type { DesignsReport } from "./designs-report.ts";
export type { TraceReport } from "./trace-report.ts";
export { layOut } from "./html/drawing/layout.ts";
export { generator as pageGenerator, reportHtml } from "./html/report/page.ts";
export type { PageAssets } from "./html/report/page.ts";
export type { Language } from "./html/report/page-data.ts";
export { answerSentence, headline } from "./text/headline.ts";
export type { Page, Paint, Style } from "./text/page.ts";
export { traceLine } from "./text/trace.ts";

export type Format = "text" | "json";
/** What goes beside a change in review: a comment, and findings at lines of the input. */
export type AnswerFormat = Format | "markdown" | "sarif";
export type PlanFormat = AnswerFormat | "html";
export type CostFormat = Format | "markdown";
export type RehearsalFormat = Format | "html";
export type TrafficFormat = Format | "markdown";
type Formats<Answer, Named extends string = Format> = Readonly<
  Record<Named, (answer: Answer, page: Page) => string>
>;

export const traceFormats: Formats<TraceReport, AnswerFormat> = {
  text: traceText,
  json: traceJson,
  markdown: traceMarkdown,
  sarif: traceSarif,
};
export const doctorFormats: Formats<DoctorReport> = { text: doctorText, json: doctorJson };
export const planFormats: Formats<PlanReport, AnswerFormat> = {
  text: planText,
  json: planJson,
  markdown: planMarkdown,
  sarif: planSarif,
};
export const costFormats: Formats<CostReport, CostFormat> = {
  text: costText,
  json: costJson,
  markdown: costMarkdown,
};
export const factsFormats: Formats<FactsAnswer> = { text: factsText, json: factsJson };
export const designsFormats: Formats<DesignsReport, CostFormat> = {
  text: designsText,
  json: designsJson,
  markdown: designsMarkdown,
};
export const differenceFormats: Formats<DifferenceReport> = { text: differenceText, json: differenceJson };
export const rehearsalFormats: Formats<Rehearsal, RehearsalFormat> = {
  text: rehearsalText,
  json: rehearsalJson,
  html: rehearsalHtml,
};
export const phasesFormats: Formats<PhasesRehearsal, RehearsalFormat> = {
  text: phasesText,
  json: rehearsalJson,
  html: phasesHtml,
};
export const trafficFormats: Formats<TrafficAnswer, TrafficFormat> = {
  text: trafficText,
  json: trafficJson,
  markdown: trafficMarkdown,
};
export const readFormats: Formats<ReadingSummary> = { text: readText, json: readJson };
/** A line for each packet, as it is dropped. */
export const dropFormats: Readonly<Record<Format, (drop: DropShown) => string>> = {
  text: dropLine,
  json: dropJson,
};
