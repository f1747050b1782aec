/**
 * Where a forwarded port leads: the instance itself, or a host that it resolves and reaches for itself. The link-local addresses of
 * metadata, DNS and time are refused, and so is the VPC's resolver
 * (agent/session/plugins/port/port.go and `Mgs.DeniedPortForwardingRemoteIPs` of the real agent, read 2026-11-29).
 */
import type { Socket } from "node:net";
import { textAt } from "../../../channel/fields.ts";
import type { Fields } from "../../../channel/fields.ts";
import type { AgentContext } from "../../agent/context.ts";
import { schedule } from "../../agent/schedule.ts";
import { openConnection } from "../../net/connect.ts";

const denied = [
  "169.254.169.254",
  "fd00:ec2::254",
  "169.254.169.253",
  "fd00:ec2::253",
  "169.254.169.123",
  "fd00:ec2::123",
  "169.254.169.250",
  "fd00:ec2::250",
] as const;

export interface Destination {
  readonly open: () => Promise<Socket>;
  /** Local forwarding; else one connection with the client's standard streams. */
  readonly isLocal: boolean;
}

/** The words of the refusal, where there is one. */
export async function destinationOf(
  { net, place, pace }: AgentContext,
  properties: Fields,
): Promise<Destination | string> {
  const portText = textAt(properties, "portNumber");
  const port = Number(portText);
  const host = textAt(properties, "host").trim();
  if (portText === "") return "Port number is empty in session properties.";
  if (!Number.isInteger(port) || port < 1 || port > 0xffff) return `Invalid port number ${portText}.`;
  const isLocal = textAt(properties, "type") === "LocalPortForwarding";
  const timeoutMs = pace.limit(schedule.dialTimeoutMs);
  if (host === "") {
    // As `localhost` is in every instance's hosts file.
    const open = () => openConnection(net, { host: "127.0.0.1", port, timeoutMs });
    return { isLocal, open: () => open().catch(() => openConnection(net, { host: "::1", port, timeoutMs })) };
  }
  const found = isAddress(host) ? [host] : await net.lookup(host).catch(() => []);
  const forbidden: readonly string[] = [...denied, ...place.resolvers];
  if (found.some((address) => forbidden.includes(address)))
    return `Forwarding to IP address ${host} is forbidden.`;
  return { isLocal, open: () => openConnection(net, { host, port, timeoutMs }) };
}

const isAddress = (host: string): boolean => host.includes(":") || /^[\d.]+$/.test(host);
