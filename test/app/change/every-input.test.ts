// Whatever input the repository holds is either changed as promised, or refused in one line.
import { cpSync, existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { kindsAmong } from "../../../src/readers/index.ts";
import type { InputKind } from "../../../src/readers/index.ts";
import { parseHcl } from "../../../src/readers/terraform/applied/parse.ts";
import { applyPatch, applyPhases, denat, directoryOf } from "./changed.ts";

const root = join(import.meta.dirname, "../../..");
const places = ["test/fixtures", "examples"];
/** Logs of traffic are no input. */
const mostBytes = 2_000_000;

interface Input {
  /** Relative to the repository: a file, or a directory that is one input. */
  readonly path: string;
  readonly kind: InputKind;
}

/** Templates and plans each by themselves; answers and assemblies by their directories, for one file of them is a part. */
async function inputsIn(directory: string): Promise<readonly Input[]> {
  const entries = readdirSync(directory, { withFileTypes: true });
  const files = entries.filter((one) => one.isFile() && /\.(?:json|ya?ml|template)$/.test(one.name));
  const read = files
    .map(({ name }) => join(directory, name))
    .filter((path) => statSync(path).size < mostBytes)
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
  const found: Input[] = [];
  for (const file of read) {
    for (const kind of await kindsAmong([file]))
      if (kind !== "answers") found.push({ path: relative(root, file.path), kind });
  }
  const together = await kindsAmong(read);
  const isWhole = together.has("cdk") || (found.length === 0 && together.has("answers"));
  if (isWhole) found.push({ path: relative(root, directory), kind: together.has("cdk") ? "cdk" : "answers" });
  const inner = entries.filter((one) => one.isDirectory());
  const deeper = await Promise.all(inner.map(({ name }) => inputsIn(join(directory, name))));
  return [...found, ...deeper.flat()];
}

const inputs = (await Promise.all(places.map((place) => inputsIn(join(root, place))))).flat();

interface Copy {
  readonly input: string;
  readonly out: string;
  /** Where code may be written for what has none. */
  readonly code: string;
}

/** The input, and what lies beside it, where patches may be applied. */
function copyOf({ path }: Input): Copy {
  const copied = directoryOf({ "code/main.tf": "# nothing yet\n" });
  const whole = join(root, path);
  const isFile = statSync(whole).isFile();
  const [from, to] = [isFile ? dirname(whole) : whole, join(copied, isFile ? "in" : `in/${basename(whole)}`)];
  cpSync(from, to, { recursive: true });
  const input = isFile ? join(to, basename(whole)) : to;
  return { input, out: join(copied, "out"), code: join(copied, "code") };
}

interface Report {
  readonly answer: string;
  readonly vpcs: readonly {
    readonly nats: readonly unknown[];
    readonly workloads: readonly {
      readonly id: string;
      readonly needs: readonly { readonly service: string; readonly after: { readonly verdict: string } }[];
    }[];
  }[];
  readonly change?: {
    readonly as: string;
    readonly phases: readonly {
      readonly number: number;
      readonly status: "written" | "empty" | "withheld";
      readonly why: readonly string[];
      readonly worse: readonly string[];
    }[];
  };
}

async function planned(input: string, ...options: readonly string[]) {
  const { status, stdout, stderr } = await denat(
    "plan",
    input,
    "--region",
    "ap-northeast-1",
    "--format",
    "json",
    ...options,
  );
  return { status, stderr, report: stdout === "" ? undefined : (JSON.parse(stdout) as Report) };
}

/** What each workload gets of each service. */
const fares = ({ vpcs }: Report) =>
  vpcs.flatMap(({ workloads }) =>
    workloads.flatMap(({ id, needs }) =>
      needs.map(({ service, after }) => `${id} ${service} ${after.verdict}`),
    ),
  );

/** The directories of phases that were written, in their order. */
const phasesIn = (out: string) =>
  readdirSync(out)
    .filter((name) => /^[1-6]-/.test(name))
    .sort();

const textsOf = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(directory, { recursive: true, encoding: "utf8" })
      .map((name) => join(directory, name))
      .filter((path) => statSync(path).isFile())
      .map((path) => [path, readFileSync(path, "utf8")]),
  );

const codeTargets: Readonly<Record<InputKind, readonly string[]>> = {
  cloudformation: ["cloudformation"],
  cdk: ["cdk", "cloudformation"],
  terraform: ["terraform"],
  answers: ["terraform"],
};
const targets = ["terraform", "cloudformation", "cdk"];

describe("every input of the repository", () => {
  it("is found, of each kind", () => {
    expect(new Set(inputs.map(({ kind }) => kind))).toEqual(
      new Set(["cloudformation", "cdk", "terraform", "answers"]),
    );
  });

  it.each(inputs.flatMap((input) => codeTargets[input.kind].map((as) => ({ ...input, as }))))(
    "$path as $as is changed as promised and back, or refused in one line",
    async ({ as, ...one }) => {
      const copy = copyOf(one);
      const { input, out } = copy;
      const source = one.kind === "answers" ? ["--source", copy.code] : [];
      const { status, stderr, report } = await planned(input, "--out", out, "--as", as, ...source);
      if (report === undefined) {
        expect([status, stderr.trimEnd().split("\n").length]).toEqual([3, 1]);
        expect(existsSync(out)).toBe(false);
        return;
      }
      const phases = report.change?.phases ?? [];
      expect(phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
      for (const { status: state, why, worse } of phases)
        expect(state === "withheld" ? why.length > 0 : worse.length === 0).toBe(true);
      const place = one.kind === "answers" ? join(copy.code, "main.tf") : placeOf(input);
      await expectApplied({ input, out, as, place, report });
    },
    60_000,
  );

  it.each(inputs.filter(({ kind }) => kind !== "answers"))(
    "$path is refused in one line by every other tool",
    async (one) => {
      const { input, out } = copyOf(one);
      for (const as of targets.filter((target) => !codeTargets[one.kind].includes(target))) {
        const { status, stderr, report } = await planned(input, "--out", out, "--as", as);
        expect([status, report, stderr.trimEnd().split("\n").length]).toEqual([3, undefined, 1]);
        expect(existsSync(out)).toBe(false);
      }
    },
  );
});

interface Applied {
  readonly input: string;
  readonly out: string;
  readonly as: string;
  /** A file beside which the code is. */
  readonly place: string;
  readonly report: Report;
}

const placeOf = (input: string) => (statSync(input).isFile() ? input : join(input, "x"));

async function expectApplied({ input, out, as, place, report }: Applied): Promise<void> {
  const before = textsOf(dirname(place));
  const was = join(dirname(out), "was");
  cpSync(input, was, { recursive: true });
  applyPhases(out, place, 4);
  if (as === "cloudformation") await expectNothingLost(was, input);
  applyPhases(out, place, 6, 5);
  const after = textsOf(dirname(place));
  for (const [path, text] of Object.entries(after).filter(([file]) => file.endsWith(".tf")))
    await parseHcl(path, text);
  if (as === "cloudformation") await expectPromised(input, report);
  for (const phase of phasesIn(out).toReversed()) {
    const back = join(out, phase, "rollback.patch");
    if (existsSync(back)) applyPatch(back, place);
  }
  const undone = textsOf(dirname(place));
  for (const [path, text] of Object.entries(before)) expect(undone[path]).toBe(text);
}

interface Differing {
  readonly differences: readonly {
    readonly sources: readonly { readonly workload: string | null }[];
    readonly changes: readonly { readonly kind: string; readonly cause: { readonly code?: string } }[];
  }[];
  readonly removed: readonly unknown[];
}

/** As long as the routes stand, whoever is there loses nothing but what a gateway endpoint's service does not speak. */
async function expectNothingLost(was: string, is: string): Promise<void> {
  const { stdout } = await denat("diff", was, is, "--region", "ap-northeast-1", "--format", "json");
  const { differences, removed } = JSON.parse(stdout) as Differing;
  const lost = differences
    .filter(({ sources }) => sources.some(({ workload }) => workload !== null))
    .flatMap(({ changes }) => changes.filter(({ kind }) => kind === "lost" || kind === "undecided"));
  expect(lost.filter(({ cause }) => cause.code !== "VPCE_GATEWAY_PROTOCOL_RESTRICTION")).toEqual([]);
  expect(removed).toEqual([]);
}

/** Of templates that were edited: what the plan said of them with the change is what a plan says of them now. */
async function expectPromised(input: string, { change, ...promised }: Report): Promise<void> {
  const isWhole = change?.phases.every(({ status }) => status !== "withheld") === true;
  const { report: now } = await planned(input);
  expect(now).toBeDefined();
  if (now === undefined || !isWhole) return;
  expect(fares(now)).toEqual(fares(promised));
  if (promised.answer.startsWith("safe"))
    expect([now.answer, now.vpcs.flatMap(({ nats }) => nats)]).toEqual(["safe", []]);
}
