/** The plan as a person reads it: the answer in one line, then what happens to whom, what to do, and what it costs. */
import type { EndpointAddition, PlannedNeed, VpcPlan } from "../../advice/plan.ts";
import type { PlanReport } from "../change.ts";
import { changeLines } from "./change.ts";
import { answerStyles, answerWord, headline } from "./headline.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import { observedLines } from "./observed.ts";
import type { Page } from "./page.ts";
import { planCostLines } from "./plan-cost.ts";
import { blockerLines } from "./trace.ts";
import { assumptionsSection, formatVia, unknownsSection, verdictLooks } from "./words.ts";
import { keptLines, keptTitle } from "./kept.ts";
import { foldAlike } from "./workloads.ts";

export function planText(plan: PlanReport, page: Page): string {
  return [
    headline(plan, page),
    ...plan.vpcs.flatMap((vpc) => vpcLines(page, vpc, plan.vpcs.length > 1)),
    ...observedLines(page, plan.observed),
    ...planCostLines(page, plan.cost),
    ...changeLines(page, plan.change),
    ...unknownsSection(page, distinct(plan.vpcs.flatMap(({ unknowns }) => unknowns))),
    ...assumptionsSection(page, distinct(plan.vpcs.flatMap(({ assumptions }) => assumptions))),
    "",
  ].join("\n");
}

function vpcLines(page: Page, vpc: VpcPlan, ofSeveral: boolean): readonly string[] {
  const about = vpcTitle(vpc);
  const blockers = vpc.blockers.flatMap((blocker) => blockerLines(page, blocker));
  return [
    "",
    ...paragraph(page, ofSeveral ? ownAnswer(vpc) : { text: "" }, { text: about, style: "strong" }),
    ...needsTable(page, vpc),
    ...section(page, "Blockers", blockers),
    ...section(page, keptTitle, keptLines(page, vpc)),
    ...endpointSections(page, vpc),
    ...section(page, "Others that the change touches", bystanderLines(page, vpc)),
  ];
}

export function vpcTitle({ id, region, nats }: VpcPlan): string {
  const names = nats.map((nat) => (nat.kind === "zonal" ? nat.id : `${nat.id} (${nat.kind})`)).join(", ");
  return [id, region, names === "" ? "no NAT" : `NAT ${names}`].join(", ");
}

function ownAnswer({ answer }: VpcPlan): Cell {
  return { text: `${answerWord(answer)}  `, style: answerStyles[answer] };
}

export const needColumns = ["workload", "service", "today", "without NAT", "after", "needed because"].map(
  (title) => ({
    title,
    align: "left" as const,
  }),
);
/** Below this the reasons would squeeze the verdicts; they stand beside the endpoints as well. */
const widthForReasons = 100;

/** Where evidence stands is told below the table, by number: paths are longer than a column is wide. */
function needsTable(page: Page, vpc: VpcPlan): readonly string[] {
  const folded = foldAlike(vpc.workloads);
  const origins = [...new Set(folded.flatMap(({ workload }) => workload.needs.map(({ origin }) => origin)))];
  const told = origins.filter((origin) => origin !== "");
  const rows = needRows(vpc, (origin) => `[${told.indexOf(origin) + 1}]`);
  if (rows.length === 0) return [];
  if (page.width < widthForReasons) return ["", ...table(page, needColumns.slice(0, -1), rows)];
  const notes = told.flatMap((origin, index) =>
    paragraph(page, { text: `  [${index + 1}] `, style: "faint" }, { text: origin, style: "faint" }),
  );
  return ["", ...table(page, needColumns, rows), ...(notes.length === 0 ? [] : ["", ...notes])];
}

/** `place` writes where the evidence of a need stands. */
export function needRows(
  { workloads }: VpcPlan,
  place: (origin: string) => string,
): readonly (readonly Cell[])[] {
  return foldAlike(workloads).flatMap(({ workload, others }) =>
    workload.needs.map((need, index): readonly Cell[] => [
      { text: index > 0 ? "" : others === 0 ? workload.id : `${workload.id} and ${others} like it` },
      ...needCells(need, place),
    ]),
  );
}

function needCells(need: PlannedNeed, place: (origin: string) => string): readonly Cell[] {
  const { service, today, withoutNat, after, why, origin } = need;
  return [
    { text: service },
    wayCell(today),
    lossCell(withoutNat),
    wayCell(after),
    { text: origin === "" ? why : `${why} ${place(origin)}`, style: "faint" },
  ];
}

function wayCell({ verdict, via }: PlannedNeed["today"]): Cell {
  const works = verdict === "reachable" && via !== null;
  return verdictCell(verdict, works ? via.kind : verdict);
}

/** What a person would notice, where something is sure to break. */
function lossCell({ verdict, symptom }: PlannedNeed["withoutNat"]): Cell {
  // What the symptom looks like in this or that client stands in brackets, and in `trace`.
  const [short = verdict] = (symptom ?? verdict).split(" (");
  return verdictCell(verdict, verdict === "blocked" ? short : verdict);
}

function verdictCell(verdict: PlannedNeed["today"]["verdict"], text: string): Cell {
  const { mark, style } = verdictLooks[verdict];
  return { text: `${mark} ${text}`, style };
}

function endpointSections(page: Page, { endpoints }: VpcPlan): readonly string[] {
  const { add, change, present, remove } = endpoints;
  const group = groupText(endpoints);
  return [
    ...section(page, "Endpoints to add", [
      ...add.flatMap((endpoint) => additionLines(page, endpoint)),
      ...(group === "" ? [] : paragraph(page, { text: "  + ", style: "good" }, { text: group })),
    ]),
    ...section(
      page,
      "Endpoints to change",
      change.flatMap(({ id, service, change: what, because }) => [
        ...paragraph(page, { text: "  ~ ", style: "doubtful" }, { text: `${service}, ${id}: ${what}` }),
        ...paragraph(page, { text: "      " }, { text: because, style: "faint" }),
      ]),
    ),
    ...section(
      page,
      "Endpoints already there",
      present.flatMap(({ id, service, type }) =>
        paragraph(page, { text: "  = " }, { text: `${service} (${type}), ${id}` }),
      ),
    ),
    ...section(
      page,
      "Endpoints that nothing needs",
      remove.flatMap(({ id, service, because }) =>
        paragraph(page, { text: "  - ", style: "bad" }, { text: `${service}, ${id}: ${because}` }),
      ),
    ),
  ];
}

/** The group that the proposed interface endpoints share; empty where there are none. */
export function groupText({ securityGroup }: VpcPlan["endpoints"]): string {
  if (securityGroup === undefined) return "";
  const { ports, admits } = securityGroup;
  return `security group for them: admits tcp ${ports.join(", ")} from ${admits.join(", ")}`;
}

export function placesText({ type, routeTables, subnets }: EndpointAddition): string {
  const places = type === "gateway" ? routeTables : subnets;
  return `${type === "gateway" ? "on route tables" : "in subnets"} ${places.join(", ")}`;
}

function additionLines(page: Page, addition: EndpointAddition): readonly string[] {
  const { service, type, because } = addition;
  const what = `${service} (${type}) ${placesText(addition)}`;
  return [
    ...paragraph(page, { text: "  + ", style: "good" }, { text: what }),
    ...because.flatMap((reason) => paragraph(page, { text: "      " }, { text: reason, style: "faint" })),
  ];
}

function bystanderLines(page: Page, { bystanders }: VpcPlan): readonly string[] {
  return bystanders.flatMap((bystander) => {
    const { mark, style } = verdictLooks[bystander.after];
    return paragraph(page, { text: `  ${mark} `, style }, { text: bystanderText(bystander) });
  });
}

export function bystanderText(bystander: VpcPlan["bystanders"][number]): string {
  const { id, service, before, after, codes, via, because } = bystander;
  const codeText = codes.length === 0 ? "" : ` (${codes.join(", ")})`;
  const wayText = via === null || after === "blocked" ? "" : ` by ${formatVia(via)}`;
  const whyText = because === "" ? "" : `: ${because}`;
  return `${id} → ${service}: ${before} today, ${after} afterwards${wayText}${codeText}${whyText}`;
}

export function distinct<T>(facts: readonly T[]): readonly T[] {
  return [...new Map(facts.map((fact) => [JSON.stringify(fact), fact])).values()];
}
