/** The plan's answer in one line: the verdict, what it rests on, and what it does to the bill. */
import type { Answer, Plan, VpcPlan } from "../../advice/plan.ts";
import { printable } from "./page.ts";
import type { Page, Style } from "./page.ts";
import { count, list, money } from "./words.ts";

export const answerStyles: Readonly<Record<Answer, Style>> = {
  safe: "good",
  "safe-with-changes": "good",
  "not-safe": "bad",
  "cannot-tell": "doubtful",
};

export function answerWord(answer: Answer): string {
  return answer.replaceAll("-", " ").toUpperCase();
}

/** Never wrapped: whoever greps the first line has the answer. */
export function headline(plan: Plan, { paint }: Page): string {
  const word = paint(answerStyles[plan.answer], `${answerWord(plan.answer)}:`);
  return `${word} ${printable(answerSentence(plan))}`;
}

export function answerSentence(plan: Plan): string {
  return `${sentences[plan.answer](plan)}${moneyClause(plan)}.`;
}

const sentences: Readonly<Record<Answer, (plan: Plan) => string>> = {
  safe: (plan) =>
    natsOf(plan) === 0
      ? `${subject(plan)} has no NAT, and every need that denat found is met`
      : `${subject(plan)} can lose ${natNoun(plan)} as it stands`,
  "safe-with-changes": (plan) =>
    natsOf(plan) === 0
      ? `${subject(plan)} has no NAT; its needs are met once ${changes(plan)}`
      : `${subject(plan)} can lose ${natNoun(plan)} once ${changes(plan)}`,
  "not-safe": (plan) => `${brokenNeeds(plan)} would not work without NAT, whatever endpoints are added`,
  "cannot-tell": firstUnknown,
};

const natsOf = ({ vpcs }: Plan) => vpcs.reduce((sum, { nats }) => sum + nats.length, 0);

function subject({ vpcs }: Plan): string {
  return vpcs.length === 1 ? (vpcs[0]?.id ?? "") : count(vpcs.length, "VPC");
}

function natNoun(plan: Plan): string {
  const nats = plan.vpcs.flatMap((vpc) => vpc.nats);
  const noun = nats.every(({ kind }) => kind === "instance") ? "NAT instance" : "NAT gateway";
  const its = plan.vpcs.length === 1 ? "its" : "their";
  return nats.length === 1 ? `${its} ${noun}` : `${its} ${count(nats.length, noun)}`;
}

function changes({ vpcs }: Plan): string {
  const added = vpcs.flatMap(({ endpoints }) => endpoints.add);
  const gateways = added.filter(({ type }) => type === "gateway").length;
  const interfaces = added.length - gateways;
  const removed = vpcs.flatMap(({ endpoints }) => endpoints.remove).length;
  const parts = [
    ...(interfaces > 0 ? [count(interfaces, "interface endpoint")] : []),
    ...(gateways > 0 ? [count(gateways, "gateway endpoint")] : []),
  ];
  const adding = parts.length === 0 ? [] : [`${list(parts)} ${added.length === 1 ? "is" : "are"} added`];
  const removing = removed === 0 ? [] : [`${count(removed, "endpoint")} removed`];
  const done = [...adding, ...removing];
  return done.length === 0 ? "the changes below are made" : list(done);
}

function brokenNeeds({ vpcs }: Plan): string {
  const broken = vpcs.flatMap(brokenIn);
  const services = [...new Set(broken.map(({ service }) => service))];
  const workloads = new Set(broken.map(({ workload }) => workload));
  if (broken.length === 0) return "Some need";
  return `${list(services.slice(0, 3))}${services.length > 3 ? ` and ${services.length - 3} more` : ""} (for ${count(workloads.size, "workload")})`;
}

/** The needs of `vpc` that would not be met afterwards. */
function brokenIn({
  workloads,
}: VpcPlan): readonly { readonly workload: string; readonly service: string }[] {
  return workloads.flatMap(({ id, needs }) =>
    needs
      .filter(({ after }) => after.verdict === "blocked" || after.verdict === "partial")
      .map(({ service }) => ({ workload: id, service })),
  );
}

function firstUnknown({ vpcs }: Plan): string {
  const facts = [...new Set(vpcs.flatMap(({ unknowns }) => unknowns.map(({ fact }) => fact)))];
  const [first] = facts;
  if (first === undefined) return "a fact is missing";
  return facts.length === 1
    ? `one fact is missing, ${first}`
    : `${facts.length} facts are missing, the first is ${first}`;
}

function moneyClause({ answer, cost }: Plan): string {
  if (answer === "not-safe" || answer === "cannot-tell" || cost.savingMonthly === null) return "";
  if (cost.lines.length === 0) return "";
  const traffic = cost.gbMonth === undefined ? " before traffic" : "";
  const amount = `${money(Math.abs(cost.savingMonthly))} USD a month${traffic}`;
  if (Math.abs(cost.savingMonthly) < 0.005) return "; the bill stays the same";
  return cost.savingMonthly > 0 ? `; that saves ${amount}` : `; that costs ${amount} more`;
}
