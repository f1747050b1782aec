/**
 * What the message gateway is to the rest of Systems Manager: control channels to agents, sessions between an agent and a
 * client. How bytes get across is the gateway's matter; what a session or a command is, is not.
 */
import type { Message } from "../../channel/message.ts";

export interface Gateway {
  /** Whether the target's control channel is open and answers pings. */
  readonly isConnected: (target: string) => boolean;
  /** Puts a message on the control channel of a target; false where none is open. */
  readonly send: (target: string, message: Message) => boolean;
  /** Lets the two ends of a session come. The token is the client's, for the data channel of the session. */
  readonly open: (session: GatewaySession) => string;
  /** A new token for a client that comes back; undefined for a session that is over. */
  readonly resume: (sessionId: string) => string | undefined;
  /** Tells all who hold an end of it, and forgets it. `output` is what the client's user reads; empty for an ordinary end. */
  readonly end: (sessionId: string, output: string) => void;
}

export interface GatewaySession {
  readonly id: string;
  readonly target: string;
  readonly region: string;
}

/** What comes up from the agents and is not for the other end of a session. */
export interface GatewayEvents {
  /** A control channel opened or closed. */
  readonly onChannel: (target: string, isOpen: boolean) => void;
  /** `agent_task_complete`, `agent_job_ack`, `agent_job_reply`, by the type on the wire; the payload is the agent's JSON. */
  readonly onMessage: (target: string, message: Message) => void;
  /** The agent said "Connected" for a session, or the session was ended by the gateway. */
  readonly onSession: (sessionId: string, state: "connected" | "ended") => void;
}
