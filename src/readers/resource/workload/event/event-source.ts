/**
 * Event source mappings of Lambda that poll from inside a VPC: with interfaces in the subnets and groups of the cluster or
 * broker, or in those that are written for a self-managed one. Their function may run outside every VPC.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/with-msk-cluster-network.html, …/with-kafka-cluster-network.html,
 * …/process-messages-with-lambda.html, …/with-documentdb.html (read 2026-11-29): pollers in provisioned mode need no way of
 * their own out of the VPC, nor do those of a broker with a public address; queues and streams are polled by the service.
 */
import type { SecurityGroupId, SubnetId, WorkloadId } from "../../../../model/entity/entity.ts";
import type { Clue, Workload } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { eventSourceText, kindOfArn, secretUse } from "../../../event-source.ts";
import type { EventSourceKind, SecretUse } from "../../../event-source.ts";
import type { Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import { textOf, toEntity } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { booleanOr, entryOf, property, toItems, toShape, toText } from "../../property/property.ts";
import type { Rows } from "../../rows.ts";
import { fieldsIn, resourcesNamedIn } from "../clue.ts";
import { failureClues } from "./event-destination.ts";
import { stateOf } from "../instance/instance.ts";
import { interfacesOf } from "../interface.ts";
import { sourceTypes } from "./source-type.ts";

export const mappingType = "AWS::Lambda::EventSourceMapping";

export const mapEventSourceMapping = (estate: Estate, resource: Resource): Rows =>
  rowsOfMapping(estate, resource, undefined);

/** `told`: the kind, where the input says it beside the mapping. */
export function rowsOfMapping(estate: Estate, mapping: Resource, told: EventSourceKind | undefined): Rows {
  const source = sourceOf(mapping);
  const kind = told ?? kindOf(mapping, source);
  if (kind === undefined || property(mapping, "ProvisionedPollerConfig") !== undefined) return {};
  const place = kind === "self-managed-kafka" ? ownPlace(mapping) : placeOfSource(mapping, source);
  if (place === undefined) return {};
  const subnets = place.subnets.known
    ? estate.symbols<SubnetId>("subnet", place.subnets.value)
    : place.subnets;
  const networkInterfaces = interfacesOf(estate, mapping, {
    subnets,
    groups: place.subnets.known ? groupsOf(estate, place.groups) : unknownGroups(place.subnets),
    client: "lambda",
    hasPublicIpv4: () => known(false),
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, mapping),
    kind: "event-source-mapping",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    // What the role of the function allows is for its code; what the mapping itself calls is told by its clues.
    roles: known([]),
    platform: "linux",
    state: stateOf(mapping),
    clues: cluesOf(mapping, kind, source),
  };
  return { workloads: [workload], networkInterfaces };
}

function groupsOf(estate: Estate, groups: Value | undefined) {
  return groups === undefined ? undefined : estate.symbols<SecurityGroupId>("security group", groups);
}

const unknownGroups = (why: Extract<Known<unknown>, { known: false }>) => why;

/** The resource that the mapping polls, where it is one of the input. */
function sourceOf(mapping: Resource): Resource | undefined {
  const arn = property(mapping, "EventSourceArn");
  const named = arn === undefined ? [] : resourcesNamedIn(arn.content);
  return named.find(({ type }) => sourceTypes[type] !== undefined);
}

/** Told by the source, by the start of its ARN, or by what is written for one kind alone. */
function kindOf(mapping: Resource, source: Resource | undefined): EventSourceKind | undefined {
  if (property(mapping, "SelfManagedEventSource") !== undefined) return "self-managed-kafka";
  if (source !== undefined) return sourceTypes[source.type]?.kind;
  const arn = property(mapping, "EventSourceArn");
  const byArn = arn === undefined ? undefined : kindOfArn(toShape(arn) ?? "");
  return byArn ?? kindProperties.find(([name]) => isWritten(property(mapping, name)))?.[1];
}

const kindProperties: readonly (readonly [string, EventSourceKind])[] = [
  ["Topics", "kafka"],
  ["AmazonManagedKafkaEventSourceConfig", "kafka"],
  ["Queues", "mq"],
  ["DocumentDBEventSourceConfig", "documentdb"],
];

function isWritten(value: Value | undefined): boolean {
  const items = toItems(value);
  return value !== undefined && (!items.known || items.value.length > 0);
}

interface Place {
  readonly subnets: Known<Value>;
  readonly groups: Value | undefined;
}

/** Undefined for a source that is reached by its public address. */
function placeOfSource(mapping: Resource, source: Resource | undefined): Place | undefined {
  if (source === undefined) {
    const arn = property(mapping, "EventSourceArn");
    const name = arn === undefined ? "a source" : (toShape(arn) ?? "a source");
    return { subnets: sourceNotThere(mapping.id, name), groups: undefined };
  }
  const type = sourceTypes[source.type];
  const isPublic = booleanOr(property(source, "PubliclyAccessible"), false);
  if (isPublic.known && isPublic.value) return undefined;
  const place = type?.placeOf(source);
  const subnets: Known<Value> =
    place?.subnets === undefined
      ? unknown(`subnets of ${source.id}, which ${mapping.id} polls from`, `write them in ${source.id}`)
      : known(place.subnets);
  return { subnets, groups: place?.groups };
}

const sourceNotThere = (mapping: string, source: string) =>
  unknown(
    `subnets of ${source}, which ${mapping} polls from and which is not in the input`,
    "add the template, plan or state that defines the cluster or broker",
  );

/** Without subnets the brokers are reached by their public addresses. */
function ownPlace(mapping: Resource): Place | undefined {
  const access = property(mapping, "SourceAccessConfigurations");
  const items = toItems(access);
  if (!items.known) return { subnets: items, groups: undefined };
  const subnets = uris(access, "VPC_SUBNET");
  const groups = uris(access, "VPC_SECURITY_GROUP");
  if (access === undefined || subnets.length === 0) return undefined;
  const list = (values: readonly Value[]): Value => ({
    content: { kind: "list", items: values },
    origin: access.origin,
  });
  return { subnets: known(list(subnets)), groups: groups.length === 0 ? undefined : list(groups) };
}

/** `subnet:subnet-1` and `security_group:sg-1`; the word before the colon may be left out. */
function uris(access: Value | undefined, type: string): readonly Value[] {
  return fieldsIn(access).flatMap(({ fields }) => {
    const uri = entryOf(fields, "URI");
    if (uri === undefined || textAt(entryOf(fields, "Type")) !== type) return [];
    const [named] = isReference(uri.content) ? [uri.content.resource] : resourcesNamedIn(uri.content);
    if (named !== undefined)
      return [{ ...uri, content: { kind: "reference", resource: named, attribute: undefined } }];
    return typeof uri.content === "string"
      ? [{ ...uri, content: uri.content.replace(/^(?:subnet|security_group):/, "") }]
      : [uri];
  });
}

function textAt(value: Value | undefined): string | undefined {
  const text = value === undefined ? undefined : toText(value);
  return text?.known === true ? text.value : undefined;
}

function cluesOf(mapping: Resource, kind: EventSourceKind, source: Resource | undefined): readonly Clue[] {
  const engine = kind === "mq" && source !== undefined ? textOf(source, "EngineType") : undefined;
  const text = eventSourceText({ kind, engine, secret: secretsOf(mapping) });
  return [
    { kind: "event-source", text, origin: mapping.origin },
    ...brokerClues(mapping),
    ...failureClues(mapping),
  ];
}

function secretsOf(mapping: Resource): SecretUse {
  const access = property(mapping, "SourceAccessConfigurations");
  if (!toItems(access).known) return "unknown";
  return secretUse(fieldsIn(access).map(({ fields }) => textAt(entryOf(fields, "Type"))));
}

function brokerClues(mapping: Resource): readonly Clue[] {
  const servers = property(mapping, "SelfManagedEventSource", "Endpoints", "KafkaBootstrapServers");
  const items = toItems(servers);
  return (items.known ? items.value : []).flatMap((item) => {
    const text = toShape(item);
    return text === undefined
      ? []
      : [{ kind: "event-source" as const, text: `kafka://${text}`, origin: item.origin }];
  });
}
