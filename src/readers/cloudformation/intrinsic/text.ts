/** Text that is put together from literals, references and unknowns, without losing which is which. */
import type { Content, Reference, Unresolved, Value } from "../../resource/property/value.ts";
import { unresolved } from "./context.ts";
import { withDynamicReferences } from "./dynamic-reference.ts";

export type Part = string | Reference | Unresolved;

/** What `value` adds to a text; undefined for lists and maps, which no text can hold. */
export function partsOf({ content }: Value): readonly Part[] | undefined {
  if (content === null) return [];
  if (typeof content !== "object") return [String(content)];
  if (content.kind === "reference") return [content];
  if (content.kind === "unresolved") return content.parts ?? [content];
  return undefined;
}

/** The text of a value that is wholly known. */
export function literalOf(value: Value | undefined): string | undefined {
  const content = value?.content;
  return content === undefined || content === null || typeof content === "object"
    ? undefined
    : String(content);
}

/** One content of all parts: text when all are known, and a lone reference stays one. */
export function joined(parts: readonly Part[], stackName: string): Content {
  const merged = mergeLiterals(parts);
  const [first, ...rest] = merged;
  if (first === undefined) return "";
  if (rest.length > 0) return partlyKnown(merged, stackName);
  return typeof first === "string" ? withDynamicReferences(first) : first;
}

function mergeLiterals(parts: readonly Part[]): readonly Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else if (part !== "") merged.push(part);
  }
  return merged;
}

function partlyKnown(parts: readonly Part[], stackName: string): Unresolved {
  const missing = parts.find((part) => typeof part !== "string" && part.kind === "unresolved");
  const text = excerpt(parts);
  if (missing !== undefined) {
    return unresolved(`"${text}", which needs ${missing.unknown.fact}`, missing.unknown.settledBy, { parts });
  }
  return unresolved(`"${text}", which is known once the stack exists`, describeResources(stackName), {
    parts,
  });
}

export const describeResources = (stackName: string) =>
  `aws cloudformation describe-stack-resources --stack-name ${stackName}`;

/** A text of parts as a person would write it with `Fn::Sub`, cut to a length that fits in a sentence. */
export function excerpt(parts: readonly Part[]): string {
  return cut(parts.map(partText).join(""));
}

/** A value in words that tell it from every other one, unless it is too long for a sentence. */
export function describe(value: Value | undefined): string {
  if (value === undefined) return "nothing";
  const { content } = value;
  if (content === null || typeof content !== "object") return cut(JSON.stringify(content));
  if (content.kind === "list") return cut(`[${content.items.map(describe).join(", ")}]`);
  if (content.kind === "fields") {
    return cut(`{${[...content.entries].map(([key, item]) => `${key}: ${describe(item)}`).join(", ")}}`);
  }
  return content.kind === "reference" ? partText(content) : content.unknown.fact;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > longestExcerpt ? `${line.slice(0, longestExcerpt)}...` : line;
}

const longestExcerpt = 80;

function partText(part: Part): string {
  if (typeof part === "string") return part;
  if (part.kind === "unresolved")
    return part.symbol?.startsWith("{{") === true ? part.symbol : `\${${part.symbol ?? "?"}}`;
  const { resource, attribute } = part;
  return `\${${attribute === undefined ? resource.logicalId : `${resource.logicalId}.${attribute}`}}`;
}

/** The items of a text that separates them by commas; undefined when an unknown part may hold commas itself. */
export function splitAtCommas(parts: readonly Part[]): readonly (readonly Part[])[] | undefined {
  const items: Part[][] = [[]];
  for (const part of parts) {
    if (typeof part !== "string" && !isSingle(part)) return undefined;
    const [head = part, ...tail] = typeof part === "string" ? part.split(",") : [part];
    items.at(-1)?.push(head);
    for (const next of tail) items.push([next]);
  }
  return items;
}

/** No id that `Ref` gives holds a comma. */
function isSingle(part: Reference | Unresolved): boolean {
  return part.kind === "reference" || part.commaFree === true;
}
