/** The words of the protocol: kinds of messages, of payloads, and of flags among the payloads. */

/** Our name of each, and the one on the wire. */
export const messageTypes = {
  input: "input_stream_data",
  output: "output_stream_data",
  acknowledge: "acknowledge",
  sessionState: "agent_session_state",
  channelClosed: "channel_closed",
  pause: "pause_publication",
  start: "start_publication",
  interactiveShell: "interactive_shell",
  job: "agent_job",
  jobAcknowledge: "agent_job_ack",
  jobReply: "agent_job_reply",
  jobReplyAcknowledge: "agent_job_reply_ack",
  taskComplete: "agent_task_complete",
  taskAcknowledge: "agent_task_acknowledge",
} as const;

export type MessageType = keyof typeof messageTypes;

export const payloadTypes = {
  /** Keyboard input as well. */
  output: 1,
  error: 2,
  size: 3,
  parameter: 4,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  challengeRequest: 8,
  challengeResponse: 9,
  flag: 10,
  standardError: 11,
  exitCode: 12,
} as const;

export type PayloadType = keyof typeof payloadTypes;

/** Four bytes of a payload of type `flag`. */
export const payloadFlags = { disconnectToPort: 1, terminateSession: 2, connectToPortError: 3 } as const;

const payloadTypeNames = new Map<number, PayloadType>(
  Object.entries(payloadTypes).map(([name, number]) => [number, name as PayloadType]),
);

/** Undefined for a number that means nothing here. */
export const payloadTypeOf = (number: number): PayloadType | undefined => payloadTypeNames.get(number);
