/**
 * What the key of an object tells of the flow log that wrote it, in plain and in Hive-compatible form.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html (read 2026-11-29)
 */
const fileName =
  /(?:^|[/\\])(\d{12}_vpcflowlogs_([a-z0-9-]+)_(fl-[0-9a-z]+)_\d{8}T\d{4}Z_[0-9a-z]+)\.[a-z.]+$/i;

export interface LogKey {
  readonly region: string;
  /** `fl-…`. */
  readonly flowLog: string;
  /** No two objects have the same; a copy of one has. */
  readonly object: string;
}

export function parseLogKey(name: string): LogKey | undefined {
  const [, object, region, flowLog] = fileName.exec(name) ?? [];
  return object === undefined || region === undefined || flowLog === undefined
    ? undefined
    : { region, flowLog, object };
}
