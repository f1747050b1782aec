/** What a session does once its channel is open, whatever kind it is of. */
import type { AgentContext } from "../agent/context.ts";
import type { DataChannel } from "./data-channel.ts";
import type { SessionTask } from "./task.ts";

export interface Activity {
  /** When it is over by itself, or was ended. */
  readonly done: Promise<Outcome>;
  readonly end: () => void;
}

export interface Outcome {
  readonly status: "Success" | "Failed";
  /** What the user reads at the end; empty for an ordinary one. */
  readonly output: string;
}

export const success: Outcome = { status: "Success", output: "" };
export const failure = (output: string): Outcome => ({ status: "Failed", output });

export interface ActivityStart {
  readonly context: AgentContext;
  readonly channel: DataChannel;
  readonly task: SessionTask;
  /** Of the handshake; empty where there was none. */
  readonly clientVersion: string;
  /** Everything that the user gets to see. */
  readonly record: (bytes: Buffer) => void;
}
