/** Puts questions to the command line in process, and holds every answer to what CONTRACT.md promises of all answers. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { run } from "../../src/cli/run.ts";
import type { MissingFact, Step, Trace, Verdict, ViaKind } from "../../src/model/answer.ts";
import { region, template } from "./estate.ts";

export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One question to `denat trace` and what AWS documents as its answer. */
export interface TraceCase {
  /** What the case is about, with the rule of the specification or the report of a user behind it. */
  readonly name: string;
  /** Changes to the estate, or `files` for an input of another form. */
  readonly change?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly to: string;
  readonly options?: string;
  readonly verdict: Verdict;
  readonly via?: ViaKind | readonly ViaKind[];
  /** Codes that the explanations must hold; `A|B` for either, `DNS_*` for any of that family. */
  readonly codes?: readonly string[];
  /** The stage where a step of either leg drops, or does not know. */
  readonly stage?: Step["stage"];
  readonly leg?: "forward" | "return";
  /** What an unknown must say settles it. */
  readonly settledBy?: RegExp;
  readonly assumes?: RegExp;
}

/** Answers that many cases share. */
export const byEndpoint = { verdict: "reachable", via: "interface-endpoint" } as const;
export const byNat = { verdict: "reachable", via: "nat-gateway" } as const;
/** The name has public addresses still, and without NAT no route leads there. */
export const notCovered = {
  options: "--without-nat",
  verdict: "blocked",
  codes: ["NO_ROUTE_TO_DESTINATION"],
} as const;

/** One test for each case: what the answer lacks of what the row and the contract say. */
export function traces(cases: readonly TraceCase[]): void {
  it.each(cases.map((row) => [row.name, row] as const))("%s", async (_, row) => {
    const { from = "App", to, options = "" } = row;
    const files = row.files ?? { "template.yaml": template(row.change ?? "") };
    const result = await denat(["trace", "--from", from, "--to", to, ...wordsOf(options)], files);
    const answer = parseAnswer<Trace>(result, "denat.trace/1");
    const faults = [...wrongAnswers(row, answer), ...brokenPromises(answer, result.status)];
    expect(faults.length === 0 ? [] : [...faults, summaryOf(answer)]).toEqual([]);
  });
}

/** The answer without its walks, for the reader of a failure. */
function summaryOf(answer: Trace): string {
  return JSON.stringify({ ...answer, forward: undefined, return: undefined }, null, 1);
}

export function wordsOf(options: string): readonly string[] {
  return options.split(" ").filter((word) => word !== "");
}

/** Whatever a row names is asked for: an expectation that its verdict leaves no room for fails. */
function wrongAnswers(row: TraceCase, answer: Trace): readonly string[] {
  if (answer.verdict !== row.verdict) return [`${answer.verdict} instead of ${row.verdict}`];
  return [
    ...wrongVia(row, answer),
    ...wrongAssumptions(row, answer),
    ...wrongExplanations(row, answer),
    ...wrongStage(row, answer),
    ...wrongUnknowns(row, answer),
  ];
}

function wrongVia({ via }: TraceCase, answer: Trace): readonly string[] {
  const found = answer.via?.kind;
  if (via === undefined || (found !== undefined && [via].flat().includes(found))) return [];
  return [`by ${found ?? "no way"} instead of ${[via].flat().join(" or ")}`];
}

function wrongAssumptions({ assumes }: TraceCase, { assumptions }: Trace): readonly string[] {
  return assumes === undefined || assumes.test(textOf(assumptions)) ? [] : [`does not assume ${assumes}`];
}

function wrongExplanations({ codes = [], leg }: TraceCase, { explanations }: Trace): readonly string[] {
  const missing = codes.filter((wanted) => !explanations.some(({ code }) => matchesCode(code, wanted)));
  const legs = explanations.map((one) => one.leg);
  return [
    ...missing.map((code) => `no explanation with ${code}`),
    ...(leg === undefined || legs.includes(leg) ? [] : [`no explanation of the ${leg} leg`]),
  ];
}

function matchesCode(found: string, wanted: string): boolean {
  return wanted
    .split("|")
    .some((one) => (one.endsWith("*") ? found.startsWith(one.slice(0, -1)) : found === one));
}

const outcomeOf: Readonly<Record<Verdict, Step["outcome"]>> = {
  reachable: "pass",
  blocked: "drop",
  partial: "drop",
  unknown: "unknown",
};

function wrongStage({ stage, verdict }: TraceCase, answer: Trace): readonly string[] {
  const outcome = outcomeOf[verdict];
  const steps = [...answer.forward, ...answer.return].filter((step) => step.outcome === outcome);
  if (stage === undefined || steps.some((step) => step.stage === stage)) return [];
  return [
    `no step at ${stage} has the outcome ${outcome}, only ${steps.map((step) => step.stage).join(" ")}`,
  ];
}

function wrongUnknowns({ settledBy }: TraceCase, answer: Trace): readonly string[] {
  if (settledBy === undefined || settledBy.test(textOf(answer.unknowns))) return [];
  return [`no unknown is settled by ${settledBy}`];
}

function textOf(facts: readonly MissingFact[]): string {
  return facts.map(({ fact, settledBy }) => `${fact}: ${settledBy}`).join("\n");
}

const statusOf: Readonly<Record<Verdict, number>> = { reachable: 0, blocked: 1, partial: 1, unknown: 2 };

/** What the contract promises of every trace, whatever was asked. */
function brokenPromises(answer: Trace, status: number): readonly string[] {
  const { verdict, explanations, unknowns, assumptions } = answer;
  const texts = [
    ...explanations.flatMap(({ component, message, fix, origin }) => [
      component.kind,
      component.id,
      message,
      fix,
      origin,
    ]),
    ...[...unknowns, ...assumptions].flatMap(({ fact, settledBy }) => [fact, settledBy]),
    ...[...answer.forward, ...answer.return].flatMap(({ rule, origin }) => [rule, origin]),
  ];
  const promises: readonly (readonly [string, boolean])[] = [
    ["the exit status is that of the verdict", status === statusOf[verdict]],
    ["codes are words in capitals", explanations.every(({ code }) => /^[A-Z][A-Z0-9_]+$/.test(code))],
    ["no text is empty", texts.every((text) => text !== "")],
    ["what is reachable has no blocker", verdict !== "reachable" || explanations.length === 0],
    ["what is reachable has no unknown", verdict !== "reachable" || unknowns.length === 0],
    ["what is reachable leaves by some way", verdict !== "reachable" || answer.via !== null],
    ["what is blocked says why", verdict !== "blocked" || explanations.length > 0],
    ["what is unknown says what is missing", verdict !== "unknown" || unknowns.length > 0],
  ];
  return promises.flatMap(([promise, kept]) => (kept ? [] : [`broken: ${promise}`]));
}

/** Runs denat on `inputs` among the files, all of them by default, with the Region of the estate. */
export async function denat(
  args: readonly string[],
  files: Readonly<Record<string, string>>,
  inRegion: string = region,
  inputs: readonly string[] = ["."],
): Promise<Run> {
  const directory = mkdtempSync(join(tmpdir(), "denat-acceptance-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  const firstOption = args.findIndex((word) => word.startsWith("--"));
  const names = firstOption < 0 ? args : args.slice(0, firstOption);
  const options = args.slice(names.length);
  const printed = { stdout: "", stderr: "" };
  const status = await run(
    [
      ...names,
      ...inputs.map((path) => join(directory, path)),
      ...options,
      "--region",
      inRegion,
      "--format",
      "json",
    ],
    {
      stdin: noInput(),
      write: (text) => (printed.stdout += text),
      writeError: (text) => (printed.stderr += text),
      page: { width: 120, paint: (_, text) => text },
      debug: true,
    },
  );
  return { status, ...printed };
}

async function* noInput(): AsyncGenerator<Uint8Array> {}

/** The answer of a run that could run, in the shape its schema names. */
export function parseAnswer<T>({ status, stdout, stderr }: Run, schema: string): T {
  if (status === 3) throw new Error(stderr);
  const answer = JSON.parse(stdout) as T & { readonly schema: string };
  if (answer.schema !== schema) throw new Error(`${answer.schema} instead of ${schema}`);
  return answer;
}
