/** What one phase is in a target's text. */
import type { BlockChange } from "../../model/source.ts";
import type { Edit } from "../text/edit.ts";

export interface NewFile {
  /** Relative to the directory of the user's code. */
  readonly file: string;
  readonly text: string;
}

/** What stands without code, taken into it as it is; edits of its text are the change. */
export interface AdoptedText {
  readonly standing: NewFile;
  /** To be deleted once it is applied. */
  readonly imports: NewFile;
  /** What is imported, by its address. */
  readonly addresses: readonly string[];
}

export interface PhaseText {
  readonly edits: readonly Edit[];
  readonly created: readonly NewFile[];
  readonly adopted: readonly AdoptedText[];
  /** What is added, as a text of its own to read. */
  readonly fragment: string | undefined;
  /** Terraform's blocks that are changed, by address, whether or not their text is at hand. */
  readonly blocks: readonly BlockChange[];
  /** What cannot be written, and why: the phase is then withheld. */
  readonly refusals: readonly string[];
  readonly notes: readonly string[];
  /** Lines of Markdown about how to apply it; names of the user in them are code. */
  readonly advice: readonly string[];
}

export const noText: PhaseText = {
  edits: [],
  created: [],
  adopted: [],
  fragment: undefined,
  blocks: [],
  refusals: [],
  notes: [],
  advice: [],
};

export function joinTexts(parts: readonly Partial<PhaseText>[]): PhaseText {
  const fragments = parts.flatMap(({ fragment }) => fragment ?? []);
  return {
    edits: parts.flatMap(({ edits = [] }) => edits),
    created: parts.flatMap(({ created = [] }) => created),
    adopted: parts.flatMap(({ adopted = [] }) => adopted),
    fragment: fragments.length === 0 ? undefined : fragments.join("\n"),
    blocks: parts.flatMap(({ blocks = [] }) => blocks),
    refusals: [...new Set(parts.flatMap(({ refusals = [] }) => refusals))],
    notes: [...new Set(parts.flatMap(({ notes = [] }) => notes))],
    advice: parts.flatMap(({ advice = [] }) => advice),
  };
}

export const refused = (why: string): Partial<PhaseText> => ({ refusals: [why] });
