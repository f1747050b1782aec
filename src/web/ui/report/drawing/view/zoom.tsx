/** How large the sheet is: as it fits at a size that can be read, more or less than that, or all of it whatever its size. */
import type { Words } from "../../words/index.ts";

/** 1 is as wide as there is room, but no larger than drawn and no smaller than can be read. */
export type Scale = number | "all";

const step = 1.25;
const bounds = { least: 0.4, most: 4 };
const readable = 0.8;

export function widthAt(scale: Scale, width: number): Readonly<Record<string, string>> {
  if (scale === "all") return { width: "100%", maxWidth: `${width}px` };
  return {
    width: `${scale * 100}%`,
    minWidth: `${width * readable * scale}px`,
    maxWidth: `${width * scale}px`,
  };
}

interface ZoomProps {
  readonly scale: Scale;
  readonly onScale: (scale: Scale) => void;
  readonly words: Words;
}

export function Zoom({ scale, onScale, words: { drawing } }: ZoomProps) {
  const now = scale === "all" ? 1 : scale;
  return (
    <div class="zoom" role="group" aria-label={drawing.size}>
      <button
        type="button"
        aria-label={drawing.smaller}
        disabled={now <= bounds.least}
        onClick={() => onScale(Math.max(bounds.least, now / step))}
      >
        −
      </button>
      <button
        type="button"
        aria-pressed={scale === "all"}
        onClick={() => onScale(scale === "all" ? 1 : "all")}
      >
        {drawing.all}
      </button>
      <button
        type="button"
        aria-label={drawing.larger}
        disabled={now >= bounds.most}
        onClick={() => onScale(Math.min(bounds.most, now * step))}
      >
        +
      </button>
    </div>
  );
}
