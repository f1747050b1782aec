/**
 * Event source mappings of Lambda that poll from inside the VPC of a cluster or broker.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html (read 2026-11-29); which kinds do,
 * and when, is told in `resource/workload/event-source.ts`.
 */
import type { SecurityGroupId, WorkloadId } from "../../../../model/entity/entity.ts";
import { parseId } from "../../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../../model/entity/network-interface.ts";
import type { Clue } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Unknown } from "../../../../model/known.ts";
import { eventSourceText, failureText, kindOfArn, secretUse } from "../../../event-source.ts";
import type { EventSourceKind } from "../../../event-source.ts";
import { parseRows } from "../../answer/collected.ts";
import type { Collected, Row } from "../../answer/collected.ts";
import { findFields, findText, mustText, rowsAt, textsAt, valueAt } from "../../answer/fields.ts";
import type { Fields } from "../../answer/fields.ts";
import { sourcesOf } from "./event-source-place.ts";
import type { SourcePlace } from "./event-source-place.ts";
import { elsewhere, impliedInterfaces, interfacesLike, place } from "../placed.ts";
import type { Placed } from "../placed.ts";

export function placeEventSourceMappings(collected: Collected): readonly Placed[] {
  return parseRows(collected, "EventSourceMappings", (row) => placeMapping(row, collected)).flat();
}

function placeMapping({ fields, origin }: Row, collected: Collected): readonly Placed[] {
  const uuid = mustText(fields, "UUID");
  const arn = findText(fields, "EventSourceArn");
  const isOwn = valueAt(fields, "SelfManagedEventSource") !== undefined;
  const kind = isOwn ? "self-managed-kafka" : kindOfArn(arn ?? "");
  if (kind === undefined || valueAt(fields, "ProvisionedPollerConfig") !== undefined) return [];
  const at = isOwn ? ownPlace(fields) : sourcesOf(collected).get(arn ?? "");
  if (at === "public") return [];
  const called = mustText(fields, "FunctionArn").split(":")[6] ?? "a function";
  const id = `${called}-${uuid}`;
  const workload = {
    id: parseId<WorkloadId>(id),
    aliases: [uuid],
    scope: collected.scope.id,
    origin,
    kind: "event-source-mapping",
    roles: known([]),
    platform: "linux",
    state: "running",
    clues: cluesOf(fields, { kind, engine: at?.engine, origin }),
  } as const;
  const { present, implied } = interfacesFor(collected, { id, origin, at, missing: unplaced(kind, arn) });
  return [place(workload, present, implied)];
}

function interfacesFor(
  collected: Collected,
  {
    id,
    origin,
    at,
    missing,
  }: {
    readonly id: string;
    readonly origin: Row["origin"];
    readonly at: SourcePlace | undefined;
    readonly missing: Unknown;
  },
) {
  const like = { owner: id, client: "lambda", hasPublicIpv4: known(false), origin } as const;
  if (at === undefined || at.subnets.length === 0) {
    const implied: readonly NetworkInterface[] = [elsewhere(collected, like, missing)];
    return { present: [], implied };
  }
  const groups = at.groups.map((group) => parseId<SecurityGroupId>(group));
  const present = interfacesLike(collected, at.subnets, at.groups).filter(
    ({ row }) => row.client === "lambda",
  );
  const implied = impliedInterfaces(
    collected,
    { ...like, subnets: at.subnets, groups: known(groups) },
    present,
  );
  return { present, implied };
}

const calls: Readonly<Record<EventSourceKind, string>> = {
  kafka: "aws kafka list-clusters-v2",
  "self-managed-kafka": "aws lambda get-event-source-mapping",
  mq: "aws mq describe-broker",
  documentdb: "aws docdb describe-db-clusters and aws docdb describe-db-subnet-groups",
};

const unplaced = (kind: EventSourceKind, arn: string | undefined): Unknown =>
  unknown(`subnets of ${arn ?? "the brokers"}, which an event source mapping polls from`, calls[kind]);

/** Without subnets the brokers are reached by their public addresses. */
function ownPlace(fields: Fields): SourcePlace | "public" {
  const access = rowsAt(fields, "SourceAccessConfigurations");
  const ids = (type: string) =>
    access
      .filter((one) => findText(one, "Type") === type)
      .map((one) => mustText(one, "URI").replace(/^\w+:/, ""));
  const subnets = ids("VPC_SUBNET");
  return subnets.length === 0 ? "public" : { subnets, groups: ids("VPC_SECURITY_GROUP"), engine: undefined };
}

function cluesOf(
  fields: Fields,
  { kind, engine, origin }: { kind: EventSourceKind; engine: string | undefined; origin: Row["origin"] },
): readonly Clue[] {
  const access = rowsAt(fields, "SourceAccessConfigurations").map((one) => findText(one, "Type"));
  const failure = findText(
    findFields(findFields(fields, "DestinationConfig") ?? {}, "OnFailure") ?? {},
    "Destination",
  );
  const endpoints = findFields(findFields(fields, "SelfManagedEventSource") ?? {}, "Endpoints") ?? {};
  const texts = [
    eventSourceText({ kind, engine, secret: secretUse(access) }),
    ...textsAt(endpoints, "KAFKA_BOOTSTRAP_SERVERS").map((server) => `kafka://${server}`),
    failureText(failure ?? ""),
  ];
  return texts.flatMap((text) => (text === undefined ? [] : [{ kind: "event-source", text, origin }]));
}
