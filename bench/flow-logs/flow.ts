/**
 * What one network interface logs of one flow in one capture window, and the records that a connection leaves behind.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html (NAT gateways; read 2026-11-29)
 */
import type { Random } from "../estate/random.ts";
import type { Remote } from "./remote.ts";
import type { Client, Port } from "./scene.ts";

export interface Flow {
  readonly port: Port;
  readonly status: "OK" | "NODATA" | "SKIPDATA";
  readonly source: string;
  readonly target: string;
  readonly packetSource: string;
  readonly packetTarget: string;
  readonly sourcePort: number;
  readonly targetPort: number;
  readonly protocol: number;
  readonly packets: number;
  readonly bytes: number;
  readonly start: number;
  readonly end: number;
  readonly action: "ACCEPT" | "REJECT";
  readonly direction: "ingress" | "egress";
  /** The traffic-path of what leaves; "-" for what arrives. */
  readonly path: string;
  readonly tcpFlags: number;
  readonly sourceTags: readonly string[];
  readonly targetTags: readonly string[];
  readonly nextHop: Port | undefined;
}

/** One minute of a connection through a NAT gateway. */
export interface Exchange {
  readonly client: Client;
  readonly remote: Remote;
  readonly clientPort: number;
  readonly natPort: number;
  readonly remotePort: number;
  readonly protocol: number;
  readonly bytesOut: number;
  /** 0 where nobody answers: then nothing is logged of the way back. */
  readonly bytesIn: number;
  readonly start: number;
  readonly end: number;
  readonly tcpFlags: number;
}

const bytesPerPacket = 1200;
export const packetsOf = (bytes: number) => Math.max(1, Math.ceil(bytes / bytesPerPacket));

/** Two records of the client's interface and four of the NAT gateway's: legs 1 to 4. */
export function flowsOf(exchange: Exchange, random: Random, latest: number): readonly Flow[] {
  const { client, remote, clientPort, natPort, remotePort } = exchange;
  const { nat } = client;
  const { address: near } = client;
  const { address: far, kind } = remote;
  const none: readonly string[] = [];
  // The same flow carries other times on another interface.
  const late = Math.min(random.integer(0, 3), latest - exchange.end);
  const times = { start: exchange.start + late, end: exchange.end + late };
  const out = { ...carried(exchange, exchange.bytesOut), sourceTags: none, targetTags: kind.tags };
  const outPorts = { sourcePort: clientPort, targetPort: remotePort };
  const natOutPorts = { sourcePort: natPort, targetPort: remotePort };
  const forward = { packetSource: near, packetTarget: far };
  const ingress = { direction: "ingress", path: "-", nextHop: undefined } as const;
  const flows: Flow[] = [
    {
      ...out,
      ...outPorts,
      ...forward,
      port: client,
      source: near,
      target: far,
      direction: "egress",
      path: "1",
      nextHop: nat,
    },
    { ...out, ...outPorts, ...forward, ...ingress, ...times, port: nat, source: near, target: nat.address },
    {
      ...out,
      ...natOutPorts,
      ...times,
      port: nat,
      source: nat.address,
      target: far,
      packetSource: nat.address,
      packetTarget: far,
      direction: "egress",
      path: "8",
      nextHop: undefined,
    },
  ];
  if (exchange.bytesIn === 0) return flows;
  const back = { ...carried(exchange, exchange.bytesIn), sourceTags: kind.tags, targetTags: none };
  const backward = { packetSource: far, packetTarget: near };
  const backPorts = { sourcePort: remotePort, targetPort: clientPort };
  const natBackPorts = { sourcePort: remotePort, targetPort: natPort };
  flows.push(
    {
      ...back,
      ...natBackPorts,
      ...ingress,
      ...times,
      port: nat,
      source: far,
      target: nat.address,
      packetSource: far,
      packetTarget: nat.address,
    },
    {
      ...back,
      ...backPorts,
      ...backward,
      ...times,
      port: nat,
      source: nat.address,
      target: near,
      direction: "egress",
      path: "1",
      nextHop: client,
    },
    { ...back, ...backPorts, ...backward, ...ingress, port: client, source: far, target: near },
  );
  return flows;
}

function carried({ protocol, start, end, tcpFlags }: Exchange, bytes: number) {
  return {
    status: "OK",
    protocol,
    bytes,
    packets: packetsOf(bytes),
    start,
    end,
    tcpFlags,
    action: "ACCEPT",
  } as const;
}
