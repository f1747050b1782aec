/** What every reader is given: texts that `app/` has loaded, and how to ask for one more beside them. */
export interface InputFile {
  /** As the user would write it: relative to where denat was started. */
  readonly path: string;
  readonly text: string;
  /** Of JSON whose value is no longer what the text says: then the text only tells whose it is. */
  readonly value?: unknown;
}

/** Of an input that will be read again. */
export interface ReadMemory {
  /** What a room keeps under a name of its own, made when it is asked for first. */
  readonly keep: <T extends object>(name: string, make: () => T) => T;
}

/** Of a plan: what stands before it is applied, or after. */
export type Side = "before" | "after";

export interface ReadOptions {
  /** Which side of Terraform plans is read; left out, what stands after. */
  readonly side?: Side | undefined;
  /** Fills in a Region that the input does not carry. */
  readonly region: string | undefined;
  /** Template parameters given on the command line; they win over defaults. */
  readonly parameters: ReadonlyMap<string, string>;
  /** A file named by another one (a nested stack's template), relative to it; undefined when there is none. */
  readonly findBeside: (from: InputFile, reference: string) => InputFile | undefined;
  /** Given where the input will be read again. */
  readonly memory?: ReadMemory | undefined;
}
