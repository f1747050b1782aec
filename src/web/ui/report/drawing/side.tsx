/** One of the two networks: its title, the sheet that scrolls where it is large, and the same in words. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Drawing, PlacedBox } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import { InWords } from "./in-words.tsx";
import { show } from "./view/scroll.ts";
import type { Lit } from "./way/lit.ts";
import { Sheet } from "./sheet.tsx";
import { widthAt } from "./view/zoom.tsx";
import type { Scale } from "./view/zoom.tsx";

export type Side = "before" | "after";

export const sides: readonly Side[] = ["before", "after"];

/** A box of the other network alone has its place on the sheet, and is not drawn. */
const absent = { before: "added", after: "removed" } as const;

interface SideProps {
  readonly side: Side;
  readonly drawing: Drawing;
  readonly lit: Lit | undefined;
  readonly scale: Scale;
  readonly onScroll: (event: Event) => void;
  readonly onSelect: (box: PlacedBox) => void;
  readonly words: Words;
}

export function SideOf({ side, drawing, lit, scale, onScroll, onSelect, words }: SideProps) {
  const boxes = useMemo(() => drawing.boxes.filter(({ fate }) => fate !== absent[side]), [drawing, side]);
  const title = words.drawing.sheets[side];
  const scroll = useRef<HTMLDivElement>(null);
  const start = lit?.from[0];
  useEffect(() => {
    const box = boxes.find(({ id }) => id === start);
    if (scroll.current !== null && box !== undefined) show(scroll.current, box, drawing);
  }, [start]);
  return (
    <section class="side">
      <h3>{words.drawing.views[side]}</h3>
      <div
        ref={scroll}
        class="scroll"
        role="region"
        aria-label={words.drawing.scroll(title)}
        tabIndex={0}
        onScroll={onScroll}
      >
        <div class="paper" style={widthAt(scale, drawing.width)}>
          <Sheet {...{ drawing, boxes, lit, onSelect, words, title }} />
        </div>
      </div>
      <InWords boxes={boxes} lit={lit} words={words} />
    </section>
  );
}
