/**
 * Readers: what the user named becomes one network.
 *
 * Decides what each file is, by its content and never by its name, and which inner room reads it; leaves every question of
 * meaning to that room. A room is loaded only when there is something for it. What no room understands is listed with the
 * reason; an input of which nothing is understood, or that cannot exist in AWS, is refused.
 */
import type { Facts } from "../facts/index.ts";
import { AppError } from "../model/app-error.ts";
import { mergeNetworks } from "../model/network.ts";
import type { Reading, Unused } from "../model/network.ts";
import { refuseImpossible } from "./impossible.ts";
import type { InputFile, ReadMemory, ReadOptions } from "./input.ts";
import { recognise } from "./recognise.ts";
import type { Recognised } from "./recognise.ts";

export { syntaxErrorOf } from "./recognise.ts";
export { parseSessionInputs } from "./describe/management/session-document.ts";

/** Throws an AppError where a file is broken, of a kind that denat does not read, or nothing is understood. */
export async function readNetwork(
  files: readonly InputFile[],
  options: ReadOptions,
  facts: Facts,
): Promise<Reading> {
  const recognised = withAssemblies(await recogniseAll(files, options.memory));
  const readings = [
    ...(await readTemplatesAmong(recognised, options, facts)),
    ...(await readTerraformAmong(recognised, options, facts)),
    ...(await readAnswersAmong(recognised, options)),
  ];
  const network = mergeNetworks(readings.map((reading) => reading.network));
  const unused = [...readings.flatMap((reading) => reading.unused), ...unusedAmong(recognised)];
  if (network.scopes.size === 0) throw nothingUnderstood(recognised, unused);
  refuseImpossible(network);
  return { network, unused };
}

/** What the files are, each kind once; what is no input has none. */
export async function kindsAmong(
  files: readonly InputFile[],
  memory?: ReadMemory,
): Promise<ReadonlySet<InputKind>> {
  const recognised = withAssemblies(await recogniseAll(files, memory));
  const isAssembly = recognised.some(({ kind }) => kind === "manifest");
  return new Set(
    recognised.flatMap(({ kind }): readonly InputKind[] => {
      if (kind === "terraform") return ["terraform"];
      if (kind === "json") return ["answers"];
      return kind === "template" ? [isAssembly ? "cdk" : "cloudformation"] : [];
    }),
  );
}

/** Plans and states apart from JSON that may be answers of the API; templates and all else are in neither. */
export async function terraformAmong(files: readonly InputFile[], memory?: ReadMemory) {
  const recognised = await recogniseAll(files, memory);
  return {
    documents: recognised.flatMap((one) => (one.kind === "terraform" ? [one.file] : [])),
    answers: recognised.flatMap((one) => (one.kind === "json" ? [{ ...one.file, value: one.value }] : [])),
  };
}

const recogniseAll = (files: readonly InputFile[], memory: ReadMemory | undefined) =>
  Promise.all(files.map((file) => recognise(file, memory)));

export type InputKind = "cloudformation" | "cdk" | "terraform" | "answers";

/** Whatever lies beside a manifest is for the reader of assemblies, which says what it is. */
function withAssemblies(recognised: readonly Recognised[]): readonly Recognised[] {
  const directories = recognised.flatMap((one) =>
    one.kind === "manifest" ? [one.file.path.slice(0, one.file.path.lastIndexOf("/") + 1)] : [],
  );
  const isInAssembly = ({ path }: InputFile) =>
    directories.some(
      (directory) => path.startsWith(directory) && /^(?:asset\.|[^/]+$)/.test(path.slice(directory.length)),
    );
  return recognised.map((one) =>
    one.kind === "json" && isInAssembly(one.file) ? { kind: "template", file: one.file } : one,
  );
}

async function readTemplatesAmong(
  recognised: readonly Recognised[],
  options: ReadOptions,
  facts: Facts,
): Promise<readonly Reading[]> {
  const templates = recognised.flatMap((one) =>
    one.kind === "template" || one.kind === "manifest" ? [one.file] : [],
  );
  if (templates.length === 0) return [];
  const { readTemplates } = await import("./cloudformation/index.ts");
  return [readTemplates(templates, options, facts)];
}

async function readTerraformAmong(
  recognised: readonly Recognised[],
  options: ReadOptions,
  facts: Facts,
): Promise<readonly Reading[]> {
  const files = recognised.flatMap((one) =>
    one.kind === "terraform" ? [{ path: one.file.path, value: one.value }] : [],
  );
  if (files.length === 0) return [];
  const { readTerraform } = await import("./terraform/index.ts");
  return [readTerraform(files, options, facts)];
}

async function readAnswersAmong(
  recognised: readonly Recognised[],
  options: ReadOptions,
): Promise<readonly Reading[]> {
  const answers = recognised.flatMap((one) =>
    one.kind === "json" ? [{ ...one.file, value: one.value }] : [],
  );
  if (answers.length === 0) return [];
  const { readDescribe } = await import("./describe/index.ts");
  return [readDescribe(answers, options)];
}

function unusedAmong(recognised: readonly Recognised[]): readonly Unused[] {
  return recognised.flatMap((one) => {
    if (one.kind === "broken") return [{ path: one.file.path, reason: one.error.message }];
    return one.kind === "other" ? [{ path: one.file.path, reason: one.reason }] : [];
  });
}

const whatToGive =
  "give a CloudFormation template, a cdk.out directory, a Terraform plan or state, or the JSON of aws ec2 describe-… calls";

/** A file that is broken explains best why nothing was understood. */
function nothingUnderstood(recognised: readonly Recognised[], unused: readonly Unused[]): AppError {
  const broken = recognised.find((one) => one.kind === "broken");
  if (broken?.kind === "broken") return broken.error;
  const [only] = unused;
  if (only === undefined) return new AppError("INPUT_NOT_UNDERSTOOD", "there is no input", whatToGive);
  const others = unused.length === 1 ? "" : `, and so on for ${unused.length - 1} more`;
  return new AppError(
    "INPUT_NOT_UNDERSTOOD",
    `nothing in the input is a network: ${only.path}: ${only.reason}${others}`,
    whatToGive,
  );
}
