/** What crossed the NATs, as a value: the answer of `denat traffic`, which reports print and designs start from. */
import type { MissingFact } from "./answer.ts";
import type { Unused } from "./network.ts";
import type { Reconciliation } from "./reconciliation.ts";

/**
 * What could take traffic to a remote in place of the NAT. `aws-unnamed`: an address of AWS of which no service is known;
 * `ec2-hosted`: one of EC2, which any tenant may have.
 */
export const trafficClasses = [
  "gateway-endpoint",
  "interface-endpoint",
  "aws-unnamed",
  "ec2-hosted",
  "internet",
  "private",
] as const;
export type TrafficClass = (typeof trafficClasses)[number];

/** How bytes were found so that each is counted once. */
export type TrafficMethod =
  | "nat-interface"
  | "nat-interface-v2"
  | "regional-nat"
  | "instance-next-hop"
  | "instance-traffic-path";

/** `bytesOut` from client to remote, `bytesIn` from remote to client. */
export interface Bytes {
  readonly bytesOut: number;
  readonly bytesIn: number;
}

/** ISO times; undefined where neither logs nor options tell them. */
export interface TrafficPeriod {
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly seconds: number | undefined;
}

/** Every record is in exactly one of the others of `read`. */
export interface RecordCounts {
  readonly read: number;
  /** The bytes of the answer are theirs. */
  readonly counted: number;
  /** Of a flow log that saw the same traffic as the one that is counted. */
  readonly duplicate: number;
  readonly noData: number;
  readonly skipData: number;
  readonly malformed: number;
  /** Rejected traffic, other legs of a connection, traffic that no NAT saw, outside the period. */
  readonly other: number;
}

/** A remote as the address ranges, and names where there are any, tell of it. */
export interface RemoteName {
  readonly class: TrafficClass;
  /** As in the name of its endpoint; undefined where it is not known or is none. */
  readonly service: string | undefined;
  /** All tags of its range, sorted. */
  readonly tags: readonly string[];
  /** Undefined for what is not AWS's; `GLOBAL` at the edge. */
  readonly region: string | undefined;
}

export interface ServiceTraffic extends RemoteName, Bytes {}

export interface TrafficClient {
  readonly ip: string;
  readonly interface: string | undefined;
  readonly workload: string | undefined;
  readonly zone: string | undefined;
  readonly vpc: string | undefined;
}

export interface ClientTraffic extends TrafficClient, Bytes {}

export interface NatTraffic extends Bytes {
  /** The gateway's id, or its interface's where that is all that is known. */
  readonly id: string;
  readonly zone: string | undefined;
  readonly vpc: string | undefined;
  readonly method: TrafficMethod;
  readonly records: number;
}

/** One client, through one NAT, to one service. */
export interface TrafficFlow extends RemoteName, Bytes {
  /** The NAT's VPC. */
  readonly vpc: string | undefined;
  readonly nat: string;
  readonly natZone: string | undefined;
  /** Undefined with method `nat-interface-v2`, whose records do not tell who of the clients spoke to whom. */
  readonly client: TrafficClient | undefined;
  /** The name that a client asked for before it sent; told by DNS logs alone. */
  readonly host: string | undefined;
  /** High: the client asked for it itself, shortly before. Low: others of its VPC did, hours earlier. */
  readonly hostConfidence?: HostConfidence | undefined;
}

export type HostConfidence = "high" | "medium" | "low";

/** A remote that keeps the NAT, by the name it was asked for, or its address. */
export interface HostTraffic extends Bytes {
  readonly host: string;
  readonly class: TrafficClass;
}

/** What crossed an interface endpoint that stands, both directions, as its own interfaces logged it. */
export interface EndpointTraffic {
  readonly endpoint: string;
  readonly bytes: number;
}

export interface DayTraffic extends Bytes {
  /** In UTC, as bills count days. */
  readonly date: string;
  readonly nat: string;
}

/**
 * Gigabytes (2^30) of a month of 730 hours, as `denat cost --traffic` reads them. `nat` is everything; `gateway` and
 * `interface` are the parts of it that such endpoints could take.
 */
export interface TrafficGb {
  readonly nat: number;
  readonly gateway: number;
  readonly interface: number;
  /** Both directions between clients and NATs of different zones. */
  readonly crossAz: number;
  /** Out to what is not AWS's. */
  readonly internetEgress: number;
  /** What was seen and scaled to a month. */
  readonly scaledFromSeconds: number;
}

export interface CoverageGap {
  /** The NAT, or the interface. */
  readonly of: string;
  readonly start: string;
  readonly end: string;
}

/** What the totals rest on. */
export interface TrafficCoverage {
  /** Records that could be read and were not skipped, of all that there are or are known to be missing. */
  readonly share: number;
  /** Records that stand for flows nobody logged; each may stand for many. */
  readonly skipData: number;
  /** Stretches without any record between the first and the last, where even an idle interface leaves one. */
  readonly gaps: readonly CoverageGap[];
  /** Start after end, or in the future: counted, but not believed for the period. */
  readonly clockSkew: number;
  /** Begun within the period and ended after it: counted whole. */
  readonly straddling: number;
  readonly files: number;
  /** Files, or parts of them, that were passed over. */
  readonly skipped: readonly Unused[];
  /** Names of fields that no flow log of AWS is known to have. */
  readonly unknownFields: readonly string[];
}

export interface TrafficAnswer {
  /** `unknown`: the logs do not tell exactly what crossed a NAT; `unknowns` says what would settle it. */
  readonly answer: "known" | "unknown";
  readonly period: TrafficPeriod;
  readonly records: RecordCounts;
  readonly method: TrafficMethod | undefined;
  /** What AWS bills as processed; undefined where it cannot be told. */
  readonly nat: (Bytes & { readonly bytes: number }) | undefined;
  readonly nats: readonly NatTraffic[];
  readonly byService: readonly ServiceTraffic[];
  readonly byClient: readonly ClientTraffic[];
  readonly flows: readonly TrafficFlow[];
  /** Largest first. */
  readonly hosts: readonly HostTraffic[];
  readonly perDay: readonly DayTraffic[];
  /** Endpoints of which the logs tell; left out where nobody asked. */
  readonly endpoints?: readonly EndpointTraffic[];
  readonly trafficGb: TrafficGb | undefined;
  /** With each meter that was given: bills, then metrics. */
  readonly reconciliation: readonly Reconciliation[];
  readonly coverage: TrafficCoverage;
  readonly facts: { readonly ranges: { readonly syncToken: string; readonly date: string } };
  readonly unknowns: readonly MissingFact[];
}
