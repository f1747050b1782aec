/**
 * References as plans list them: `module.vpc.private_subnets`, `aws_subnet.private[0].id`, `each.value`. Of each, Terraform
 * lists the shorter forms behind the whole one.
 */
export type Step = string | number;

/** A name, or a key in brackets; a key is told from a name by what stands before it. */
export interface Traversal {
  readonly text: string;
  readonly steps: readonly { readonly kind: "name" | "key"; readonly value: Step }[];
}

const token = /\.?([A-Za-z_][\w-]*)|\[(?:"((?:[^"\\]|\\.)*)"|(\d+)|\*)\]|\.(\d+|\*)/y;

/** Undefined for text that is no traversal. */
export function parseTraversal(text: string): Traversal | undefined {
  const steps: { kind: "name" | "key"; value: Step }[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const found = token.exec(text);
    if (found === null) return undefined;
    const [, name, quoted, index, dotted] = found;
    if (name !== undefined) steps.push({ kind: "name", value: name });
    else if (quoted !== undefined) steps.push({ kind: "key", value: quoted.replaceAll(/\\(.)/g, "$1") });
    else if (index !== undefined) steps.push({ kind: "key", value: Number(index) });
    else if (dotted !== undefined && dotted !== "*") steps.push({ kind: "key", value: Number(dotted) });
  }
  return steps.length === 0 ? undefined : { text, steps };
}

/** The whole forms alone. */
export function wholeTraversals(references: readonly string[]): readonly Traversal[] {
  const isShorter = (text: string) =>
    references.some(
      (other) =>
        other.length > text.length && other.startsWith(text) && /^[.[]/.test(other.slice(text.length)),
    );
  return [...new Set(references)].flatMap((text) => (isShorter(text) ? [] : (parseTraversal(text) ?? [])));
}
