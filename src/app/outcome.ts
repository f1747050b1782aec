/**
 * App: one file per verb, each of which reads as the run, top to bottom.
 *
 * Decides in which order the rooms are asked, and owns the file system, standard input and the bundled data; every
 * judgement is made below it. What it leaves to cli: arguments, the terminal, and printing.
 */
import type { Side } from "../readers/input.ts";
import type { Format, Page } from "../report/index.ts";

export type { Side } from "../readers/input.ts";

/** Exit status of an answer: 0 yes, 1 no, 2 cannot tell. What cannot run throws, and is 3. */
export type ExitStatus = 0 | 1 | 2;

export interface Outcome {
  /** An `ExitStatus`; or what a command ended with that was run for the user. */
  readonly status: number;
  /** For standard output, whole. */
  readonly text: string;
}

/** How the answer is to be printed. */
export interface Look<Named extends string = Format> {
  readonly format: Named;
  readonly page: Page;
}

/** Where a verb finds its network. */
export interface InputRequest {
  /** Files, directories, `-` for standard input, or `aws:` for a live account. */
  readonly paths: readonly string[];
  readonly region: string | undefined;
  readonly parameters: ReadonlyMap<string, string>;
  /** Which side of Terraform plans; left out, what stands after. */
  readonly side?: Side | undefined;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Told what is being read where that takes time; "" when it is done. */
  readonly progress?: ((line: string) => void) | undefined;
}
