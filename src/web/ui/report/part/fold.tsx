/** Something that is there for whoever opens it, and on paper. */
import type { ComponentChildren } from "preact";
import { usePrinting } from "./use-printing.ts";

export function Fold({
  title,
  children,
}: {
  readonly title: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const printing = usePrinting();
  return (
    <details {...(printing ? { open: true } : {})}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}
