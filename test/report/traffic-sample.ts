/** An answer of `denat traffic` in which every field says something. */
import type { TrafficAnswer, TrafficClient } from "../../src/model/traffic-answer.ts";

const client: TrafficClient = {
  ip: "10.0.16.10",
  interface: "eni-app",
  workload: "i-app",
  zone: "eu-west-1a",
  vpc: "vpc-1",
};
const s3 = { class: "gateway-endpoint", service: "s3", tags: ["AMAZON", "S3"], region: "eu-west-1" } as const;
const other = { class: "internet", service: undefined, tags: [], region: undefined } as const;
const through = { vpc: "vpc-1", nat: "nat-1", natZone: "eu-west-1b", client } as const;

export const trafficSample: TrafficAnswer = {
  answer: "known",
  period: { start: "2026-11-01T00:00:00.000Z", end: "2026-11-01T01:00:00.000Z", seconds: 3600 },
  records: { read: 1000, counted: 400, duplicate: 100, noData: 5, skipData: 2, malformed: 3, other: 490 },
  method: "nat-interface",
  nat: { bytes: 4_000_000, bytesOut: 1_000_000, bytesIn: 3_000_000 },
  nats: [
    {
      id: "nat-1",
      zone: "eu-west-1b",
      vpc: "vpc-1",
      method: "nat-interface",
      records: 400,
      bytesOut: 1_000_000,
      bytesIn: 3_000_000,
    },
  ],
  byService: [
    { ...s3, bytesOut: 900_000, bytesIn: 2_000_000 },
    { ...other, bytesOut: 100_000, bytesIn: 1_000_000 },
  ],
  byClient: [{ ...client, bytesOut: 1_000_000, bytesIn: 3_000_000 }],
  flows: [
    { ...through, ...s3, host: undefined, hostConfidence: undefined, bytesOut: 900_000, bytesIn: 2_000_000 },
    {
      ...through,
      ...other,
      host: "api.example.com",
      hostConfidence: "high",
      bytesOut: 100_000,
      bytesIn: 1_000_000,
    },
  ],
  hosts: [{ host: "api.example.com", class: "internet", bytesOut: 100_000, bytesIn: 1_000_000 }],
  perDay: [{ date: "2026-11-01", nat: "nat-1", bytesOut: 1_000_000, bytesIn: 3_000_000 }],
  trafficGb: {
    nat: 2.7,
    gateway: 1.9,
    interface: 0,
    crossAz: 2.7,
    internetEgress: 0.07,
    scaledFromSeconds: 3600,
  },
  reconciliation: [
    {
      source: "cost-and-usage-report",
      ratio: 1.08,
      isClose: false,
      scales: true,
      days: [
        {
          nat: "nat-1",
          date: "2026-11-01",
          meteredBytes: 4_320_000,
          countedBytes: 4_000_000,
          ratio: 1.08,
          isClose: false,
        },
      ],
      basis: "usage types of NAT gateways",
    },
  ],
  coverage: {
    share: 0.995,
    skipData: 2,
    gaps: [{ of: "nat-1", start: "2026-11-01T00:10:00.000Z", end: "2026-11-01T00:40:00.000Z" }],
    clockSkew: 1,
    straddling: 4,
    files: 12,
    skipped: [{ path: "logs/readme.txt", reason: "no flow log" }],
    unknownFields: ["new-field"],
  },
  facts: { ranges: { syncToken: "1787411825", date: "2026-08-22" } },
  unknowns: [{ fact: "what the SKIPDATA records stand for", settledBy: "CloudWatch metrics of the NAT" }],
};
