/**
 * Managed nodes: instances that registered, and whether they are heard of.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html (read 2026-11-29)
 */

export interface Node {
  readonly id: string;
  readonly registeredAtMs: number;
  /** Undefined for one that registered and has not been heard of since. */
  readonly lastPingAtMs: number | undefined;
  readonly reported: Reported;
  /** Of a hybrid node. */
  readonly activationId: string | undefined;
  readonly role: string | undefined;
  readonly name: string | undefined;
  /** DER in base64; the agent signs with the other half. */
  readonly publicKey: string | undefined;
}

/** As the agent tells it with each ping; what a short ping leaves out stays as it was. */
export interface Reported {
  readonly AgentName?: string;
  readonly AgentStatus?: string;
  readonly AgentVersion?: string;
  readonly AvailabilityZone?: string;
  readonly AvailabilityZoneId?: string;
  readonly ComputerName?: string;
  readonly IPAddress?: string;
  readonly PlatformName?: string;
  readonly PlatformType?: string;
  readonly PlatformVersion?: string;
  readonly SSMConnectionChannel?: string;
}

export interface Activation {
  readonly id: string;
  readonly code: string;
  readonly role: string;
  readonly description: string | undefined;
  readonly defaultName: string | undefined;
  readonly limit: number;
  readonly used: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly tags: readonly { readonly Key: string | undefined; readonly Value: string | undefined }[];
}

/** An agent pings every five minutes; AWS does not tell how many it may miss. Here it is two, and a minute of grace. */
const silenceMs = 11 * 60_000;

export const pingStatus = ({ lastPingAtMs }: Node, nowMs: number): "Online" | "ConnectionLost" =>
  lastPingAtMs !== undefined && nowMs - lastPingAtMs <= silenceMs ? "Online" : "ConnectionLost";
