/** Labs that run on this machine, each with a directory and a file in it that says how to enter it. */
import { lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { AppError } from "../../model/app-error.ts";
import { didYouMean } from "../../model/near-names.ts";

/** What a running lab says of itself to the verbs that enter it. */
export interface LabCard {
  readonly name: string;
  /** Of the process that keeps it, and of the one inside. */
  readonly keeper: number;
  readonly pid: number;
  readonly caPath: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of its EC2 API, and the Region to ask it in. */
  readonly endpoint: string;
  readonly region: string;
  /** A directory for PATH: the lab's session-manager-plugin. */
  readonly tools: string;
  /** What the user calls things, by their ids. */
  readonly names: Readonly<Record<string, string>>;
  readonly workloads: readonly LabWorkload[];
}

export interface LabWorkload {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly kind: string;
  /** False for an instance that is stopped: nobody is at home. */
  readonly isRunning: boolean;
  readonly namespace: string;
  /** Of its VPC, with the device there that its wire ends at. */
  readonly router: LabRouter;
  /** Of VPCs that a peering connection leads to, each with the device there at which the connection ends. */
  readonly peers: readonly LabRouter[];
  /** That its subnet has; undefined where it has none. */
  readonly routeTable: string | undefined;
  readonly addresses: readonly string[];
  readonly hostName: string;
  readonly region: string;
  readonly resolvers: readonly string[];
}

export interface LabRouter {
  readonly vpc: string;
  readonly namespace: string;
  readonly device: string;
}

const cardName = "lab.json";
/** Of a lab that was given no name. */
export const firstLab = "default";

const writableByOthers = 0o022;

/**
 * Of this user alone: keys are kept there, and programs for PATH. Throws an AppError where another could have laid something into it.
 */
function root(): string {
  const runtime = process.env["XDG_RUNTIME_DIR"];
  const path = runtime === undefined ? join(tmpdir(), `denat-${userInfo().uid}`) : join(runtime, "denat");
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || (found.uid === process.getuid?.() && (found.mode & writableByOthers) === 0))
    return path;
  throw new AppError(
    "LAB_DIRECTORY_FOREIGN",
    `${path} is not this user's alone`,
    "remove it, or set XDG_RUNTIME_DIR to a directory that is",
  );
}

/** Made when it is not there. */
export function labDirectory(name: string): string {
  const directory = join(root(), name);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return directory;
}

/** Whole, or not at all. */
export function writeCard(card: LabCard): void {
  const directory = labDirectory(card.name);
  const draft = join(directory, `${cardName}.new`);
  writeFileSync(draft, JSON.stringify(card), { mode: 0o600 });
  renameSync(draft, join(directory, cardName));
}

export function removeCard(name: string): void {
  rmSync(join(root(), name, cardName), { force: true });
}

/** Of a lab that runs; what is left of one that was killed is cleared away. */
export function findCard(name: string): LabCard | undefined {
  const text = readText(join(root(), name, cardName));
  if (text === undefined) return undefined;
  const card = JSON.parse(text) as LabCard;
  if (isAlive(card.keeper)) return card;
  removeCard(name);
  return undefined;
}

/** Throws an AppError that names the labs that do run. */
export function mustFindCard(name: string): LabCard {
  const card = findCard(name);
  if (card !== undefined) return card;
  const names = runningLabs().map((one) => one.name);
  const hint =
    names.length === 0
      ? "start one with denat lab up INPUT"
      : didYouMean(name, names, `running: ${names.join(", ")}`);
  throw new AppError("LAB_NOT_RUNNING", `no lab ${name} is running`, hint);
}

export function runningLabs(): readonly LabCard[] {
  const path = root();
  let names: readonly string[] = [];
  try {
    names = readdirSync(path);
  } catch {
    // No lab was ever up.
  }
  return names.flatMap((name) => findCard(name) ?? []);
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
