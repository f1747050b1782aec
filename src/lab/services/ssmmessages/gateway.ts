/**
 * What the message gateway is to the rest of Systems Manager: control channels to agents, sessions between an agent and a
 * client. How bytes get across is the gateway's matter; what a session or a command is, is not.
 */
import type { Message } from "../../channel/message.ts";
import type { Credential } from "../../credential.ts";

export interface Gateway {
  /** Whether the target's control channel is open and answers pings. */
  readonly isConnected: (target: string) => boolean;
  /**
   * Puts a message on the control channel of a target; false where none is open. A job for an agent that has none, but asks
   * for its messages at ec2messages, is delivered there.
   */
  readonly send: (target: string, message: Message) => boolean;
  /** Lets the two ends of a session come. The token is the client's, for the data channel of the session. */
  readonly open: (session: GatewaySession) => string;
  /** A new token for a client that comes back; undefined for a session that is over. */
  readonly resume: (sessionId: string) => string | undefined;
  /**
   * Tells all who hold an end of it, and forgets it; does nothing for a session that is over. `output` is what the client's
   * user reads; empty for an ordinary end.
   */
  readonly end: (sessionId: string, output: string) => void;
}

export interface GatewaySession {
  readonly id: string;
  readonly target: string;
  readonly region: string;
  /** Who started it: may open its data channel without a signature, by the token. Left out, only endpoint policies are asked. */
  readonly owner?: Credential;
  /** `idleSessionTimeout` of the session preferences: 1 to 60, else 20. */
  readonly idleMinutes?: number;
  /** `maxSessionDuration`: 1 to 1440, else as long as it is used. */
  readonly longestMinutes?: number;
}

/** What comes up from the agents and is not for the other end of a session. */
export interface GatewayEvents {
  /** A control channel opened or closed. */
  readonly onChannel: (target: string, isOpen: boolean) => void;
  /**
   * `agent_task_complete`, `agent_job_ack`, `agent_job_reply`, by the type on the wire; the payload is the agent's JSON. What
   * wants to be acknowledged the gateway acknowledges, and a session whose task is complete it ends with the agent's output,
   * after this was called. The same message may come twice. Those of ec2messages come in the same three forms.
   */
  readonly onMessage: (target: string, message: Message) => void;
  /** The agent said "Connected" for a session; or the session is over, which is told once, whoever ended it. */
  readonly onSession: (sessionId: string, state: "connected" | "ended") => void;
}
