/**
 * Text of a policy in which policy variables stand, and the glob it becomes for one request.
 *
 * Rules from https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html (read 2026-11-24):
 * variables exist since version 2012-10-17 and are plain text before it; their names are case-insensitive;
 * `${key, 'default'}` gives the value of an absent key; `${*}`, `${?}` and `${$}` are those characters themselves.
 */
import type { MissingFact } from "../../model/answer.ts";
import { many, toGlob, toLiteral } from "../glob/glob.ts";
import type { Glob } from "../glob/glob.ts";

type Piece =
  | { readonly kind: "text"; readonly glob: Glob }
  | { readonly kind: "variable"; readonly key: string; readonly fallback: string | undefined }
  | { readonly kind: "unresolved"; readonly missing: MissingFact };

export interface Template {
  /** As written. */
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** The value of one condition key in the request, as a variable takes it. */
export type VariableValue =
  | { readonly kind: "value"; readonly text: string }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly missing: MissingFact };

/** A template in one request. `holes` are facts in whose place a `*` stands: a match is then only possible. */
export type Filled =
  | (FilledPiece & {
      /** As written. */
      readonly text: string;
    })
  | Unfilled;

interface FilledPiece {
  readonly kind: "glob";
  readonly glob: Glob;
  readonly holes: readonly MissingFact[];
  /** Variables without default whose keys may be absent: the holes that may make the whole statement invalid. */
  readonly doubts: readonly MissingFact[];
}

/** A variable that is not in the request and has no default. */
interface Unfilled {
  readonly kind: "void";
  readonly variable: string;
}

export interface TemplateSyntax {
  readonly variables: boolean;
  readonly wildcards: boolean;
}

const variableSyntax = /\$\{([*?$])\}|\$\{\s*([^{},\s]+)\s*(?:,\s*'([^']*)'\s*)?\}/g;

export function parseTemplate(text: string, { variables, wildcards }: TemplateSyntax): Template {
  const toPlain = wildcards ? toGlob : toLiteral;
  const pieces: Piece[] = [];
  let end = 0;
  for (const found of variables ? text.matchAll(variableSyntax) : []) {
    const [whole, character, key = "", fallback] = found;
    pieces.push({ kind: "text", glob: toPlain(text.slice(end, found.index)) });
    if (character !== undefined) pieces.push({ kind: "text", glob: toLiteral(character) });
    else pieces.push({ kind: "variable", key: key.toLowerCase(), fallback });
    end = found.index + whole.length;
  }
  pieces.push({ kind: "text", glob: toPlain(text.slice(end)) });
  return { text, pieces };
}

/** Stands where the input left a value open: an intrinsic function, a value known only after apply. */
export function unresolvedTemplate(text: string, missing: MissingFact): Template {
  return { text, pieces: [{ kind: "unresolved", missing }] };
}

export function fillTemplate({ text, pieces }: Template, valueOf: (key: string) => VariableValue): Filled {
  const filled: FilledPiece[] = [];
  for (const piece of pieces) {
    const part = fillPiece(piece, valueOf);
    if (part.kind === "void") return part;
    filled.push(part);
  }
  return {
    kind: "glob",
    text,
    glob: filled.flatMap(({ glob }) => glob),
    holes: filled.flatMap(({ holes }) => holes),
    doubts: filled.flatMap(({ doubts }) => doubts),
  };
}

function fillPiece(piece: Piece, valueOf: (key: string) => VariableValue): FilledPiece | Unfilled {
  const whole = (glob: Glob): FilledPiece => ({ kind: "glob", glob, holes: [], doubts: [] });
  const hole = (missing: MissingFact, doubts: readonly MissingFact[]): FilledPiece => ({
    ...whole([many]),
    holes: [missing],
    doubts,
  });
  if (piece.kind === "text") return whole(piece.glob);
  if (piece.kind === "unresolved") return hole(piece.missing, []);
  const value = valueOf(piece.key);
  switch (value.kind) {
    case "value":
      return whole(toLiteral(value.text));
    case "absent":
      return piece.fallback === undefined
        ? { kind: "void", variable: piece.key }
        : whole(toLiteral(piece.fallback));
    case "unknown":
      return hole(value.missing, piece.fallback === undefined ? [value.missing] : []);
    default:
      return value satisfies never;
  }
}

/** Whether the template is the same in every request. */
export function isFixed(template: Template): boolean {
  return template.pieces.every(({ kind }) => kind === "text");
}
