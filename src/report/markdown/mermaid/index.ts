/** A VPC as a Mermaid diagram, as GitHub draws it in a comment: one network, with what becomes of each box in class and words. */
import type { Box, Fate } from "../../../advice/picture/picture.ts";
import { rowsOf } from "../../html/drawing/tiers.ts";
import { label } from "./label.ts";
import { sized } from "./size.ts";
import type { SizedBox } from "./size.ts";
import { countText, fateText, titleOf } from "./words.ts";

export type Side = "before" | "after";

const absent: Readonly<Record<Side, Fate>> = { before: "added", after: "removed" };

/** Light and dark pages have the same diagram, so each class brings ground and ink. */
const classes: Readonly<Record<Exclude<Fate, "kept">, string>> = {
  added: "fill:#e6f5ed,stroke:#0b7a4b,color:#0b3d27,stroke-width:2px",
  removed: "fill:#fdecea,stroke:#b42318,color:#5c130d,stroke-width:2px,stroke-dasharray:5 3",
  changed: "fill:#fdf3dc,stroke:#8a5a00,color:#4a3000,stroke-width:2px,stroke-dasharray:2 2",
};

/** A frame has room for a title of one line alone, and little of the page is to be empty. */
const settings = [
  "---",
  "config:",
  "  flowchart:",
  "    nodeSpacing: 12",
  "    rankSpacing: 12",
  "    wrappingWidth: 400",
  "    subGraphTitleMargin:",
  "      bottom: 8",
  "---",
];

/** The lines of the diagram, without a fence. */
export function mermaid(boxes: readonly Box[], side: Side): readonly string[] {
  const ids = numbered();
  const parts = sized(boxes).flatMap((one) => partOf(one, side, ids));
  const styles = Object.entries(classes).map(([fate, style]) => `classDef ${fate} ${style}`);
  const content = [
    ...parts.flatMap(({ lines }) => lines),
    ...chipsAbove(parts),
    ...styles,
    ...classed(parts),
  ];
  return [...settings, "flowchart TB", ...content.map(indented)];
}

/** No word of an input is an id, so none can be a word of Mermaid. Both networks have the same. */
function numbered(): () => string {
  let count = 0;
  return () => `n${(count += 1)}`;
}

interface Part {
  readonly id: string;
  readonly lines: readonly string[];
  readonly fate: Fate;
  /** Empty where it is no frame. */
  readonly inner: readonly Part[];
}

function partOf({ box, children, counts }: SizedBox, side: Side, nextId: () => string): readonly Part[] {
  const id = nextId();
  const inner = inTiers(children).flatMap((child) => partOf(child, side, nextId));
  if (box.fate === absent[side]) return [];
  const there = counts.filter(({ fate }) => fate !== absent[side]).map(countText);
  const words = [titleOf(box), box.note, ...there, fateText(box.fate)];
  const { fate } = box;
  if (inner.length === 0) return [{ id, lines: [`${id}[${label(words, "<br>")}]`], fate, inner }];
  const links = box.kind === "vpc" ? chipsAbove(inner) : oneBelowTheOther(inner);
  const content = ["direction TB", ...inner.flatMap(({ lines }) => lines), ...links];
  const lines = [`subgraph ${id}[${label(words, ", ")}]`, ...content.map(indented), "end"];
  return [{ id, lines, fate, inner }];
}

/** A frame takes a class only from a line that stands in no frame. */
function classed(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ id, fate, inner }) => [
    ...(fate === "kept" ? [] : [`class ${id} ${fate}`]),
    ...classed(inner),
  ]);
}

const indented = (line: string): string => `  ${line}`;

/** Public subnets above the others, as in the drawing. */
function inTiers(all: readonly SizedBox[]): readonly SizedBox[] {
  const of = new Map(all.map((one) => [one.box, one]));
  const rows = rowsOf([all.map(({ box }) => box).filter(({ kind }) => kind === "subnet")]);
  const subnets = rows.flatMap((row) => [...row.values()].flatMap((box) => of.get(box) ?? []));
  return [...all.filter(({ box }) => box.kind !== "subnet"), ...subnets];
}

/** Links that are not drawn keep what stands in rows where it is. */
function oneBelowTheOther(parts: readonly Part[]): readonly string[] {
  return parts.length < 2 ? [] : [parts.map(({ id }) => id).join(" ~~~ ")];
}

function chipsAbove(parts: readonly Part[]): readonly string[] {
  const chips = parts.filter(({ inner }) => inner.length === 0).map(({ id }) => id);
  const frames = parts.filter(({ inner }) => inner.length > 0).map(({ id }) => id);
  if (chips.length === 0 || frames.length === 0) return [];
  return [`${chips.join(" & ")} ~~~ ${frames.join(" & ")}`];
}
