/**
 * Where an object lies, as far as a table with projected partitions has to know it: what all keys of a flow log begin
 * with, and in which form the time follows.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html (read 2026-11-29)
 */
import { parseLogKey } from "../../../traffic/index.ts";

export interface Place {
  /** Key up to the Region, with its `/`. */
  readonly base: string;
  readonly isHive: boolean;
  readonly isHourly: boolean;
  /** `2026/11/02`, whatever the form. */
  readonly day: string;
  /** `fl-…`. */
  readonly flowLog: string;
}

const delivered =
  /^((?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?(?:aws-account-id=)?\d{12}\/(?:aws-service=)?vpcflowlogs\/(?:aws-region=)?[a-z0-9-]+\/)(year=)?(\d{4})\/(?:month=)?(\d\d)\/(?:day=)?(\d\d)\/(?:(?:hour=)?(\d\d)\/)?[^/]+$/;

/** Undefined for what does not lie where AWS delivers flow logs. */
export function placeOf(key: string): Place | undefined {
  const [, base, hive, year, month, day, hour] = delivered.exec(key) ?? [];
  const flowLog = parseLogKey(key)?.flowLog;
  if (base === undefined || flowLog === undefined) return undefined;
  return {
    base,
    isHive: hive !== undefined,
    isHourly: hour !== undefined,
    day: `${year}/${month}/${day}`,
    flowLog,
  };
}
