/** The diagnosis as a person reads it: the answer, every check in the order it is met, every cause with its fix, what shows of it. */
import type { Check, CheckStatus, Fault, Overall } from "../../advice/doctor/diagnosis.ts";
import type { DoctorReport } from "../doctor-report.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Cell } from "./layout.ts";
import type { Page, Style } from "./page.ts";
import { blockerLines } from "./trace.ts";
import { assumptionsSection, list, unknownsSection } from "./words.ts";

const answers: Readonly<Record<Overall, { readonly word: string; readonly style: Style }>> = {
  connects: { word: "CONNECTS", style: "good" },
  "does-not-connect": { word: "DOES NOT CONNECT", style: "bad" },
  "cannot-tell": { word: "CANNOT TELL", style: "doubtful" },
};

const marks: Readonly<Record<CheckStatus, { readonly mark: string; readonly style: Style }>> = {
  pass: { mark: "✓", style: "good" },
  fail: { mark: "✗", style: "bad" },
  "cannot-tell": { mark: "?", style: "doubtful" },
  "not-needed": { mark: "·", style: "faint" },
};

export function doctorText({ asked, diagnosis }: DoctorReport, page: Page): string {
  const { overall, workload, region, checks, faults, unknowns, assumptions } = diagnosis;
  const { word, style } = answers[overall];
  const question = [
    `Session Manager → ${workload.id}`,
    region,
    ...(asked.withoutNat ? ["without NAT"] : []),
    ...(overall === "connects" && faults.length > 0 ? ["with faults"] : []),
  ].join(", ");
  return [
    ...paragraph(page, { text: `${word}  `, style }, { text: question }),
    ...section(page, "Checks", checkRows(page, checks)),
    ...section(
      page,
      "Causes",
      faults.flatMap((fault) => causeLines(page, fault)),
    ),
    ...section(page, "What shows of it", symptomLines(page, diagnosis)),
    ...unknownsSection(page, unknowns),
    ...assumptionsSection(page, assumptions),
    "",
  ].join("\n");
}

const columns = [
  { title: "", align: "left" },
  { title: "", align: "left" },
  { title: "", align: "left" },
  { title: "", align: "left" },
] as const;

function checkRows(page: Page, checks: readonly Check[]): readonly string[] {
  const rows = checks.map((check): readonly Cell[] => {
    const { id, title, status, origin, settledBy } = check;
    const { mark, style } = marks[status];
    const message = summaryOf(check, checks);
    const isBelow = id.includes(".");
    const more = status === "cannot-tell" && settledBy !== undefined ? ` (${settledBy})` : "";
    return [
      { text: mark, style },
      { text: isBelow ? `  ${title}` : title, ...(isBelow ? { style: "faint" } : {}) },
      { text: `${message}${more}`, ...(status === "not-needed" ? { style: "faint" } : {}) },
      { text: origin ?? "", style: "faint" },
    ];
  });
  return table(page, columns, rows);
}

/** Of a service that fails: where; what is wrong there stands below. */
function summaryOf({ id, status, message }: Check, checks: readonly Check[]): string {
  const below = checks.filter((one) => one.id.startsWith(`${id}.`) && one.status === status);
  return status === "fail" && below.length > 0
    ? `fails at ${list(below.map(({ title }) => title))}`
    : message;
}

function causeLines(page: Page, fault: Fault): readonly string[] {
  const rows = [...new Set(fault.checks.map((id) => id.split(".")[0] ?? id))];
  return [
    ...blockerLines(page, fault),
    ...paragraph(page, { text: "    fails: ", style: "faint" }, { text: list(rows) }),
  ];
}

function symptomLines(page: Page, { checks, restartAgent }: DoctorReport["diagnosis"]): readonly string[] {
  const shown = checks.filter(({ symptom }) => symptom !== undefined);
  return [
    ...shown.flatMap(({ title, symptom = "", delay = "" }) => [
      ...paragraph(page, { text: `  ${title}: `, style: "strong" }, { text: symptom }),
      ...paragraph(page, { text: "    when: ", style: "faint" }, { text: delay }),
    ]),
    ...(restartAgent ? paragraph(page, { text: "  then: ", style: "good" }, { text: restart }) : []),
  ];
}

const restart =
  "once it is mended, restart the agent, which may sleep for up to 60 minutes: sudo systemctl restart amazon-ssm-agent, or reboot the instance";
