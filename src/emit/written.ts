/** One phase as it was written, and what was proved of it: what the pages tell and what goes to the disk. */
import type { Loss, Standing } from "../advice/prove/prover.ts";
import type { Setback } from "../advice/prove/setback.ts";
import type { Phase } from "./change/action.ts";
import type { PhaseText } from "./target/phase-text.ts";
import type { FileChange } from "./text/patch.ts";

export interface WrittenPhase {
  readonly phase: Phase;
  /** `empty`: there is nothing to do in it. */
  readonly status: "written" | "empty" | "withheld";
  /** Why it is withheld. */
  readonly why: readonly string[];
  readonly text: PhaseText;
  readonly changes: readonly FileChange[];
  /** What was found when the text was read back; undefined where nothing was to be read. */
  readonly proof: Found | undefined;
}

export interface Found {
  readonly standings: readonly Standing[];
  readonly worse: readonly Loss[];
  readonly broken: readonly Loss[];
  readonly setbacks: readonly Setback[];
  readonly better: number;
}

export type TargetName = "terraform" | "cloudformation" | "cdk";
