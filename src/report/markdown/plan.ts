/** The plan as a comment in review: the answer, what happens to whom, what to do, and what it costs. */
import type { KeptHost, Plan, VpcPlan } from "../../advice/plan.ts";
import type { PlanReport } from "../change.ts";
import { billColumns } from "../text/bill.ts";
import { planCostNotes, planCostRows, planCostTitle } from "../text/plan-cost.ts";
import { answerSentence, answerWord } from "../text/headline.ts";
import {
  bystanderText,
  distinct,
  groupText,
  needColumns,
  needRows,
  placesText,
  vpcTitle,
} from "../text/plan.ts";
import { keptHeading, keptReason, keptTitle, foldKept } from "../text/kept.ts";
import { hostColumns, hostRows, observedSentence, observedTitle } from "../text/observed.ts";
import { drawings } from "./drawings.ts";
import { assumedTitle, blockerItem, factItem, unknownTitle } from "./items.ts";
import { folded, section, table, text } from "./markup.ts";

export function planMarkdown(plan: PlanReport): string {
  const drawn = drawings(plan.boxes ?? []);
  const { answer, vpcs, cost } = plan;
  const unknowns = distinct(vpcs.flatMap((vpc) => vpc.unknowns));
  const assumptions = distinct(vpcs.flatMap((vpc) => vpc.assumptions));
  return [
    `## denat: ${answerWord(answer)}`,
    "",
    text(answerSentence(plan)),
    ...vpcs.flatMap((vpc, index) => [...vpcLines(vpc, vpcs.length > 1), ...(drawn[index] ?? [])]),
    ...section(unknownTitle, unknowns.map(factItem)),
    ...observedItems(plan.observed),
    ...costLines(cost),
    ...folded(assumedTitle, assumptions.map(factItem)),
    "",
  ].join("\n");
}

function observedItems(observed: Plan["observed"]): readonly string[] {
  if (observed === undefined) return [];
  return section(observedTitle, [
    text(observedSentence(observed)),
    "",
    ...table(hostColumns, hostRows(observed.hosts)),
  ]);
}

function vpcLines(vpc: VpcPlan, ofSeveral: boolean): readonly string[] {
  const title = ofSeveral ? `${answerWord(vpc.answer)}: ${vpcTitle(vpc)}` : vpcTitle(vpc);
  return [
    "",
    `### ${text(title)}`,
    "",
    ...table(
      needColumns,
      needRows(vpc, (origin) => `(${origin})`),
    ),
    ...section("Endpoints to add", additionLines(vpc)),
    ...section("Endpoints to change", vpc.endpoints.change.map(changeItem)),
    ...section("Endpoints that nothing needs", vpc.endpoints.remove.map(removalItem)),
    ...section("Blockers", vpc.blockers.map(blockerItem)),
    ...section(keptTitle, foldKept(vpc.keepsNat).map(keptItem)),
    ...section(
      "Others that the change touches",
      vpc.bystanders.map((one) => `- ${text(bystanderText(one))}`),
    ),
  ];
}

const additionColumns = ["service", "type", "where", "because"].map((title) => ({
  title,
  align: "left" as const,
}));

function additionLines({ endpoints }: VpcPlan): readonly string[] {
  const rows = endpoints.add.map((addition) => [
    { text: addition.service },
    { text: addition.type },
    { text: placesText(addition) },
    { text: addition.because.join("; ") },
  ]);
  const group = groupText(endpoints);
  const lines = table(additionColumns, rows);
  return group === "" ? lines : [...lines, "", `With a ${text(group)}.`];
}

function changeItem({ id, service, change, because }: VpcPlan["endpoints"]["change"][number]): string {
  return `- ${text(`${service}, ${id}: ${change}`)}<br>${text(because)}`;
}

function keptItem(folded: readonly [KeptHost, ...KeptHost[]]): string {
  const [first] = folded;
  const reasons = folded.map((one) => `<br>${text(keptReason(one))}`).join("");
  const instead = first.alternatives.map((one) => `<br>**Instead:** ${text(one)}`).join("");
  return `- ${text(keptHeading(first))}${reasons}${instead}`;
}

function removalItem({ id, service, because }: VpcPlan["endpoints"]["remove"][number]): string {
  return `- ${text(`${service}, ${id}: ${because}`)}`;
}

function costLines(cost: Plan["cost"]): readonly string[] {
  if (cost.lines.length === 0) return [];
  const rows = table(billColumns(cost), planCostRows(cost));
  return section(planCostTitle(cost), [...rows, "", text(planCostNotes(cost).join(" "))]);
}
