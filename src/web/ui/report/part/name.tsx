/** What is said in the words of the input or of denat's engine: it is looked up and searched for, so nobody translates it. */
import type { ComponentChildren } from "preact";

/** An id, a service, a rule's origin. */
export function Name({ children }: { readonly children: ComponentChildren }) {
  return (
    <code lang="en" translate={false}>
      {children}
    </code>
  );
}

/** A sentence of the answer. */
export function Said({ children }: { readonly children: ComponentChildren }) {
  return <span lang="en">{children}</span>;
}

/** Names one after the other; beyond `most` they are counted. */
export function Names({
  of,
  most = 6,
  more,
}: {
  readonly of: readonly string[];
  readonly most?: number;
  readonly more: (left: number) => string;
}) {
  const left = of.length - most;
  return (
    <span class="names">
      {of.slice(0, most).map((name) => (
        <Name key={name}>{name}</Name>
      ))}
      {left > 0 && <span>{more(left)}</span>}
    </span>
  );
}
