/** Whether the page is being put on paper, where nothing can be opened or scrolled. */
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const begin = () => setPrinting(true);
    const end = () => setPrinting(false);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}

/** Opens whatever is folded while the page is put on paper, but for the drawing in words: it is on paper as it is. */
export function useUnfoldedPrint(): void {
  const printing = usePrinting();
  useLayoutEffect(() => {
    if (!printing) return;
    const folded = [...document.querySelectorAll<HTMLDetailsElement>("details:not([open], .in-words)")];
    for (const each of folded) each.open = true;
    return () => {
      for (const each of folded) each.open = false;
    };
  }, [printing]);
}
