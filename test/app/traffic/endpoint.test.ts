/** Bytes of endpoints that stand: from the records of their own interfaces, each once. */
import { describe, expect, it } from "vitest";
import { measureTraffic } from "../../../src/app/traffic/index.ts";
import { known } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../advice/facts.ts";
import { base, withEndpoints, withRows } from "../../reach/estate.ts";
import { connections, fileName, formats, given, makeFiles, natRecords, start, toText } from "./scene.ts";
import type { Files, RawRecord } from "./scene.ts";

const network = withEndpoints(base, "sqs", "kms");

const seenAt = (spot: string, bytes: number, more: RawRecord = {}): RawRecord => ({
  "account-id": "123456789012",
  "interface-id": spot,
  srcaddr: "10.0.1.10",
  dstaddr: "10.0.2.20",
  srcport: 30_000,
  dstport: 443,
  protocol: 6,
  packets: 3,
  bytes,
  start: start + 60,
  end: start + 100,
  action: "ACCEPT",
  "log-status": "OK",
  ...more,
});
const idle = (spot: string) =>
  seenAt(spot, 0, { "log-status": "NODATA", action: "-", bytes: "-", srcaddr: "-", dstaddr: "-" });

async function endpointsOf(make: (files: Files) => void, one: Network = network, asksEndpoints = true) {
  const files = makeFiles();
  try {
    make(files);
    const { endpoints } = await measureTraffic(one, facts, {
      logs: [files.directory],
      nats: given,
      logFormat: undefined,
      from: undefined,
      to: undefined,
      dnsLogs: [],
      bills: [],
      metrics: [],
      region: "eu-west-1",
      memoryLimit: undefined,
      progress: undefined,
      asksEndpoints,
    });
    return endpoints;
  } finally {
    files.remove();
  }
}

const ofNat = connections(12).flatMap(natRecords);
const ofSqs = [
  seenAt("eni-sqs", 700),
  seenAt("eni-sqs", 1300, { srcaddr: "10.0.2.20", dstaddr: "10.0.1.10" }),
  seenAt("eni-sqs", 50, { action: "REJECT" }),
];

describe("endpoints in flow logs", () => {
  it("are the sum of both directions at their interfaces; one that is idle is not one that nobody saw", async () => {
    const text = toText([...ofNat, ...ofSqs, idle("eni-kms")], formats.v5);
    expect(await endpointsOf(({ write }) => write("logs.gz", text))).toEqual([
      { endpoint: "vpce-sqs", bytes: 2000 },
      { endpoint: "vpce-kms", bytes: 0 },
    ]);
    const without = toText([...ofNat, ...ofSqs], formats.v5);
    expect(await endpointsOf(({ write }) => write("logs.gz", without))).toEqual([
      { endpoint: "vpce-sqs", bytes: 2000 },
    ]);
  });

  it("count once where two flow logs write the same", async () => {
    const text = toText([...ofNat, ...ofSqs], formats.v5);
    const found = await endpointsOf(({ write }) => {
      write(fileName("fl-0000000000000000a", "20261102T0000Z", "aaaaaaaa"), text);
      write(fileName("fl-0000000000000000b", "20261102T0000Z", "bbbbbbbb"), text);
    });
    expect(found).toEqual([{ endpoint: "vpce-sqs", bytes: 2000 }]);
  });

  it("are not measured where nobody asks, nor where not all of their interfaces are known", async () => {
    const text = toText([...ofNat, ...ofSqs], formats.v5);
    const write = (files: Files) => files.write("logs.gz", text);
    expect(await endpointsOf(write, network, false)).toBeUndefined();
    const planned = withRows(network, {
      vpcEndpoints: [...network.vpcEndpoints.values()].map((row) => ({
        ...row,
        networkInterfaces: known([]),
      })),
    });
    expect(await endpointsOf(write, planned)).toEqual([]);
  });
});
