/** Input paths become texts: files as they are, directories with all that may be input in them, `-` as standard input. */
import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AppError } from "../model/app-error.ts";
import { didYouMean } from "../model/near-names.ts";
import type { Unused } from "../model/network.ts";
import type { InputFile } from "../readers/input.ts";
import { isTerraformSource, planCommands, sourceRefusal } from "../readers/terraform/source-text.ts";
import { ownNames } from "./change/own-names.ts";
import { readText } from "./text-file.ts";

export interface Inputs {
  readonly files: readonly InputFile[];
  /** Files of a directory that cannot be input; a file given by name is never passed over, but read or refused. */
  readonly skipped: readonly Unused[];
}

export async function readInputs(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
): Promise<Inputs> {
  const loaded: Loaded = { files: [], skipped: [], seen: new Set(), usable: 0 };
  for (const path of paths) {
    if (path === "-") take(path, notEmpty("standard input", await readText("standard input", stdin)), loaded);
    else if (await isDirectory(path)) await readTree(path, loaded);
    else if (await isNew(path, loaded)) take(path, notEmpty(path, await readFileText(path)), loaded);
  }
  return loaded;
}

interface Loaded {
  readonly files: InputFile[];
  readonly skipped: Unused[];
  /** Real paths: a file that is named twice, or a link that leads back up, is read once. */
  readonly seen: Set<string>;
  /** How often something readable was met, whether or not it had been read before. */
  usable: number;
}

function take(path: string, text: string, loaded: Loaded): void {
  loaded.files.push({ path, text });
  loaded.usable += 1;
}

async function readTree(root: string, loaded: Loaded): Promise<void> {
  const before = loaded.usable;
  const skippedBefore = loaded.skipped.length;
  await readDirectory(root, loaded);
  if (loaded.usable === before) {
    const source = loaded.skipped.slice(skippedBefore).find(({ reason }) => reason === sourceReason);
    if (source !== undefined) throw sourceRefusal(source.path);
    throw new AppError(
      "INPUT_EMPTY",
      `${root} holds nothing that denat can read`,
      "give a directory with CloudFormation templates, a Terraform plan, or the JSON of aws ec2 describe-… calls",
    );
  }
}

async function readDirectory(path: string, loaded: Loaded): Promise<void> {
  if (!(await isNew(path, loaded))) {
    loaded.usable += 1;
    return;
  }
  const names = await readdir(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  if (isWritten(names)) {
    loaded.skipped.push({ path, reason: "what denat plan --out wrote" });
    return;
  }
  for (const name of names.sort()) {
    if (!name.startsWith(".") && name !== "node_modules") await readEntry(join(path, name), loaded);
  }
}

/** A change that denat wrote holds parts of templates, and is no input of its own. */
function isWritten(names: readonly string[]): boolean {
  return names.includes("README.md") && names.every((name) => ownNames.test(name)) && names.length > 1;
}

async function readEntry(path: string, loaded: Loaded): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) loaded.skipped.push({ path, reason: "a link that leads nowhere" });
  else if (found.isDirectory()) await readDirectory(path, loaded);
  else if (!found.isFile()) loaded.skipped.push({ path, reason: "not a regular file" });
  else if (await isNew(path, loaded)) await readCandidate(path, loaded);
  else loaded.usable += 1;
}

/** In a directory, what is not text or cannot be input stands aside, and `denat read` tells of it. */
async function readCandidate(path: string, loaded: Loaded): Promise<void> {
  try {
    const text = await readFileText(path);
    const reason = whyNoInput(text);
    if (reason === undefined) take(path, text, loaded);
    else loaded.skipped.push({ path, reason });
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "INPUT_UNREADABLE") throw error;
    loaded.skipped.push({ path, reason: error.message.slice(path.length + 1) });
  }
}

/** JSON by its first two signs (`[section]` and `{{ template }}` are none); YAML when it has a template's one section. */
function whyNoInput(text: string): string | undefined {
  if (text.trim() === "") return "empty";
  if (/^\s*(\{\s*["}]|\[\s*[[{"\]\d-])/.test(text)) return undefined;
  if (/^["']?Resources["']?\s*:/m.test(text)) return undefined;
  return isTerraformSource(text) ? sourceReason : "neither JSON nor a template";
}

const sourceReason = `Terraform's source: give a plan of it (${planCommands})`;

async function readFileText(path: string): Promise<string> {
  try {
    return await readText(path, createReadStream(path, { highWaterMark: 1 << 20 }));
  } catch (error) {
    throw error instanceof AppError ? error : unreadable(path, error);
  }
}

function notEmpty(path: string, text: string): string {
  if (text.trim() !== "") return text;
  throw new AppError("INPUT_EMPTY", `${path} is empty`, "did the command that writes it fail?");
}

async function isNew(path: string, { seen }: Loaded): Promise<boolean> {
  const real = await realpath(path).catch(() => path);
  if (seen.has(real)) return false;
  seen.add(real);
  return true;
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw await missing(path, cause);
  }
}

async function missing(path: string, cause: unknown): Promise<AppError> {
  if (codeOf(cause) !== "ENOENT") return unreadable(path, cause);
  const siblings = await readdir(dirname(path)).catch(() => []);
  const hint = didYouMean(
    basename(path),
    siblings,
    siblings.length === 0 ? `there is no directory ${dirname(path)}` : "check the path",
  );
  return new AppError("INPUT_MISSING", `there is no ${path}`, hint, { cause });
}

const systemErrors: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  ELOOP: "symbolic links in a circle",
  ENOTDIR: "a part of the path is a file",
  ENAMETOOLONG: "the name is too long",
};

function unreadable(path: string, cause: unknown): AppError {
  const code = codeOf(cause);
  return new AppError("INPUT_UNREADABLE", `cannot read ${path}`, systemErrors[code] ?? code, { cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown error";
}
