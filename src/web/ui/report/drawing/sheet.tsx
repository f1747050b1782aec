/** The boxes of one network on the sheet, with one way lit. */
import { useId, useMemo, useRef, useState } from "preact/hooks";
import type { Drawing, PlacedBox } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import { ChipBox, FrameBox, labelOf } from "./box/box.tsx";
import type { Lit } from "./way/lit.ts";
import { LitWay } from "./way/lit-way.tsx";
import { neighbour } from "./neighbour.ts";
import { waysOf } from "./way/way.ts";

interface SheetProps {
  readonly drawing: Drawing;
  /** Those of `drawing` that are in this network. */
  readonly boxes: readonly PlacedBox[];
  readonly lit: Lit | undefined;
  readonly onSelect: (box: PlacedBox) => void;
  readonly words: Words;
  readonly title: string;
}

export function Sheet({ drawing, boxes, lit, onSelect, words, title }: SheetProps) {
  const id = useId();
  const ways = useMemo(() => waysOf(boxes, lit), [boxes, lit]);
  const bright = useMemo(() => {
    const stops = ways.flatMap((way) => way.hops.flat().map(({ id }) => id));
    return withAncestors(boxes, stops);
  }, [boxes, ways]);
  const frames = useMemo(() => new Set(boxes.flatMap(({ parent }) => parent ?? [])), [boxes]);
  const keys = useArrowKeys(boxes.filter(isChosen), onSelect);
  const isFrame = (box: PlacedBox) => frames.has(box.id) || box.kind === "zone" || box.kind === "subnet";
  return (
    <svg
      class={ways.length === 0 ? "sheet-boxes" : "sheet-boxes has-way"}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="group"
      aria-label={title}
    >
      {boxes.map((box) => (
        <g
          key={box.id}
          class={`box ${box.kind} ${box.fate} ${isFrame(box) ? "frame" : "chip"}${bright.has(box.id) ? " bright" : ""}`}
          {...(isChosen(box) ? keys(box) : { role: "img" })}
        >
          <title>{labelOf(box, words)}</title>
          {isFrame(box) ? <FrameBox box={box} words={words} /> : <ChipBox box={box} words={words} />}
        </g>
      ))}
      {ways.map((way, index) => (
        <LitWay key={index} way={way} id={`${id}-${index}`} />
      ))}
    </svg>
  );
}

/** A way begins at a workload, so that is what one chooses. */
const isChosen = ({ kind }: PlacedBox): boolean => kind === "workloads";

function withAncestors(boxes: readonly PlacedBox[], ids: readonly string[]): ReadonlySet<string> {
  const parents = new Map(boxes.map(({ id, parent }) => [id, parent]));
  const all = new Set<string>();
  for (const id of ids) {
    for (let at: string | undefined = id; at !== undefined && !all.has(at); at = parents.get(at)) all.add(at);
  }
  return all;
}

/** One stop for the Tab key however many boxes there are: arrows go from box to box. */
function useArrowKeys(boxes: readonly PlacedBox[], onSelect: (box: PlacedBox) => void) {
  const [current, setCurrent] = useState<string>();
  const elements = useRef(new Map<string, SVGGElement>());
  const stop = boxes.find(({ id }) => id === current) ?? boxes[0];
  const onKeyDown = (box: PlacedBox) => (event: KeyboardEvent) => {
    const isChoice = event.key === "Enter" || event.key === " ";
    const next = neighbour(boxes, box, event.key);
    if (isChoice) onSelect(box);
    if (next !== undefined) elements.current.get(next.id)?.focus();
    if (isChoice || next !== undefined) event.preventDefault();
  };
  return (box: PlacedBox) => ({
    role: "button" as const,
    tabIndex: box === stop ? 0 : -1,
    ref: (element: SVGGElement | null) => {
      if (element === null) elements.current.delete(box.id);
      else elements.current.set(box.id, element);
    },
    onFocus: () => setCurrent(box.id),
    onClick: () => onSelect(box),
    onKeyDown: onKeyDown(box),
  });
}
