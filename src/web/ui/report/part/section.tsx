/** A part of the report under its heading. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./part.css";

export interface SectionProps {
  readonly title: string;
  readonly note?: string;
  readonly tone?: "bad" | "doubtful";
  readonly children?: ComponentChildren;
}

export function Section({ title, note, tone, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} class={`chapter ${tone ?? ""}`}>
      <h2 id={id}>{title}</h2>
      {note !== undefined && <p class="note">{note}</p>}
      {children}
    </section>
  );
}
