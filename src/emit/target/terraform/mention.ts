/** What still names a block that goes: an item of `depends_on` goes too, an output goes as a whole, and all else must be changed first. */
import type { HclBlock, HclSource, SourceItem, Span } from "../../../model/source.ts";
import type { PhaseText } from "../phase-text.ts";
import { placeOf } from "./name.ts";
import type { Located, Naming } from "./name.ts";

export function mentionEdits(
  removed: ReadonlyMap<string, Located>,
  { sources }: Naming,
): readonly Partial<PhaseText>[] {
  const spans = new Map<string, Span[]>();
  for (const { source, block } of removed.values())
    spans.set(source.file, [...(spans.get(source.file) ?? []), block]);
  const directories = new Map<string, string[]>();
  for (const [address, { source }] of removed) {
    const { type, name } = placeOf(address);
    const directory = parentOf(source.file);
    directories.set(directory, [...(directories.get(directory) ?? []), `${type}.${name}`]);
  }
  return [...directories].flatMap(([directory, names]) =>
    sources.files
      .filter(({ file }) => parentOf(file) === directory)
      .map((source) =>
        inSource(source, names, { gone: spans.get(source.file) ?? [], isRoot: directory === sources.root }),
      ),
  );
}

const parentOf = (file: string) => (file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".");

interface Seen {
  readonly gone: readonly Span[];
  readonly isRoot: boolean;
}

function inSource(source: HclSource, names: readonly string[], { gone, isRoot }: Seen): Partial<PhaseText> {
  const { file, text } = source;
  const found = names.flatMap((name) => offsetsOf(name, text).map((at) => ({ name, at })));
  const left = found.filter(({ at }) => !gone.some(({ start, end }) => at >= start && at < end));
  const outputs = new Set<HclBlock>();
  const lists = new Set<SourceItem>();
  const refusals: string[] = [];
  for (const { name, at } of left) {
    const block = source.blocks.find(({ start, end }) => at >= start && at < end);
    const item = block?.attributes.find(({ start, end }) => at >= start && at < end);
    if (item?.name === "depends_on") lists.add(item);
    else if (block?.type === "output" && isRoot) outputs.add(block);
    else refusals.push(`${name} is still named at ${file}:${lineOf(text, at)}: change that first`);
  }
  return {
    refusals,
    edits: [
      ...[...outputs].map(({ start, end }) => ({ file, start, end, text: "" })),
      ...[...lists].map((item) => dependsOn(item, source, names)),
    ],
  };
}

function offsetsOf(name: string, text: string): readonly number[] {
  const word = new RegExp(`(?<![\\w.-])${name.replaceAll(".", String.raw`\.`)}(?![\\w-])`, "g");
  return [...text.matchAll(word)].map(({ index }) => index).filter((at) => !isComment(text, at));
}

function isComment(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^[^"]*(?:#|\/\/)/.test(before);
}

const lineOf = (text: string, at: number) => text.slice(0, at).split("\n").length;

/** Items are names, and commas stand between them. */
function dependsOn(item: SourceItem, { file, text }: HclSource, names: readonly string[]) {
  const items = text
    .slice(item.value.start, item.value.end)
    .replaceAll(/(?:#|\/\/).*$/gm, "")
    .replaceAll(/[[\]]/g, "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
  const kept = items.filter((one) => !names.some((name) => one === name || one.startsWith(`${name}[`)));
  return kept.length === 0
    ? { file, start: item.start, end: item.end, text: "" }
    : { file, start: item.value.start, end: item.value.end, text: `[${kept.join(", ")}]` };
}
