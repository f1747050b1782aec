/**
 * Phase after phase is written, read back and walked; one that breaks what the plan promised, or leaves anybody worse off than
 * the one before it, is withheld, and with it what builds on it.
 */
import type { Proof, Proven, Prover, Stage } from "../../advice/prove/prover.ts";
import { faultsOf, noText } from "../../emit/index.ts";
import type { Migration, Phase, PhaseText, WrittenPhase } from "../../emit/index.ts";
import { AppError } from "../../model/app-error.ts";
import type { Network } from "../../model/network.ts";
import type { Tool } from "./tool.ts";

export async function writePhases<State>(
  migration: Migration,
  tool: Tool<State>,
  prover: Prover,
): Promise<readonly ProvedPhase[]> {
  const written: ProvedPhase[] = [];
  let at: At<State> = { state: tool.start, proven: prover.today };
  for (const phase of migration.phases) {
    const blocked = builtOn(phase, written);
    const next =
      blocked === undefined
        ? await writePhase(phase, at, { tool, prover, stage: stageOf(phase, written, migration) })
        : { phase: withheld(phase, [blocked]), at };
    written.push(next.phase);
    at = next.at;
  }
  return written;
}

/** With the network that its text was read back as, in `proof`. */
export interface ProvedPhase extends WrittenPhase {
  readonly proof: Proof | undefined;
}

interface At<State> {
  readonly state: State;
  readonly proven: Proven;
}

interface Means<State> {
  readonly tool: Tool<State>;
  readonly prover: Prover;
  readonly stage: Stage;
}

interface Next<State> {
  readonly phase: ProvedPhase;
  readonly at: At<State>;
}

async function writePhase<State>(
  phase: Phase,
  at: At<State>,
  { tool, prover, stage }: Means<State>,
): Promise<Next<State>> {
  if (phase.actions.length === 0) return { phase: idle(phase), at };
  const text = await tool.write(phase, at.state);
  if (text.refusals.length > 0) return { phase: withheld(phase, text.refusals), at };
  const { state, changes } = tool.take(text, at.state);
  const read = await readBack(tool, state);
  if ("failure" in read) return { phase: withheld(phase, [read.failure]), at };
  const proof = prover.prove(read.network, at.proven, stage);
  const losses = faultsOf(proof);
  if (losses.length > 0) return { phase: { ...withheld(phase, losses.slice(0, mostTold)), proof }, at };
  return { phase: proved(phase, text, { changes, proof }), at: { state, proven: proof.proven } };
}

const mostTold = 3;

function proved(
  phase: Phase,
  text: PhaseText,
  { changes, proof }: { readonly changes: WrittenPhase["changes"]; readonly proof: Proof },
): ProvedPhase {
  return { phase, status: "written", why: [], text, changes, proof };
}

/** What denat wrote and cannot read is no proof, whoever is to blame. */
async function readBack<State>(
  tool: Tool<State>,
  state: State,
): Promise<{ readonly network: Network } | { readonly failure: string }> {
  try {
    return { network: await tool.read(state) };
  } catch (error) {
    if (error instanceof AppError) return { failure: `it cannot be read back: ${error.message}` };
    throw error;
  }
}

function idle(phase: Phase): ProvedPhase {
  // Watching has no text.
  const status = phase.number === 4 ? "written" : phase.withheld.length > 0 ? "withheld" : "empty";
  return { phase, status, why: phase.withheld, text: noText, changes: [], proof: undefined };
}

function withheld(phase: Phase, why: readonly string[]): ProvedPhase {
  return { phase, status: "withheld", why, text: noText, changes: [], proof: undefined };
}

/** Names need the endpoints that they lead to, and routes go last. */
function builtOn({ number, actions }: Phase, written: readonly WrittenPhase[]): string | undefined {
  if (actions.length === 0) return undefined;
  const needed = number === 3 ? [2] : number >= 5 ? [1, 2, 3, 5] : [];
  const missing = written.find(
    ({ phase, status }) => needed.includes(phase.number) && status === "withheld" && phase.actions.length > 0,
  );
  return missing === undefined ? undefined : `it builds on phase ${missing.phase.number}, which is withheld`;
}

/** A phase that is withheld serves nobody. */
function stageOf(
  { number }: Phase,
  written: readonly WrittenPhase[],
  { leaving, needingNone }: Migration,
): Stage {
  const serves = (own: Phase["number"]) =>
    number >= own && written.every(({ phase, status }) => phase.number !== own || status !== "withheld");
  return {
    serving: [
      ...(serves(1) ? (["gateway-endpoint"] as const) : []),
      ...(serves(3) ? (["interface-endpoint"] as const) : []),
    ],
    withoutNat: number < 5 ? new Set() : leaving,
    needingNone,
  };
}
