/** A change rehearsed phase by phase, and undone again: the same cells in other networks (`denat.rehearsal/1`). */
import type { Rehearsal, RehearsalCell } from "./rehearsal.ts";

/** Today, after a phase, and after its undo. */
export type PhaseWorld = "today" | `phase-${number}` | `undo-${number}`;

export interface PhaseCell extends RehearsalCell<PhaseWorld> {
  /** The endpoint was dialled by a name of its own: private DNS does not lead there yet. */
  readonly byOwnName: boolean;
}

export interface PhasesRehearsal extends Pick<Rehearsal, "sessions" | "notBuilt"> {
  /** `works`: every phase was walked, keeps what was promised, and its undo gives back what was seen before it. */
  readonly answer: Rehearsal["answer"];
  /** The tool whose text was read back. */
  readonly as: string;
  readonly cells: readonly PhaseCell[];
  readonly phases: readonly RehearsedPhase[];
}

export interface RehearsedPhase {
  readonly number: number;
  readonly title: string;
  /** `unchanged`: there is nothing in it that packets could see. */
  readonly status: "rehearsed" | "unchanged" | "withheld";
  /** Why it is withheld, or does less than all. */
  readonly why: readonly string[];
  /** What packets reached before it and do not after it. */
  readonly breaks: readonly {
    readonly workload: string;
    readonly service: string;
    readonly detail: string;
  }[];
  /** Whether its undo gives back what was seen before it; undefined where it was not walked. */
  readonly undo: "restores" | "differs" | undefined;
}
