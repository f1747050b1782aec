/** The page that is read first: the answer, the phases with what was proved of each, and what is left out. */
import type { Plan } from "../../advice/plan.ts";
import type { WrittenPhase } from "../written.ts";
import { directoryOf } from "./apply.ts";
import { actionTable } from "./checklist.ts";
import type { PageAid } from "./checklist.ts";
import { code, plain, table } from "./markup.ts";
import { proofLine } from "./proof.ts";

const statusWords = { written: "written", empty: "nothing to do", withheld: "**withheld**" } as const;

export function readme(
  plan: Plan,
  phases: readonly WrittenPhase[],
  { target }: PageAid,
  inputs: readonly string[],
): string {
  const lines = [
    "# Leaving the NAT gateway",
    "",
    `The change that denat plans for ${inputs.map(code).join(", ")}, as ${targetWords[target]}. The plan is **${plan.answer}**.`,
    "",
    "Do the phases in order, one at a time. Each can be undone, and each was read back: its text together with your input makes a network, in which every need of the plan was walked again.",
    "",
    ...table(
      ["phase", "what", "state", "read back"],
      phases.map((written) => [
        String(written.phase.number),
        written.status === "written"
          ? `[${written.phase.title}](${directoryOf(written)}/checklist.md)`
          : written.phase.title,
        statusWords[written.status],
        plain(proofLine(written)),
      ]),
    ),
    "",
    ...phases.flatMap((written) => phaseSection(written)),
    ...unknowns(plan),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

const targetWords = { terraform: "Terraform", cloudformation: "CloudFormation", cdk: "AWS CDK" } as const;

function phaseSection({ phase, status, why }: WrittenPhase): readonly string[] {
  const reasons = [...new Set([...why, ...phase.withheld])];
  if (phase.actions.length === 0 && reasons.length === 0) return [];
  return [
    `## ${phase.number}. ${phase.title}`,
    "",
    ...(status === "written" ? actionTable(phase.actions) : []),
    ...(reasons.length === 0 ? [] : ["", ...reasons.map((reason) => `- Left out: ${plain(reason)}`)]),
    "",
  ];
}

function unknowns({ vpcs }: Plan): readonly string[] {
  const missing = vpcs.flatMap((vpc) => vpc.unknowns);
  if (missing.length === 0) return [];
  return [
    "## What is not known",
    "",
    ...missing.map(({ fact, settledBy }) => `- ${plain(fact)}: ${code(settledBy)} tells`),
    "",
  ];
}
