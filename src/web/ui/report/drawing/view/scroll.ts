/** What of the sheets is in sight. */
import type { Drawing, PlacedBox } from "../../../../../report/html/report/page-data.ts";

/** Both sheets are one sheet: where one is scrolled, the other follows. */
export function scrollTogether({ currentTarget: moved }: Event): void {
  if (!(moved instanceof Element)) return;
  for (const other of moved.closest(".sides")?.querySelectorAll(".scroll") ?? []) {
    if (other !== moved)
      other.scrollTo({ left: moved.scrollLeft, top: moved.scrollTop, behavior: "instant" });
  }
}

/** Brings a box into sight, and moves nothing where it is. */
export function show(scroll: HTMLElement, box: PlacedBox, drawing: Drawing): void {
  const scale = scroll.scrollWidth / drawing.width;
  const isInside = (start: number, size: number, from: number, room: number) =>
    start * scale >= from && (start + size) * scale <= from + room;
  const { scrollLeft, scrollTop, clientWidth, clientHeight } = scroll;
  if (
    isInside(box.x, box.width, scrollLeft, clientWidth) &&
    isInside(box.y, box.height, scrollTop, clientHeight)
  ) {
    return;
  }
  const left = (box.x + box.width / 2) * scale - clientWidth / 2;
  const top = (box.y + box.height / 2) * scale - clientHeight / 2;
  scroll.scrollTo({ left, top, behavior: "instant" });
}
