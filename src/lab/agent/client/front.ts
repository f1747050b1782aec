/** What a kind of session is to its user: the parts that all of them share. */
import type { Readable, Writable } from "node:stream";
import { payloadFlags } from "../../channel/type.ts";
import type { PayloadType } from "../../channel/type.ts";
import { flagBytes } from "../session/port/many.ts";
import type { Client } from "./client.ts";
import type { SessionKind } from "./handshake.ts";

/** Standard streams; those of a terminal have the rest as well. */
export interface Screen {
  readonly input: Readable & { readonly isTTY?: boolean; readonly setRawMode?: (isRaw: boolean) => unknown };
  readonly output: Writable & { readonly columns?: number; readonly rows?: number };
  readonly error: Writable;
}

/** What a kind of session does with what comes, and with the user. */
export interface Front {
  /** False where it cannot be taken yet. */
  readonly onPayload: (payloadType: PayloadType, payload: Buffer) => boolean;
  readonly onRoom: () => void;
  /** The user interrupts. */
  readonly onInterrupt: (signal: NodeJS.Signals) => void;
  readonly close: () => void;
}

export interface FrontStart {
  readonly client: Client;
  readonly kind: SessionKind;
  readonly sessionId: string;
  readonly screen: Screen;
}

/** False where the user's end takes no more for now: its `drain` tells when it does. */
export function print({ output, error }: Screen, type: PayloadType, payload: Buffer): boolean {
  const stream = type === "standardError" ? error : output;
  if (type !== "output" && type !== "standardError") return true;
  if (stream.writableNeedDrain) return false;
  stream.write(payload);
  return true;
}

/** The user ends a forwarding: the agent is told, and nobody waits for its answer. */
export async function terminate({ client, sessionId, screen }: FrontStart): Promise<void> {
  screen.output.write("Terminate signal received, exiting.\n");
  client.send("flag", flagBytes(payloadFlags.terminateSession));
  await client.drain();
  screen.output.write(`\n\nExiting session with sessionId: ${sessionId}.\n\n`);
  client.leave();
}
