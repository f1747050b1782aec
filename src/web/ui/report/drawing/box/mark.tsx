/** What becomes of a box, as a mark that needs no colour: plus, minus, or a wave. */
import type { Fate } from "../../../../../report/html/report/page-data.ts";

const strokes: Readonly<Record<Fate, string>> = {
  kept: "",
  added: "M-3 0h6 M0 -3v6",
  removed: "M-3 0h6",
  changed: "M-3.2 1c1.4-3 2.6-3 3.2-1s1.8 2 3.2-1",
};

export function Mark({ fate, x, y }: { readonly fate: Fate; readonly x: number; readonly y: number }) {
  if (fate === "kept") return null;
  return (
    <g class="mark" transform={`translate(${x} ${y})`}>
      <circle r={6.5} />
      <path d={strokes[fate]} />
    </g>
  );
}
