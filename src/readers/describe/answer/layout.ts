/**
 * Which account and Region an answer is of.
 *
 * Directories say it first (`<region>/`, `<account>/<region>/`, `accounts/<account>/<region>/`, under any parent), then
 * the file's name, then the answer itself (zone names, ARNs, owner ids), then its neighbours: the other files of the
 * directory, and of the whole input when those agree.
 */
import { parseId } from "../../../model/entity/entity.ts";
import { unknownRegion } from "../../../model/network.ts";
import type { Scope } from "../../../model/network.ts";
import type { Answer } from "./document.ts";
import type { DescribeMemory } from "./memory.ts";

/** Stands where an input does not say whose it is. */
const unknownAccount = "unknown-account";

const direction = "(?:north|south|east|west|central|northeast|northwest|southeast|southwest)";
const regionPattern = `[a-z]{2,4}(?:-gov|-iso[a-z]?|-de)?-${direction}-\\d{1,2}`;

const wholeRegion = new RegExp(`^${regionPattern}$`);
const regionInName = new RegExp(`(?:^|[^a-z0-9])(${regionPattern})(?![a-z0-9])`);
const zoneInText = new RegExp(
  `"(?:AvailabilityZone|ZoneName|SubnetAvailabilityZone|availabilityZone)"\\s*:\\s*"(${regionPattern})`,
  "g",
);
const arnInText = new RegExp(
  `"arn:aws[a-z-]*:[a-z0-9-]+:(${regionPattern}):|com\\.amazonaws\\.(${regionPattern})\\.`,
  "g",
);
const ownerInText = /"(?:OwnerId|AwsAccountId|Account)"\s*:\s*"(\d{12})"/g;
const accountInArn = /"arn:aws[a-z-]*:[a-z0-9-]*:[a-z0-9-]*:(\d{12}):/g;

interface Place {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** The scope of each answer, in order. `region` is the one given on the command line. */
export function placeAnswers(
  answers: readonly Answer[],
  region: string | undefined,
  memory?: DescribeMemory,
): readonly Scope[] {
  const captures = capturesFor(memory);
  const groups = answers.map(groupOf);
  const texts = textsByGroup(answers, groups);
  const accounts = new Map(
    [...texts].map(([group, files]) => [group, accountIn(captures, [...files.values()])]),
  );
  const named = answers.map(namedPlace);
  const regionOfFile = new Map(
    [...new Set(answers.map(({ file }) => file))].map((file) => [file, regionIn(captures, file.text)]),
  );
  const regions = answers.map(({ file }, index) => named[index]?.region ?? regionOfFile.get(file));
  const regionOfGroup = new Map(
    [...texts.keys()].map((group) => [group, onlyOne(regions.filter((_, index) => groups[index] === group))]),
  );
  const onlyRegion = onlyOne(regions);
  const onlyAccount = onlyOne([...accounts.values(), ...named.map(({ account }) => account)]);
  return answers.map((_, index) => {
    const group = groups[index] ?? "";
    return toScope(
      named[index]?.account ?? accounts.get(group) ?? onlyAccount ?? unknownAccount,
      regions[index] ?? regionOfGroup.get(group) ?? onlyRegion ?? region ?? unknownRegion,
    );
  });
}

function toScope(account: string, region: string): Scope {
  return { id: parseId(`${account}/${region}`), account, region, kind: "account" };
}

/** The directory whose files belong together: the one of a Region, else the file's own. */
function groupOf({ file }: Answer): string {
  const directories = file.path.split("/").slice(0, -1);
  const last = directories.findLastIndex((name) => wholeRegion.test(name));
  return directories.slice(0, last < 0 ? directories.length : last + 1).join("/");
}

/** What directories, the file's name, and the keys that lead to the answer say. */
function namedPlace({ file, trail }: Answer): Place {
  const names = [...file.path.split("/"), ...trail];
  const name = names.findLast((part) => regionInName.test(part));
  return {
    account: namedAccount(names),
    region: name === undefined ? undefined : regionInName.exec(name)?.[1],
  };
}

function namedAccount(names: readonly string[]): string | undefined {
  const after = names[names.lastIndexOf("accounts") + 1];
  const isUnderAccounts = names.includes("accounts") && names.indexOf("accounts") < names.length - 2;
  if (isUnderAccounts && after !== undefined) return after;
  return (
    names.findLast((name) => /^\d{12}$/.test(name)) ??
    /(?:^|[^0-9a-z])(\d{12})(?![0-9a-z])/.exec(names.at(-1) ?? "")?.[1]
  );
}

/** Zones are proof; ARNs and service names are taken where they all agree. */
function regionIn(captures: Captures, text: string): string | undefined {
  return onlyOne(captures(zoneInText, text)) ?? onlyOne(captures(arnInText, text));
}

/** Most owners in what an account sees are itself: shared subnets and accepted peerings are the few others. */
function accountIn(captures: Captures, texts: readonly string[]): string | undefined {
  const owners = texts.flatMap((text) => captures(ownerInText, text));
  return mostFrequent(owners.length > 0 ? owners : texts.flatMap((text) => captures(accountInArn, text)));
}

type Captures = (pattern: RegExp, text: string) => readonly string[];

/** Each text is looked through once for each pattern. */
function capturesFor(memory: DescribeMemory | undefined): Captures {
  if (memory === undefined) return capturesOf;
  return (pattern, text) => {
    const ofText = memory.signs.get(text) ?? new Map<RegExp, readonly string[]>();
    memory.signs.set(text, ofText);
    const found = ofText.get(pattern) ?? capturesOf(pattern, text);
    ofText.set(pattern, found);
    return found;
  };
}

function capturesOf(pattern: RegExp, text: string): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, first, second]) => first ?? second ?? []);
}

function textsByGroup(
  answers: readonly Answer[],
  groups: readonly string[],
): Map<string, Map<string, string>> {
  const texts = new Map<string, Map<string, string>>();
  for (const [index, { file }] of answers.entries()) {
    const group = groups[index] ?? "";
    const files = texts.get(group) ?? new Map<string, string>();
    texts.set(group, files.set(file.path, file.text));
  }
  return texts;
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const different = new Set(values.filter((value) => value !== undefined));
  return different.size === 1 ? [...different][0] : undefined;
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}
