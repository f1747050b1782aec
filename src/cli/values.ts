/** Option values as people write them, read strictly: a number that is not one is never guessed at. */
import { resolve } from "node:path";
import { usageError } from "../app/failure.ts";
import type { AgentChoice } from "../app/lab/residents.ts";

/** A whole number from `least` to `most`. */
export function wholeNumber(option: string, noun: string, least: number, most: number) {
  return (text: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw usageError(`${option} ${quote(text)}`, `${noun} is a whole number from ${least} to ${most}`);
  };
}

export function amount(option: string, noun: string) {
  return (text: string): number => {
    if (/^\d{1,12}(\.\d+)?$/.test(text)) return Number(text);
    throw usageError(`${option} ${quote(text)}`, `${noun} is a number such as 250 or 1.5, zero or more`);
  };
}

/** A number, not always a whole one, from `least` to `most`. */
export function amountWithin(option: string, noun: string, least: number, most: number) {
  return (text: string): number => {
    const number = amount(option, noun)(text);
    if (number >= least && number <= most) return number;
    throw usageError(`${option} ${text}`, `${noun} is a number from ${least} to ${most}`);
  };
}

export function oneOf<Choice extends string>(option: string, verb: string, choices: readonly Choice[]) {
  return (text: string): Choice => {
    const choice = choices.find((one) => one === text);
    if (choice !== undefined) return choice;
    throw usageError(`${verb} has no ${option} ${quote(text)}`, `it has ${list(choices, "and")}`);
  };
}

/** "a", "a or b", "a, b or c". */
export function list(items: readonly string[], word: "and" | "or"): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${word} ${last}`;
}

/** `tcp`, `udp`, `icmp`, or an IANA number. */
export function protocolNumber(text: string): number {
  const named = { tcp: 6, udp: 17, icmp: 1 }[text.toLowerCase()];
  const number = named ?? (/^\d{1,3}$/.test(text) ? Number(text) : NaN);
  if (number <= 255) return number;
  throw usageError(
    `--protocol ${quote(text)}`,
    "it takes tcp, udp, icmp, or a protocol number from 0 to 255",
  );
}

/** Names with commas between them; may be given several times. */
export function names(option: string) {
  return (text: string, before: readonly string[] = []): readonly string[] => {
    const parts = text.split(",").map((part) => part.trim());
    if (parts.every((part) => part !== "")) return [...before, ...parts];
    throw usageError(
      `${option} ${quote(text)}`,
      "it takes names with single commas between them, as in s3,ssm",
    );
  };
}

/** `Key=Value`, once for each parameter. */
export function parameter(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const [, key, value] = /^([^=\s]+)=([^]*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw usageError(
      `--parameter ${quote(text)}`,
      "it takes Name=Value, as in --parameter VpcCidr=10.0.0.0/16",
    );
  }
  if (before.has(key)) throw usageError(`--parameter ${key} is given twice`, "give each parameter once");
  return new Map([...before, [key, value]]);
}

/** Region codes of every partition: `ap-northeast-1`, `us-gov-west-1`, `eusc-de-east-1`. */
export function region(text: string): string {
  if (/^[a-z]{2,4}(-[a-z]{2,})+-\d{1,2}$/.test(text)) return text;
  throw usageError(`--region ${quote(text)}`, "it takes a Region code, as in ap-northeast-1");
}

/** Region codes, with commas between them or given several times. */
export function regions(text: string, before: readonly string[] = []): readonly string[] {
  return [...new Set([...before, ...text.split(",").map((part) => region(part.trim()))])];
}

/** The ARNs of roles, given several times. */
export function roles(text: string, before: readonly string[] = []): readonly string[] {
  if (/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/.test(text)) return [...before, text];
  throw usageError(
    `--role ${quote(text)}`,
    "it takes the ARN of a role, as in arn:aws:iam::123456789012:role/audit",
  );
}

/** The address of a server, without the slash at its end. */
export function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && ["http:", "https:"].includes(url.protocol) && url.search + url.hash === "")
    return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
  throw usageError(
    `--source ${quote(text)}`,
    "it takes the address of a mirror, as in https://mirror.example",
  );
}

function quote(text: string): string {
  return text === "" ? '""' : text;
}

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function keyPair(text: string): KeyPair {
  const [, accessKeyId, secretAccessKey] = /^(\w{3,128}):(\S{1,256})$/.exec(text) ?? [];
  if (accessKeyId !== undefined && secretAccessKey !== undefined) return { accessKeyId, secretAccessKey };
  throw usageError("--credentials takes KEY:SECRET", "as in --credentials AKIAEXAMPLE:secret");
}

export function account(text: string): string {
  if (/^\d{12}$/.test(text)) return text;
  throw usageError(`--account ${text} is no account`, "an account has twelve digits");
}

/** It is the name of a directory too. */
export function labName(text: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,39}$/.test(text)) return text;
  throw usageError(
    `--name ${quote(text)}`,
    "the name of a lab has up to 40 letters, digits, dots, dashes and underscores, a letter or digit first",
  );
}

/** `own`, `none`, or where the real one is. */
export function ssmAgent(text: string): AgentChoice {
  if (text === "own" || text === "none") return { kind: text };
  if (text.includes("/")) return { kind: "real", path: resolve(text) };
  throw usageError(
    `--ssm-agent ${quote(text)}`,
    "it takes own, none, or the path of amazon-ssm-agent with its workers beside it",
  );
}

/** Paths, given several times. */
export function paths(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

export interface NatInterface {
  readonly interface: string;
  readonly addresses: readonly string[];
}

/** `eni-…=IP[,IP…]`, given several times. */
export function natInterface(text: string, before: readonly NatInterface[] = []): readonly NatInterface[] {
  const [, id, list] = /^([^=\s]+)=([\da-f.:,\s]+)$/i.exec(text) ?? [];
  const addresses = (list ?? "").split(",").map((part) => part.trim());
  if (
    id !== undefined &&
    addresses.every((address) => /^(\d{1,3}(\.\d{1,3}){3}|[\da-f:]+:[\da-f:]*)$/i.test(address))
  ) {
    return [...before, { interface: id, addresses }];
  }
  throw usageError(
    `--nat ${quote(text)}`,
    "it takes the NAT's interface and its private addresses, as in --nat eni-0a1b2c3d=10.0.0.5",
  );
}

/** Seconds since 1970 of an ISO date or time; without a zone it is UTC, as flow logs are. */
export function time(option: string) {
  return (text: string): number => {
    const isIso = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(text);
    const isZoned = /(Z|T.*[+-]\d\d:?\d\d)$/.test(text) || text.length === 10;
    const seconds = isIso ? Date.parse(isZoned ? text : `${text}Z`) / 1000 : NaN;
    if (!Number.isNaN(seconds)) return Math.floor(seconds);
    throw usageError(
      `${option} ${quote(text)}`,
      "it takes a date or time, as in 2026-11-01 or 2026-11-01T12:00:00Z",
    );
  };
}

/** As DuckDB takes it. */
export function memorySize(text: string): string {
  if (/^\d{1,6}(\.\d+)?\s*(MB|GB|MiB|GiB)$/i.test(text)) return text;
  throw usageError(`--memory-limit ${quote(text)}`, "it takes a size, as in 256MB or 2GB");
}

/** A directory in a bucket. */
export function bucketPrefix(option: string) {
  return (text: string): string => {
    if (/^s3:\/\/[A-Za-z0-9][A-Za-z0-9._-]{2,254}(\/.*)?$/.test(text)) return text;
    throw usageError(`${option} ${quote(text)}`, "it takes s3://BUCKET/PREFIX/");
  };
}
