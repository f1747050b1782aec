/** What each tool does with a phase: it writes it, takes it up, and reads back what then stands. */
import type { FileChange, Phase, PhaseText, TargetName } from "../../emit/index.ts";
import type { Network } from "../../model/network.ts";

/** `State` is all texts of the input as the phases so far left them. */
export interface Tool<State> {
  readonly target: TargetName;
  readonly start: State;
  readonly write: (phase: Phase, state: State) => Promise<PhaseText>;
  readonly take: (
    text: PhaseText,
    state: State,
  ) => { readonly state: State; readonly changes: readonly FileChange[] };
  readonly read: (state: State) => Promise<Network>;
}
