/** A way over the boxes: lines with heads, the number of each hop, and how it ends. */
import type { Way } from "./way.ts";

const endSigns: Readonly<Record<Way["outcome"], string>> = {
  pass: "M-3.2 .2l2.2 2.4l4.2-5",
  drop: "M-2.8 -2.8l5.6 5.6 M2.8 -2.8l-5.6 5.6",
  some: "M-3.4 1c1.5-3.2 2.8-3.2 3.4-1s1.9 2 3.4-1",
  unknown: "M-2 -1.6a2 2 0 1 1 2.6 1.9c-.5 .2-.6 .6-.6 1.1 M0 3.6h.01",
};

/** `id` is unique in the page: heads are found by it. */
export function LitWay({ way, id }: { readonly way: Way; readonly id: string }) {
  const head = `head-${id}`;
  return (
    <g class={`way ${way.outcome}`} aria-hidden="true">
      <marker
        id={head}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="9"
        markerHeight="9"
        markerUnits="userSpaceOnUse"
        orient="auto"
      >
        <path class="head" d="M0 0L8 4L0 8L1.8 4z" />
      </marker>
      {way.lines.map((line) => (
        <g key={line}>
          <path class="halo" d={line} />
          <path class="line" d={line} marker-end={`url(#${head})`} />
        </g>
      ))}
      {way.hops.map((hop, index) =>
        hop.map((box) => (
          <g key={box.id} class="number" transform={`translate(${box.x} ${box.y})`}>
            <circle r={8} />
            <text text-anchor="middle" y={3.6} font-size={10}>
              {index + 1}
            </text>
          </g>
        )),
      )}
      {way.hops.at(-1)?.map((box) => (
        <g key={box.id} class="end" transform={`translate(${box.x + box.width} ${box.y})`}>
          <circle r={8} />
          <path d={endSigns[way.outcome]} />
        </g>
      ))}
    </g>
  );
}
