/** What the marks mean; those alone that are on the sheet. */
import type { Drawing, Fate } from "../../../../../report/html/report/page-data.ts";
import type { Words } from "../../words/index.ts";
import { Mark } from "./mark.tsx";

const marked: readonly Fate[] = ["added", "removed", "changed"];

export function Legend({ drawing, words }: { readonly drawing: Drawing; readonly words: Words }) {
  const met = new Set(drawing.boxes.map(({ fate }) => fate));
  return (
    <ul class="legend">
      {marked
        .filter((fate) => met.has(fate))
        .map((fate) => (
          <li key={fate}>
            <svg width="34" height="22" aria-hidden="true">
              <g class={`box chip ${fate}`}>
                <rect class="shape" x="1.5" y="1.5" width="31" height="19" rx="5" />
                <Mark fate={fate} x={17} y={11} />
              </g>
            </svg>
            {words.drawing.fates[fate]}
          </li>
        ))}
    </ul>
  );
}
