/** Traffic of a small network whose bytes are known, and the records that each interface would log of it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { findTraffic } from "../../../src/app/traffic/index.ts";
import type { TrafficRequest } from "../../../src/app/traffic/index.ts";
import type { TrafficAnswer } from "../../../src/model/traffic-answer.ts";

export const nat = { interface: "eni-0a1b2c3d4e5f60001", address: "10.0.0.220" } as const;
export const start = Date.parse("2026-11-02T00:00:00Z") / 1000;

export interface Connection {
  readonly client: string;
  readonly remote: string;
  readonly port: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly at: number;
}

/** One record before it is written: what stands in no record is "-". */
export type RawRecord = Readonly<Record<string, string | number>>;

export const clients = ["10.0.16.10", "10.0.16.11", "10.0.17.12"] as const;
/** By what AWS publishes: S3 of eu-west-1, an unnamed block of AWS, a tenant of EC2, CloudFront, and none of AWS. */
export const remotes = {
  s3: "52.218.0.7",
  unnamed: "52.95.120.9",
  tenant: "54.170.1.2",
  edge: "13.32.0.9",
  internet: "203.0.113.9",
} as const;

/** Always the same: sizes that no sum of others equals by chance. */
export function connections(count = 60): readonly Connection[] {
  const targets = Object.values(remotes);
  return Array.from({ length: count }, (_, index) => ({
    client: clients[index % clients.length] ?? "",
    remote: targets[(index * 7) % targets.length] ?? "",
    port: 20_000 + index,
    bytesOut: 1_000 + index * 37,
    bytesIn: 5_000 + index * index * 11,
    at: start + index * 50,
  }));
}

const record = (own: RawRecord, { at }: Connection): RawRecord => ({
  version: 11,
  "account-id": "123456789012",
  protocol: 6,
  packets: 3,
  start: at,
  end: at + 40,
  action: "ACCEPT",
  "log-status": "OK",
  type: "IPv4",
  region: "eu-west-1",
  ...own,
});

const from = (
  connection: Connection,
  [source, target]: readonly [string, string],
  ports: readonly [number, number],
) => ({
  srcaddr: source,
  dstaddr: target,
  srcport: ports[0],
  dstport: ports[1],
  start: connection.at,
});

/** The four legs at the NAT's interface. */
export function natRecords(connection: Connection): readonly RawRecord[] {
  const { client, remote, port, bytesOut, bytesIn } = connection;
  const at = { "interface-id": nat.interface, "interface-type": "nat_gateway" };
  const out = { bytes: bytesOut };
  const back = { bytes: bytesIn };
  const packet = (source: string, target: string) => ({ "pkt-srcaddr": source, "pkt-dstaddr": target });
  const translated = port + 10_000;
  return [
    {
      ...at,
      ...out,
      ...from(connection, [client, nat.address], [port, 443]),
      ...packet(client, remote),
      "flow-direction": "ingress",
    },
    {
      ...at,
      ...out,
      ...from(connection, [nat.address, remote], [translated, 443]),
      ...packet(nat.address, remote),
      "flow-direction": "egress",
      "traffic-path": 8,
    },
    {
      ...at,
      ...back,
      ...from(connection, [remote, nat.address], [443, translated]),
      ...packet(remote, nat.address),
      "flow-direction": "ingress",
    },
    {
      ...at,
      ...back,
      ...from(connection, [nat.address, client], [443, port]),
      ...packet(remote, client),
      "flow-direction": "egress",
      "traffic-path": 1,
    },
  ].map((own) => record(own, connection));
}

export const interfaceOf = (client: string): string => `eni-0client${client.replaceAll(".", "")}`;

/** The two records at the client's interface. */
export function clientRecords(connection: Connection): readonly RawRecord[] {
  const { client, remote, port, bytesOut, bytesIn } = connection;
  const at = {
    "interface-id": interfaceOf(client),
    "next-hop-interface-id": nat.interface,
    "next-hop-interface-type": "nat_gateway",
  };
  return [
    {
      ...at,
      bytes: bytesOut,
      ...from(connection, [client, remote], [port, 443]),
      "pkt-srcaddr": client,
      "pkt-dstaddr": remote,
      "flow-direction": "egress",
      "traffic-path": 1,
    },
    {
      ...at,
      bytes: bytesIn,
      ...from(connection, [remote, client], [443, port]),
      "pkt-srcaddr": remote,
      "pkt-dstaddr": client,
      "flow-direction": "ingress",
    },
  ].map((own) => record(own, connection));
}

/** What a NAT's interface logs of a scan from outside: accepted, and dropped by the NAT. */
export function scanRecords(count: number): readonly RawRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * 9;
    const own = {
      srcaddr: `198.51.100.${index % 250}`,
      dstaddr: nat.address,
      srcport: 50_000 + index,
      dstport: 22,
    };
    const packet = { "pkt-srcaddr": own.srcaddr, "pkt-dstaddr": nat.address, "flow-direction": "ingress" };
    const shown = { client: "", remote: "", port: 0, bytesOut: 0, bytesIn: 0, at };
    return record({ "interface-id": nat.interface, ...own, ...packet, bytes: 40 + index }, shown);
  });
}

export const formats = {
  v2: "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status",
  v5:
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status " +
    "pkt-srcaddr pkt-dstaddr region flow-direction traffic-path",
  v11:
    "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status " +
    "pkt-srcaddr pkt-dstaddr region flow-direction traffic-path interface-type next-hop-interface-id next-hop-interface-type",
} as const;

/** Lines under their header. */
export function toText(records: readonly RawRecord[], format: string, withHeader = true): string {
  const fields = format.split(" ");
  const version =
    Object.entries(formats)
      .find(([, known]) => known === format)?.[0]
      .slice(1) ?? "5";
  const lines = records.map((row) =>
    fields.map((field) => (field === "version" ? version : String(row[field] ?? "-"))).join(" "),
  );
  return [...(withHeader ? [format] : []), ...lines, ""].join("\n");
}

export interface Files {
  readonly directory: string;
  readonly write: (name: string, content: string | Uint8Array) => string;
  readonly remove: () => void;
}

/** A directory of logs; a name that ends in .gz is compressed. */
export function makeFiles(): Files {
  const directory = mkdtempSync(join(tmpdir(), "denat-test-"));
  return {
    directory,
    write: (name, content) => {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      const isText = typeof content === "string";
      writeFileSync(path, isText && name.endsWith(".gz") ? gzipSync(content) : content);
      return path;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

export const fileName = (flowLog: string, time: string, hash: string): string =>
  `123456789012_vpcflowlogs_eu-west-1_${flowLog}_${time}_${hash}.log.gz`;

export const noRequest: Omit<TrafficRequest, "logs"> = {
  topology: undefined,
  nats: [],
  logFormat: undefined,
  from: undefined,
  to: undefined,
  dnsLogs: [],
  bills: [],
  metrics: [],
  region: "eu-west-1",
  memoryLimit: undefined,
  progress: undefined,
};
export const given = [{ interface: nat.interface, addresses: [nat.address] }];

/** The answer for all logs that `make` writes. */
export async function answerOf(
  make: (files: Files) => void,
  request: Partial<TrafficRequest> = {},
): Promise<TrafficAnswer> {
  const files = makeFiles();
  try {
    make(files);
    return await findTraffic({ ...noRequest, logs: [files.directory], ...request });
  } finally {
    files.remove();
  }
}

export interface Truth {
  readonly nat: { readonly bytes: number; readonly bytesOut: number; readonly bytesIn: number };
  readonly clients: Readonly<Record<string, number>>;
  readonly classes: Readonly<Record<string, number>>;
}

export function truthOf(all: readonly Connection[]): Truth {
  const sum = (of: (one: Connection) => number) => all.reduce((total, one) => total + of(one), 0);
  const bytesOut = sum((one) => one.bytesOut);
  const bytesIn = sum((one) => one.bytesIn);
  const of = (holds: (one: Connection) => boolean) =>
    sum((one) => (holds(one) ? one.bytesOut + one.bytesIn : 0));
  const classes = {
    "gateway-endpoint": of(({ remote }) => remote === remotes.s3),
    "aws-unnamed": of(({ remote }) => remote === remotes.unnamed),
    "ec2-hosted": of(({ remote }) => remote === remotes.tenant),
    internet: of(({ remote }) => remote === remotes.edge || remote === remotes.internet),
  };
  return {
    nat: { bytes: bytesOut + bytesIn, bytesOut, bytesIn },
    clients: Object.fromEntries(clients.map((ip) => [ip, of(({ client }) => client === ip)])),
    classes,
  };
}

/** An answer in the form of the truth. */
export function foundIn({ nat: total, byClient, byService }: TrafficAnswer): Truth | undefined {
  if (total === undefined) return undefined;
  const both = (rows: readonly { readonly bytesOut: number; readonly bytesIn: number }[]) =>
    rows.reduce((sum, { bytesOut, bytesIn }) => sum + bytesOut + bytesIn, 0);
  const names = [...new Set(byService.map((row) => row.class))];
  return {
    nat: total,
    clients: Object.fromEntries(byClient.map((row) => [row.ip, both([row])])),
    classes: Object.fromEntries(
      names.map((name) => [name, both(byService.filter((row) => row.class === name))]),
    ),
  };
}
