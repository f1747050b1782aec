/**
 * A change as the script of a shell. Nothing in it is a user's own text: names are digests, comments are bare words.
 */
import { availableParallelism } from "node:os";
import type { Change, InsideChange } from "./change.ts";
import { open, shut } from "./filter/ruleset.ts";

/** Whoever fails says why on standard error, and the script where. */
const whereItFailed = 'at() { echo "$1" >&2; exit 1; }\n';

export function changeScript({ shut: routers, cut, outside, inside }: Change): string {
  return [
    whereItFailed,
    ...routers.map((namespace) => enter(namespace, "nft -f -", shut)),
    ...[...byNamespace(cut)].map(([namespace, names]) =>
      enter(namespace, "ip -batch -", lines(names.map((name) => `link del ${name}`))),
    ),
    outside.length === 0 ? "" : step("ip -batch -", lines(outside), "ip"),
    inParallel(inside.map(insideStep)),
    ...routers.map((namespace) => enter(namespace, "nft -f -", open)),
  ].join("");
}

export const clearScript = (namespaces: readonly string[]): string =>
  whereItFailed + step("ip -batch -", lines(namespaces.map((name) => `netns del ${name}`)), "ip");

function byNamespace(ends: Change["cut"]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const { namespace, name } of ends) {
    const own = names.get(namespace);
    if (own === undefined) names.set(namespace, [name]);
    else own.push(name);
  }
  return names;
}

const lines = (texts: readonly string[]): string => `${texts.join("\n")}\n`;

const step = (command: string, input: string, where: string): string =>
  `${command} <<'STEP-END' || at '${where}'\n${input}STEP-END\n`;

/** `ip -n` would do, but it copies all mounts of the machine, and each namespace is one. */
const enter = (namespace: string, command: string, input: string): string =>
  step(`nsenter --net=/run/netns/${namespace} ${command}`, input, `${command.split(" ")[0]} in ${namespace}`);

function insideStep(change: InsideChange): string {
  const { namespace, settings, ruleset, lines: own } = change;
  const isPlain = settings.length === 0 && ruleset === undefined && own[6].length === 0;
  return isPlain
    ? enter(namespace, "ip -batch -", lines(own[4]))
    : enter(namespace, "sh -e", insideScript(change));
}

/** The rules first, so that no route is there without them (and with them the part of the kernel that some settings are of). */
export function insideScript({ settings, lines: own, ruleset }: InsideChange): string {
  const batch = (command: string, text: string) => `${command} <<'LAB-END'\n${text}LAB-END\n`;
  return [
    ruleset === undefined ? "" : batch("nft -f -", ruleset),
    ...settings.map(([file, value]) => `for file in /proc/sys/${file}; do echo ${value} > "$file"; done\n`),
    own[4].length > 0 ? batch("ip -batch -", lines(own[4])) : "",
    own[6].length > 0 ? batch("ip -6 -batch -", lines(own[6])) : "",
  ].join("");
}

/** As many at a time as the machine does, all of them to their ends, the longest first. */
function inParallel(steps: readonly string[]): string {
  const shares = Array.from({ length: availableParallelism() }, () => ({ length: 0, steps: [] as string[] }));
  for (const each of steps.toSorted((a, b) => b.length - a.length)) {
    const share = shares.reduce((least, other) => (other.length < least.length ? other : least));
    share.steps.push(each);
    share.length += each.length + costOfStarting;
  }
  const jobs = shares
    .filter((share) => share.steps.length > 0)
    .map((share) => `(\n${share.steps.join("")}) &\njobs="$jobs $!"\n`);
  return `jobs=\n${jobs.join("")}hasFailed=0\nfor job in $jobs; do wait "$job" || hasFailed=1; done\n[ $hasFailed = 0 ]\n`;
}

/** Of the programs of a step, in characters of input that take as long. */
const costOfStarting = 4000;
