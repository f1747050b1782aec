/** A VPC as a Mermaid diagram, as GitHub draws it in a comment: one network, with what becomes of each box in class and words. */
import type { Box, Fate } from "../../../advice/picture/picture.ts";
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

/** The lines of the diagram, without a fence. */
export function mermaid(boxes: readonly Box[], side: Side): readonly string[] {
  const ids = numbered();
  const shown = sized(boxes).flatMap((one) => partOf(one, side, ids));
  return [
    "flowchart TB",
    ...[
      ...shown.flatMap(({ lines }) => lines),
      ...Object.entries(classes).map(([fate, style]) => `classDef ${fate} ${style}`),
    ].map(indented),
  ];
}

/** No word of an input is an id, so none can be a word of Mermaid. Both networks have the same. */
function numbered(): () => string {
  let count = 0;
  return () => `n${(count += 1)}`;
}

interface Part {
  readonly id: string;
  readonly lines: readonly string[];
}

function partOf({ box, children, counts }: SizedBox, side: Side, nextId: () => string): readonly Part[] {
  const id = nextId();
  const inner = children.flatMap((child) => partOf(child, side, nextId));
  if (box.fate === absent[side]) return [];
  const there = counts.filter(({ fate }) => fate !== absent[side]).map(countText);
  const text = label([titleOf(box), box.note, ...there, fateText(box.fate)]);
  const ofClass = box.fate === "kept" ? [] : [`class ${id} ${box.fate}`];
  if (inner.length === 0) return [{ id, lines: [`${id}[${text}]`, ...ofClass] }];
  const content = [...inner.flatMap(({ lines }) => lines), ...arranged(box, inner)];
  return [{ id, lines: [`subgraph ${id}[${text}]`, ...content.map(indented), "end", ...ofClass] }];
}

const indented = (line: string): string => `  ${line}`;

/** What is in a subnet stands one below the other, as do the subnets of a zone; zones stand side by side. */
const arranged = ({ kind }: Box, parts: readonly Part[]): readonly string[] =>
  kind === "vpc" ? [] : linked(parts.map(({ id }) => id));

/** Links that are not drawn, and keep the order. */
function linked(ids: readonly string[]): readonly string[] {
  return ids.length < 2 ? [] : [ids.join(" ~~~ ")];
}
