/** The drawing for whoever does not see it: what is in what, and the way that is lit. */
import type { PlacedBox } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import { labelOf } from "./box/box.tsx";
import type { Lit } from "./way/lit.ts";
import { waysOf } from "./way/way.ts";
import type { Way } from "./way/way.ts";

interface InWordsProps {
  readonly boxes: readonly PlacedBox[];
  readonly lit: Lit | undefined;
  readonly words: Words;
}

export function InWords({ boxes, lit, words }: InWordsProps) {
  const { drawing } = words;
  const inside = new Map<string | undefined, PlacedBox[]>();
  for (const box of boxes) inside.set(box.parent, [...(inside.get(box.parent) ?? []), box]);
  return (
    <details class="in-words">
      <summary>{drawing.inWords}</summary>
      <h4>{drawing.way}</h4>
      {lit === undefined || lit.ways.length === 0 ? (
        <p>{drawing.noWay}</p>
      ) : (
        waysOf(boxes, lit).map((way, index) => <Hops key={index} way={way} words={words} />)
      )}
      <h4>{drawing.title}</h4>
      <Nested of={undefined} inside={inside} words={words} />
    </details>
  );
}

function Hops({ way, words }: { readonly way: Way; readonly words: Words }) {
  const last = way.hops.length - 1;
  return (
    <ol>
      {way.hops.map((hop, index) => (
        <li key={index}>
          {words.drawing.fork(hop.map((box) => labelOf(box, words)))}
          {index === last && `: ${words.drawing.outcomes[way.outcome]}`}
        </li>
      ))}
    </ol>
  );
}

interface NestedProps {
  readonly of: string | undefined;
  readonly inside: ReadonlyMap<string | undefined, readonly PlacedBox[]>;
  readonly words: Words;
}

function Nested({ of, inside, words }: NestedProps) {
  return (
    <ul>
      {inside.get(of)?.map((box) => (
        <li key={box.id}>
          {labelOf(box, words)}
          {inside.has(box.id) && <Nested of={box.id} inside={inside} words={words} />}
        </li>
      ))}
    </ul>
  );
}
