/** The VPC as nested boxes, before and after the change, side by side or one at a time, with the way of one walk lit. */
import { useState } from "preact/hooks";
import type { Drawing as Sheets, PlacedBox } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import "./drawing.css";
import "./box/box.css";
import "./way/way.css";
import "./view/view.css";
import { Legend } from "./box/legend.tsx";
import type { Lit } from "./way/lit.ts";
import { sides, SideOf } from "./side.tsx";
import type { Side } from "./side.tsx";
import { scrollTogether } from "./view/scroll.ts";
import { Switch } from "./view/switch.tsx";
import { useWide } from "./view/wide.ts";
import { Zoom } from "./view/zoom.tsx";
import type { Scale } from "./view/zoom.tsx";

export type { Lit } from "./way/lit.ts";

export interface DrawingProps {
  readonly drawing: Sheets;
  /** The way in each of the two networks; undefined where none is chosen, or there is none. */
  readonly lit: Readonly<Record<Side, Lit | undefined>>;
  /** A workload's box was clicked, or chosen with the keyboard. */
  readonly onSelect: (box: PlacedBox) => void;
  readonly words: Words;
}

export function Drawing({ drawing, lit, onSelect, words }: DrawingProps) {
  const isWide = useWide();
  const [chosen, setView] = useState<"both" | Side>("both");
  const [scale, setScale] = useState<Scale>(1);
  const views = isWide ? (["both", ...sides] as const) : sides;
  const view = chosen === "both" && !isWide ? "after" : chosen;
  const shown = view === "both" ? sides : [view];
  return (
    <div class="drawing">
      <div class="drawing-bar">
        <Switch views={views} view={view} onView={setView} words={words} />
        <Legend drawing={drawing} words={words} />
        <Zoom scale={scale} onScale={setScale} words={words} />
      </div>
      <div class="sides">
        {shown.map((side) => (
          <SideOf
            key={side}
            {...{ side, drawing, lit: lit[side], scale, onScroll: scrollTogether, onSelect, words }}
          />
        ))}
      </div>
      <p class="hint">{words.drawing.hint}</p>
    </div>
  );
}
