/**
 * The fields of a record by name, for versions 2 to 11 of the format.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html (read 2026-11-29)
 */
import type { Flow } from "./flow.ts";
import type { Scene } from "./scene.ts";

type Write = (flow: Flow, scene: Scene) => string | number;

const dash = "-";
/** Of records that saw packets; NODATA and SKIPDATA have none. */
const seen =
  (write: Write): Write =>
  (flow, scene) =>
    flow.status === "OK" ? write(flow, scene) : dash;
const nothing: Write = () => dash;

interface Field {
  readonly version: number;
  readonly write: Write;
  /** How Parquet keeps it; the rest are strings. */
  readonly parquet?: "INTEGER" | "BIGINT";
}

const field = (version: number, write: Write, parquet?: Field["parquet"]): Field =>
  parquet === undefined ? { version, write } : { version, write, parquet };

const ownFields = {
  version: field(2, nothing, "INTEGER"),
  "account-id": field(2, (_, { account }) => account),
  "interface-id": field(2, ({ port }) => port.id),
  srcaddr: field(
    2,
    seen(({ source }) => source),
  ),
  dstaddr: field(
    2,
    seen(({ target }) => target),
  ),
  srcport: field(
    2,
    seen(({ sourcePort }) => sourcePort),
    "INTEGER",
  ),
  dstport: field(
    2,
    seen(({ targetPort }) => targetPort),
    "INTEGER",
  ),
  protocol: field(
    2,
    seen(({ protocol }) => protocol),
    "INTEGER",
  ),
  packets: field(
    2,
    seen(({ packets }) => packets),
    "BIGINT",
  ),
  bytes: field(
    2,
    seen(({ bytes }) => bytes),
    "BIGINT",
  ),
  start: field(2, ({ start }) => start, "BIGINT"),
  end: field(2, ({ end }) => end, "BIGINT"),
  action: field(
    2,
    seen(({ action }) => action),
  ),
  "log-status": field(2, ({ status }) => status),
  "vpc-id": field(3, (_, { vpc }) => vpc),
  "subnet-id": field(3, ({ port }) => port.subnet),
  "instance-id": field(3, ({ port }) => port.instance),
  "tcp-flags": field(
    3,
    seen(({ tcpFlags }) => tcpFlags),
    "INTEGER",
  ),
  type: field(
    3,
    seen(() => "IPv4"),
  ),
  "pkt-srcaddr": field(
    3,
    seen(({ packetSource }) => packetSource),
  ),
  "pkt-dstaddr": field(
    3,
    seen(({ packetTarget }) => packetTarget),
  ),
  region: field(4, (_, { region }) => region),
  "az-id": field(4, ({ port }) => port.zone),
  "sublocation-type": field(4, nothing),
  "sublocation-id": field(4, nothing),
  "pkt-src-aws-service": field(
    5,
    seen(({ sourceTags }) => serviceName(sourceTags)),
  ),
  "pkt-dst-aws-service": field(
    5,
    seen(({ targetTags }) => serviceName(targetTags)),
  ),
  "flow-direction": field(
    5,
    seen(({ direction }) => direction),
  ),
  "traffic-path": field(
    5,
    seen(({ path }) => path),
    "INTEGER",
  ),
  "reject-reason": field(8, nothing),
  "resource-id": field(9, nothing),
  "encryption-status": field(
    10,
    seen(() => 0),
  ),
  "interface-type": field(11, ({ port }) => port.kind),
  "next-hop-interface-id": field(
    11,
    seen(({ nextHop }) => nextHop?.id ?? dash),
  ),
  "next-hop-subnet-id": field(
    11,
    seen(({ nextHop }) => nextHop?.subnet ?? dash),
  ),
  "next-hop-az-id": field(
    11,
    seen(({ nextHop }) => nextHop?.zone ?? dash),
  ),
  "next-hop-vpc-id": field(
    11,
    seen(({ nextHop }, { vpc }) => (nextHop === undefined ? dash : vpc)),
  ),
  "next-hop-interface-type": field(
    11,
    seen(({ nextHop }) => nextHop?.kind ?? dash),
  ),
} as const satisfies Readonly<Record<string, Field>>;

/** Nothing of this scene runs on ECS, has a tag or belongs to a group. */
const emptyFields = [
  "ecs-cluster-arn",
  "ecs-cluster-name",
  "ecs-container-instance-arn",
  "ecs-container-instance-id",
  "ecs-container-id",
  "ecs-second-container-id",
  "ecs-service-name",
  "ecs-task-definition-arn",
  "ecs-task-arn",
  "ecs-task-id",
].map((name) => [name, field(7, nothing)] as const);
const tagFields = ["instance-tag", "interface-tag", "asg-tag"].map(
  (name) => [name, field(11, nothing)] as const,
);

const fields: ReadonlyMap<string, Field> = new Map<string, Field>([
  ...Object.entries(ownFields),
  ...emptyFields,
  ...tagFields,
]);

export function fieldNamed(name: string): Field {
  const found = fields.get(name);
  if (found === undefined) throw new Error(`no field of flow logs: ${name}`);
  return found;
}

/** All fields up to a version, in the order of the documentation. */
export function fieldsUpTo(version: number): readonly string[] {
  return [...fields].flatMap(([name, field]) => (field.version <= version ? [name] : []));
}

/** A record as a line without its end. The version of a custom format is the highest among its fields. */
export function lineWriter(names: readonly string[], scene: Scene): (flow: Flow) => string {
  const highest = String(Math.max(...names.map((name) => fieldNamed(name).version)));
  const writers = names.map((name) => (name === "version" ? () => highest : fieldNamed(name).write));
  return (flow) => {
    let line = "";
    for (const write of writers) line += line === "" ? write(flow, scene) : ` ${write(flow, scene)}`;
    return line;
  };
}

/** One name of the family of the tags; which of several AWS prefers is not documented. */
function serviceName(tags: readonly string[]): string {
  return (
    tags.find((tag) => tag !== "AMAZON" && tag !== "EC2") ??
    tags.find((tag) => tag === "EC2") ??
    tags[0] ??
    dash
  );
}
