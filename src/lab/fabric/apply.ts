/** Does to the machine what a change says, with iproute2 and nftables. Runs in the lab's own namespaces, never outside. */
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { AppError } from "../../model/app-error.ts";
import type { Change, InsideChange } from "./change.ts";
import { open, shut } from "./filter/ruleset.ts";

/** Processes at a time: more do not make it quicker. */
const width = 8;

export async function applyChange(change: Change): Promise<void> {
  await inParallel(change.shut, (namespace) => runIn(namespace, ["nft", "-f", "-"], shut));
  await inParallel([...byNamespace(change.cut)], ([namespace, names]) =>
    run("ip", ["-n", namespace, "-batch", "-"], lines(names.map((name) => `link del ${name}`))),
  );
  if (change.outside.length > 0) await run("ip", ["-batch", "-"], lines(change.outside));
  await inParallel(change.inside, applyInside);
  await inParallel(change.shut, (namespace) => runIn(namespace, ["nft", "-f", "-"], open));
}

/** Takes away every namespace of the lab, and with them all that is in them. */
export async function clearFabric(): Promise<void> {
  const names = await readdir("/run/netns");
  if (names.length > 0) await run("ip", ["-batch", "-"], lines(names.map((name) => `netns del ${name}`)));
}

async function inParallel<Item>(
  items: readonly Item[],
  perform: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const work = async (): Promise<void> => {
    for (const item of waiting) await perform(item);
  };
  await Promise.all(Array.from({ length: width }, work));
}

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

async function applyInside(change: InsideChange): Promise<void> {
  const { namespace, settings, ruleset, lines: own } = change;
  const isPlain = settings.length === 0 && ruleset === undefined && own[6].length === 0;
  if (isPlain) return run("ip", ["-n", namespace, "-batch", "-"], lines(own[4]));
  await runIn(namespace, ["sh", "-e"], insideScript(change));
}

/**
 * One shell for all of it: the rules first, so that no route is there without them (and with them the part of the kernel that
 * some settings are of). Nothing in it is a user's own text: names are digests, comments are bare words.
 */
export function insideScript({ settings, lines: own, ruleset }: InsideChange): string {
  const batch = (command: string, text: string) => `${command} <<'LAB-END'\n${text}LAB-END\n`;
  return [
    ruleset === undefined ? "" : batch("nft -f -", ruleset),
    ...settings.map(([file, value]) => `for file in /proc/sys/${file}; do echo ${value} > "$file"; done\n`),
    own[4].length > 0 ? batch("ip -batch -", lines(own[4])) : "",
    own[6].length > 0 ? batch("ip -6 -batch -", lines(own[6])) : "",
  ].join("");
}

const runIn = (namespace: string, command: readonly string[], input: string): Promise<void> =>
  run("nsenter", [`--net=/run/netns/${namespace}`, ...command], input);

function run(program: string, args: readonly string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ["pipe", "ignore", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    child.on("error", (cause) => reject(missing(program, cause)));
    child.on("close", (status) => {
      if (status === 0) resolve();
      else reject(failed(`${program} ${args.join(" ")}`, said));
    });
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });
}

const missing = (program: string, cause: unknown): AppError =>
  new AppError(
    "LAB_PROGRAM_MISSING",
    `${program} cannot be started`,
    `install it: the lab needs iproute2, nftables and util-linux`,
    { source: "tool", cause },
  );

function failed(command: string, said: string): AppError {
  const [first = "no word of why"] = said.trim().split("\n");
  return new AppError(
    "LAB_FABRIC_REFUSED",
    `${command}: ${first}`,
    "this is a defect of the lab: report it with the input",
    { source: "tool" },
  );
}
