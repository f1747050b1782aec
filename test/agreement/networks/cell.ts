/** The questions that every network is asked: from each client to each target, by one protocol. */
import { isIcmp } from "../../../src/reach/flow.ts";

/** What a client sends from, and ports near the ends of those that its kind takes for its own. */
export const clients = {
  "eni-a": { addresses: ["10.0.1.10", "10.0.1.12", "2600:1f14:aa:a01::10"], ports: [32_800, 58_000] },
  "eni-a2": { addresses: ["10.0.1.11"], ports: [49_200, 62_600] },
  "eni-b": { addresses: ["10.0.2.10", "2600:1f14:aa:a02::10"], ports: [1100, 62_600] },
  "eni-p": { addresses: ["10.0.0.10"], ports: [32_800, 58_000] },
  "eni-s": { addresses: ["10.9.1.10"], ports: [32_800, 58_000] },
  "eni-peer": { addresses: ["10.1.1.10", "2600:1f14:bb:b01::10"], ports: [32_800, 58_000] },
} as const;
export type ClientId = keyof typeof clients;
export const clientIds = Object.keys(clients) as readonly ClientId[];

/** Where somebody answers to datagrams. */
export const udpPort = 443;
export const publicTargets = ["8.8.8.8", "52.219.0.5", "2001:4860:4860::8888", "2406:daf8:4000::5"] as const;

const tcp = 6;
const udp = 17;
const icmp = 1;
const icmpv6 = 58;

interface Target {
  readonly address: string;
  readonly protocol: number;
  /** For ICMP `type * 256 + code`. */
  readonly port: number;
}

const tcpTargets: readonly (readonly [address: string, port: number])[] = [
  ["10.0.1.10", 443],
  ["10.0.1.11", 8080],
  ["10.0.1.12", 80],
  ["10.0.2.10", 443],
  ["10.0.0.10", 80],
  ["10.9.1.10", 443],
  ["10.1.1.10", 443],
  ["10.0.1.99", 443],
  ["10.1.1.99", 443],
  ["10.0.2.20", 443],
  ["10.0.2.20", 80],
  ["10.9.1.20", 443],
  ["10.0.1.30", 443],
  ["52.219.0.5", 443],
  ["8.8.8.8", 443],
  ["2600:1f14:aa:a01::10", 443],
  ["2600:1f14:aa:a02::10", 8080],
  ["2600:1f14:aa:a02::20", 443],
  ["2600:1f14:bb:b01::10", 443],
  ["2600:1f14:aa:a01::99", 443],
  ["2001:4860:4860::8888", 443],
  ["2406:daf8:4000::5", 443],
];
const udpTargets = ["10.0.1.10", "10.0.2.10", "10.1.1.10", "10.0.2.20", ...publicTargets];
const echoTargets = [
  "10.0.1.10",
  "10.0.2.10",
  "10.1.1.10",
  "10.0.2.20",
  "2600:1f14:aa:a01::10",
  "2600:1f14:bb:b01::10",
  ...publicTargets,
];

const targets: readonly Target[] = [
  ...tcpTargets.map(([address, port]) => ({ address, port, protocol: tcp })),
  ...udpTargets.map((address) => ({ address, port: udpPort, protocol: udp })),
  ...echoTargets.map((address) =>
    address.includes(":")
      ? { address, protocol: icmpv6, port: 128 * 256 }
      : { address, protocol: icmp, port: 8 * 256 },
  ),
];

export interface Cell extends Target {
  readonly from: ClientId;
  /** An echo is sent once, all else from each of the client's ports. */
  readonly tries: number;
}

const familyIn = (addresses: readonly string[], address: string): boolean =>
  addresses.some((own) => own.includes(":") === address.includes(":"));

export const cells: readonly Cell[] = clientIds.flatMap((from) =>
  targets
    .filter(({ address }) => {
      const own: readonly string[] = clients[from].addresses;
      return !own.includes(address) && familyIn(own, address);
    })
    .map((target) => ({ ...target, from, tries: isIcmp(target.protocol) ? 1 : 2 })),
);
