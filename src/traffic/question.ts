/** What is asked of flow logs, and with what it is answered. */
import type { Facts } from "../facts/index.ts";
import type { Network, Unused } from "../model/network.ts";
import type { LogFile } from "./format/group.ts";
import type { GivenNat } from "./place/nat.ts";
import type { Engine, LogReader, SqlTexts } from "./query/engine.ts";
import type { Period } from "./query/judged.ts";
import type { DnsAnswer } from "./dns/answer.ts";

export interface TrafficQuestion {
  readonly files: readonly LogFile[];
  /** Files that are no flow logs, or of which a part cannot be read, with why. */
  readonly skipped: readonly Unused[];
  /** Of which nobody says what their records hold. */
  readonly withoutFormat: readonly string[];
  /** Lines that no reader could make a record of, beside what the engine rejects. */
  readonly malformed: number;
  /** Makes of files that the engine cannot read as they are others that it can; undefined where they are not here. */
  readonly mend: ((files: readonly LogFile[]) => Promise<Mended>) | undefined;
  readonly network: Network | undefined;
  /** Ids of what a route takes for a NAT and is no gateway. */
  readonly natInstances: readonly string[];
  readonly given: readonly GivenNat[];
  /** For NATs of which nothing else tells it. */
  readonly region: string | undefined;
  readonly period: Period;
  readonly dnsAnswers: readonly DnsAnswer[];
  /** Whether the endpoints of the network are measured too, which takes another reading of the logs. */
  readonly asksEndpoints: boolean;
}

export interface Mended {
  readonly files: readonly LogFile[];
  readonly skipped: readonly Unused[];
  readonly malformed: number;
}

export interface TrafficTools {
  readonly facts: Facts;
  readonly sql: SqlTexts;
  readonly engine: Engine;
  /** The engine, where it reads the logs itself. */
  readonly logs: LogReader;
}
