/** Log groups, their streams and events, in each Region. */
import { ServiceFault } from "../fault.ts";

export interface LogEvent {
  readonly id: string;
  readonly timestamp: number;
  readonly ingestedAtMs: number;
  readonly message: string;
}

export interface LogStream {
  readonly name: string;
  readonly arn: string;
  readonly createdAtMs: number;
  /** In the order of their times. */
  events: readonly LogEvent[];
}

export interface LogGroup {
  readonly name: string;
  /** Without the `:*` that some answers add. */
  readonly arn: string;
  readonly createdAtMs: number;
  readonly kmsKeyId: string | undefined;
  readonly streams: Map<string, LogStream>;
}

export type RegionLogs = Map<string, LogGroup>;

export function createLogStore(): (region: string) => RegionLogs {
  const regions = new Map<string, RegionLogs>();
  return (region) => {
    const groups = regions.get(region) ?? new Map<string, LogGroup>();
    regions.set(region, groups);
    return groups;
  };
}

/** By name or ARN. */
export function mustGroup(groups: RegionLogs, nameOrArn: string): LogGroup {
  const name = /^arn:[^:]+:logs:[^:]*:\d+:log-group:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn;
  const group = groups.get(name);
  if (group !== undefined) return group;
  throw new ServiceFault("ResourceNotFoundException", "The specified log group does not exist.");
}

export function mustStream(group: LogGroup, name: string): LogStream {
  const stream = group.streams.get(name);
  if (stream !== undefined) return stream;
  throw new ServiceFault("ResourceNotFoundException", "The specified log stream does not exist.");
}
