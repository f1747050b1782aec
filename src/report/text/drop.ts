/** One dropped packet as a line: when, what, from where to where, and what decided. */

export interface DropShown {
  /** Whose packet it is: that sent it, or was to get it. */
  readonly workload: string;
  /** In whose router it ended. */
  readonly vpc: string;
  readonly packet: {
    readonly protocol: string;
    readonly source: string;
    readonly destination: string;
    readonly sourcePort: number | undefined;
    readonly destinationPort: number | undefined;
  };
  readonly at: Date;
  readonly cause:
    | { readonly kind: "rule"; readonly rule: string | undefined; readonly chain: string }
    | { readonly kind: "blackhole"; readonly destination: string }
    | { readonly kind: "nobody" }
    | { readonly kind: "no-route" };
  /** Of whoever sent the packet. */
  readonly routeTable: string;
}

export function dropLine({ packet, at, vpc, cause, routeTable }: DropShown): string {
  const { source, sourcePort, destination, destinationPort } = packet;
  const way = `${end(source, sourcePort)} → ${end(destination, destinationPort)}`;
  const protocol = protocolNames[packet.protocol] ?? packet.protocol;
  return `${timeOfDay(at)}  ${protocol.padEnd(6)}  ${way.padEnd(wayWidth)}  ${causeText(cause, { vpc, routeTable })}\n`;
}

const protocolNames: Readonly<Record<string, string>> = { "ipv6-icmp": "icmpv6" };

/** Of two IPv4 addresses with ports, most of the time. */
const wayWidth = 41;

function end(address: string, port: number | undefined): string {
  if (port === undefined) return address;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

function causeText(
  cause: DropShown["cause"],
  { vpc, routeTable }: Pick<DropShown, "vpc" | "routeTable">,
): string {
  switch (cause.kind) {
    case "rule":
      return `dropped by ${cause.rule ?? `chain ${cause.chain}`}`;
    case "blackhole":
      return `dropped by the blackhole route ${cause.destination} of ${routeTable}`;
    case "nobody":
      return `dropped: nothing in ${vpc} has this address`;
    case "no-route":
      return `dropped: no route in ${routeTable}`;
  }
}

/** Where the machine is. */
function timeOfDay(at: Date): string {
  const parts = [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => `${part}`.padStart(2, "0"));
  return `${parts.join(":")}.${`${at.getMilliseconds()}`.padStart(3, "0")}`;
}
