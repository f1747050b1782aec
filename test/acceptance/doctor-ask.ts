/** Asks `denat doctor ssm`, and holds every diagnosis to what is promised of all of them. */
import { expect } from "vitest";
import type { Check, Diagnosis, Overall } from "../../src/advice/doctor/diagnosis.ts";
import { denat, parseAnswer, wordsOf } from "./ask.ts";

export interface Asked {
  readonly workload?: string;
  readonly options?: string;
  readonly region?: string;
}

export async function doctor(
  files: Readonly<Record<string, string>>,
  { workload = "App", options = "", region }: Asked = {},
): Promise<Diagnosis> {
  const result = await denat(["doctor", "ssm", workload, ...wordsOf(options)], files, region);
  const answer = parseAnswer<Diagnosis>(result, "denat.doctor/1");
  expect(brokenPromises(answer, result.status)).toEqual([]);
  return answer;
}

const statusOf: Readonly<Record<Overall, number>> = {
  connects: 0,
  "does-not-connect": 1,
  "cannot-tell": 2,
};

function brokenPromises({ overall, checks, faults, unknowns }: Diagnosis, status: number): readonly string[] {
  const failing = checks.filter((check) => check.status === "fail");
  const isSpoiled = overall === "connects" && failing.length > 0;
  const symptoms = failing.filter(({ symptom }) => symptom !== null && symptom !== undefined);
  const promises: readonly (readonly [promise: string, kept: boolean])[] = [
    ["the exit status is that of the answer", status === (isSpoiled ? 1 : statusOf[overall])],
    ["ids are there once", new Set(checks.map(({ id }) => id)).size === checks.length],
    ["every check says something", checks.every(({ message, title }) => message !== "" && title !== "")],
    ["a failure has a cause, with a fix and an origin", failing.every(isExplained)],
    [
      "every failure is told as a fault",
      failing.every(({ id }) => faults.some((one) => one.checks.includes(id))),
    ],
    [
      "what cannot be told names what settles it",
      checks.every((one) => one.status !== "cannot-tell" || one.settledBy !== null),
    ],
    ["what cannot be told names what is missing", overall !== "cannot-tell" || unknowns.length > 0],
    ["something shows of a failure", failing.length === 0 || symptoms.length > 0],
    ["symptoms come with their delay", symptoms.every(({ delay }) => delay !== null)],
  ];
  return promises.flatMap(([promise, kept]) => (kept ? [] : [`broken: ${promise}`]));
}

function isExplained({ causes, code, fix, origin }: Check): boolean {
  return causes.length > 0 && causes[0]?.code === code && fix !== "" && origin !== "";
}

/** What is wrong, as `CODE component`; a missing endpoint by the service that it lacks. */
export function faultsIn({ faults }: Diagnosis): readonly string[] {
  return faults.map(({ code, component, lacks }) => `${code} ${lacks ?? component.id}`).sort();
}

/** Rows that fail, without the parts below them. */
export function failingRows({ checks }: Diagnosis): readonly string[] {
  return checks.filter(({ id, status }) => status === "fail" && !id.includes(".")).map(({ id }) => id);
}

export function checkOf({ checks }: Diagnosis, id: string): Check {
  const found = checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`no check ${id} among ${checks.map((one) => one.id).join(", ")}`);
  return found;
}

/** The one symptom that shows. */
export function symptomOf({ checks }: Diagnosis): string {
  return checks.flatMap(({ symptom }) => symptom ?? []).join("\n");
}
