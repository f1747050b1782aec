/** What the services of a VPC take, each at the wire that it has. */
import type { Device } from "../plan.ts";
import { chain, icmpErrors, quoted, ruleset, set } from "./ruleset.ts";

interface Entry {
  readonly device: Device;
  readonly addresses: readonly string[];
  readonly ports: readonly number[];
  readonly isGateway: boolean;
}

/**
 * An interface endpoint takes TCP to its service's ports; a gateway endpoint takes TCP and echo requests, whatever address of
 * the service they are for (https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html, read 2026-11-29).
 * Everything else is silence. Nobody here begins a connection, so that the port alone tells what may come in.
 */
export function servicesRuleset(doors: readonly Entry[], resolvers: readonly string[]): string {
  const open = doors.filter(({ ports }) => ports.length > 0);
  const gateways = open.filter(({ isGateway }) => isGateway);
  return ruleset([
    ...arrivalChains(gateways),
    set(
      "open",
      "ifname . inet_service",
      open.flatMap(({ device, ports }) => ports.map((port) => `${quoted(device.name)} . ${port}`)),
    ),
    chain("input", [
      "type filter hook input priority filter; policy drop;",
      "iifname . tcp dport @open accept",
      'iifname "lo" accept',
      ...resolvers.map(
        (address) => `iifname "meta" ${daddr(address)} meta l4proto { tcp, udp } th dport 53 accept`,
      ),
      `iifname "meta" ${daddr(metadataAddress)} tcp dport 80 accept`,
      ...gateways.map(({ device }) => `iifname ${quoted(device.name)} icmp type echo-request accept`),
      ...gateways.map(({ device }) => `iifname ${quoted(device.name)} icmpv6 type echo-request accept`),
      ...icmpErrors,
    ]),
  ]);
}

/** To gateway endpoints, and from the addresses that stand for what they take. The kernel keeps no connection of others in mind. */
function arrivalChains(gateways: readonly Entry[]): readonly string[] {
  if (gateways.length === 0) return [];
  const devices = gateways.map(({ device }) => quoted(device.name));
  const wordsOf = (address: string) => (address.includes(":") ? ["ip6", "ipv6"] : ["ip", "ipv4"]);
  const arrivals = gateways.flatMap(({ device, addresses }) =>
    addresses.map((address) => {
      const [word = "", family = ""] = wordsOf(address);
      return { address, word, match: `iifname ${quoted(device.name)} meta nfproto ${family}` };
    }),
  );
  return [
    chain("arrive", [
      "type nat hook prerouting priority dstnat; policy accept;",
      ...arrivals.map(({ match, word, address }) => `${match} dnat ${word} to ${address}`),
    ]),
    chain("untracked", [
      "type filter hook prerouting priority raw; policy accept;",
      `iifname != { ${devices.join(", ")} } notrack`,
    ]),
    chain("untracked_out", [
      "type filter hook output priority raw; policy accept;",
      ...arrivals.map(({ word, address }) => `${word} saddr ${address} accept`),
      "notrack",
    ]),
  ];
}

const daddr = (address: string): string => `${address.includes(":") ? "ip6" : "ip"} daddr ${address}`;

const metadataAddress = "169.254.169.254";
