/** The VPC as nested boxes, as it is in one of the two networks, with the way of one walk lit. */
import type {
  Drawing as Sheet,
  Fate,
  PicturedWay,
  PlacedBox,
} from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";

export interface DrawingProps {
  readonly drawing: Sheet;
  /** Boxes of other fates have their place on the sheet, and are not drawn: before is all but `added`, after all but `removed`. */
  readonly fates: readonly Fate[];
  readonly lit: Lit | undefined;
  /** A box was clicked, or chosen with the keyboard. */
  readonly onSelect: (box: PlacedBox) => void;
  readonly words: Words;
}

/** The walk of one workload, or of several alike. */
export interface Lit {
  /** Ids of the boxes where they stand. */
  readonly from: readonly string[];
  readonly ways: readonly PicturedWay[];
}

export function Drawing({ drawing, fates, lit, onSelect, words }: DrawingProps) {
  const onWay = new Set([...(lit?.from ?? []), ...(lit?.ways ?? []).flatMap(({ hops }) => hops.flat())]);
  return (
    <svg
      class="drawing"
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="group"
      aria-label={words.drawing.title}
    >
      {drawing.boxes
        .filter(({ fate }) => fates.includes(fate))
        .map((box) => (
          <g key={box.id} class={onWay.has(box.id) ? "lit" : ""} onClick={() => onSelect(box)}>
            <rect
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              fill="var(--paper)"
              stroke={onWay.has(box.id) ? "var(--accent)" : "var(--line)"}
            />
            <text x={box.x + 8} y={box.y + 18} fill="var(--ink)" font-size="12">
              {box.name}
            </text>
          </g>
        ))}
    </svg>
  );
}
