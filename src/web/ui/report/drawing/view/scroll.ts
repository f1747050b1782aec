/** Both sheets are one sheet: where one is scrolled, the other follows. */
export function scrollTogether({ currentTarget: moved }: Event): void {
  if (!(moved instanceof Element)) return;
  for (const other of moved.closest(".sides")?.querySelectorAll(".scroll") ?? []) {
    if (other !== moved)
      other.scrollTo({ left: moved.scrollLeft, top: moved.scrollTop, behavior: "instant" });
  }
}
