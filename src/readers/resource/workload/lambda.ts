/**
 * Lambda functions in a VPC, of CloudFormation and of SAM, and the event sources that poll on their behalf.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 * (read 2026-11-24)
 */
import type { RoleId, SecurityGroupId, SubnetId, WorkloadId } from "../../../model/entity/entity.ts";
import type { Clue, Role, Workload } from "../../../model/entity/workload.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Fields, Resource, Value } from "../value.ts";
import { isReference } from "../attribute.ts";
import { toEntity, toImplied } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { allKnown, entryOf, property, toFields, toItems, toShape } from "../property.ts";
import { documentAt, policiesIn, rolesNamed } from "../role.ts";
import type { Rows } from "../rows.ts";
import { environmentClues } from "./clue.ts";
import { stateOf } from "./instance.ts";
import { interfacesOf } from "./interface.ts";

export function mapFunction(estate: Estate, resource: Resource): Rows {
  return toRows(estate, resource, rolesNamed(estate, property(resource, "Role")), []);
}

/** SAM makes a role for a function that names none. */
export function mapServerlessFunction(estate: Estate, resource: Resource): Rows {
  const named = property(resource, "Role");
  const made = named === undefined ? [madeRole(resource)] : [];
  const roles: Known<readonly RoleId[]> =
    named === undefined ? known(made.map(({ id }) => id)) : rolesNamed(estate, named);
  return { ...toRows(estate, resource, roles, eventClues(resource)), roles: made };
}

function toRows(
  estate: Estate,
  resource: Resource,
  roles: Known<readonly RoleId[]>,
  more: readonly Clue[],
): Rows {
  const config = property(resource, "VpcConfig");
  const subnets = estate.symbols<SubnetId>("subnet", property(resource, "VpcConfig", "SubnetIds"));
  if (config === undefined || (subnets.known && subnets.value.length === 0)) return {};
  const networkInterfaces = interfacesOf(estate, resource, {
    subnets,
    groups: estate.symbols<SecurityGroupId>(
      "security group",
      property(resource, "VpcConfig", "SecurityGroupIds"),
    ),
    client: "lambda",
    // An interface of a function has no public address, whatever its subnet gives others.
    hasPublicIpv4: () => known(false),
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "lambda",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    roles,
    platform: "linux",
    state: stateOf(resource),
    clues: [
      ...environmentClues(property(resource, "Environment", "Variables")),
      ...mappingClues(estate, resource),
      ...more,
    ],
  };
  return { workloads: [workload], networkInterfaces };
}

const mappingType = "AWS::Lambda::EventSourceMapping";

function mappingClues(estate: Estate, resource: Resource): readonly Clue[] {
  const mappings = estate.adding(mappingType, "FunctionName", resource.id);
  return mappings.flatMap((mapping) => sourceClue(mapping.properties, mapping.origin));
}

const sources: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /AWS::MSK::|arn:[^:]*:kafka:/, name: "kafka" },
  { pattern: /AWS::AmazonMQ::|arn:[^:]*:mq:/, name: "mq" },
  { pattern: /AWS::DocDB::|arn:[^:]*:rds:/, name: "documentdb" },
];

/** Only sources that live in a VPC are polled from inside it; provisioned pollers are not. */
function sourceClue(fields: Fields, origin: Clue["origin"]): readonly Clue[] {
  const provisioned = entryOf(fields, "ProvisionedPollerConfig") === undefined ? "" : " provisioned";
  const selfManaged = entryOf(fields, "SelfManagedEventSource");
  if (selfManaged !== undefined)
    return [{ kind: "event-source", text: `self-managed-kafka${provisioned}`, origin }];
  const arn = entryOf(fields, "EventSourceArn");
  if (arn === undefined) return [];
  const text = isReference(arn.content) ? arn.content.resource.type : (toShape(arn) ?? "");
  const source = sources.find(({ pattern }) => pattern.test(text));
  return source === undefined ? [] : [{ kind: "event-source", text: `${source.name}${provisioned}`, origin }];
}

const samSources: Readonly<Record<string, string>> = {
  MSK: "kafka",
  MQ: "mq",
  SelfManagedKafka: "self-managed-kafka",
  DocumentDB: "documentdb",
};

function eventClues(resource: Resource): readonly Clue[] {
  const events = property(resource, "Events");
  const fields = events === undefined ? undefined : toFields(events);
  if (fields?.known !== true) return [];
  return [...fields.value.entries.values()].flatMap((event) => {
    const read = toFields(event);
    const type = read.known ? entryOf(read.value, "Type")?.content : undefined;
    const name = typeof type === "string" ? samSources[type] : undefined;
    if (!read.known || name === undefined) return [];
    const provisioned =
      entryOf(read.value, "Properties", "ProvisionedPollerConfig") === undefined ? "" : " provisioned";
    return [{ kind: "event-source" as const, text: `${name}${provisioned}`, origin: event.origin }];
  });
}

const basicPolicies = ["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"];

/** Policies of a SAM function are names, documents, and SAM's own templates (`S3ReadPolicy: …`). */
function madeRole(resource: Resource): Role {
  const items = toItems(property(resource, "Policies"));
  const written = items.known ? items.value : [];
  const isMap = (value: Value) => toFields(value).known;
  const { names } = policiesIn({
    content: { kind: "list", items: written.filter((value) => !isMap(value)) },
    origin: resource.origin,
  });
  return {
    ...toImplied<RoleId>(`${resource.id}Role`, resource),
    managedPolicies: items.known ? mapKnown(names, (all) => [...basicPolicies, ...all]) : items,
    documents: items.known ? allKnown(written.filter(isMap).map((value) => samDocument(value))) : items,
  };
}

function samDocument(value: Value) {
  const fields = toFields(value);
  if (fields.known && fields.value.entries.has("Statement")) return documentAt(value, value.origin);
  const name = fields.known ? ([...fields.value.entries.keys()][0] ?? "") : "";
  return unknown(
    `statements of the SAM policy template ${name}`,
    "aws cloudformation get-template --template-stage Processed, once it is deployed",
  );
}
