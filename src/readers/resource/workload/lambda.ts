/**
 * Lambda functions in a VPC, of CloudFormation and of SAM.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
 * https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
 * (read 2026-11-24)
 */
import type { RoleId, SecurityGroupId, SubnetId, WorkloadId } from "../../../model/entity/entity.ts";
import type { Role, Workload } from "../../../model/entity/workload.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { EventSourceKind } from "../../event-source.ts";
import type { Fields, Resource, Value } from "../property/value.ts";
import { toEntity, toImplied } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { allKnown, entryOf, property, toFields, toItems } from "../property/property.ts";
import { documentAt, policiesIn, rolesNamed } from "../management/role.ts";
import type { Rows } from "../rows.ts";
import { environmentClues } from "./clue.ts";
import { mappingType, rowsOfMapping } from "./event/event-source.ts";
import { stateOf } from "./instance/instance.ts";
import { interfacesOf } from "./interface.ts";

export function mapFunction(estate: Estate, resource: Resource): Rows {
  return toRows(estate, resource, rolesNamed(estate, property(resource, "Role")));
}

/** SAM makes a role for a function that names none. */
export function mapServerlessFunction(estate: Estate, resource: Resource): Rows {
  const named = property(resource, "Role");
  const made = named === undefined ? [madeRole(estate, resource)] : [];
  const roles: Known<readonly RoleId[]> =
    named === undefined ? known(made.map(({ id }) => id)) : rolesNamed(estate, named);
  const parts = [toRows(estate, resource, roles), ...eventRows(estate, resource)];
  return {
    workloads: parts.flatMap(({ workloads }) => workloads ?? []),
    networkInterfaces: parts.flatMap(({ networkInterfaces }) => networkInterfaces ?? []),
    roles: made,
  };
}

function toRows(estate: Estate, resource: Resource, roles: Known<readonly RoleId[]>): Rows {
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
    clues: environmentClues(property(resource, "Environment", "Variables")),
  };
  return { workloads: [workload], networkInterfaces };
}

const samSources: Readonly<Record<string, { readonly kind: EventSourceKind; readonly arn: string }>> = {
  MSK: { kind: "kafka", arn: "Stream" },
  MQ: { kind: "mq", arn: "Broker" },
  SelfManagedKafka: { kind: "self-managed-kafka", arn: "" },
  DocumentDB: { kind: "documentdb", arn: "Cluster" },
};

/** The mappings that SAM makes of a function's events, each named as SAM names it. */
function eventRows(estate: Estate, resource: Resource): readonly Rows[] {
  const events = property(resource, "Events");
  const fields = events === undefined ? undefined : toFields(events);
  if (fields?.known !== true) return [];
  return [...fields.value.entries].flatMap(([name, event]) => {
    const read = toFields(event);
    const type = read.known ? entryOf(read.value, "Type")?.content : undefined;
    const source = typeof type === "string" ? samSources[type] : undefined;
    if (!read.known || source === undefined) return [];
    const mapping: Resource = {
      ...resource,
      id: `${resource.id}${name}`,
      logicalId: `${resource.logicalId}${name}`,
      path: undefined,
      type: mappingType,
      properties: mappingOf(entryOf(read.value, "Properties"), source.arn),
      origin: event.origin,
    };
    return [rowsOfMapping(estate, mapping, source.kind)];
  });
}

/** SAM calls the source by a name of each type, and else writes the mapping's own properties. */
function mappingOf(properties: Value | undefined, arn: string): Fields {
  const fields = properties === undefined ? undefined : toFields(properties);
  const written = fields?.known === true ? fields.value.entries : new Map<string, Value>();
  const source = written.get(arn);
  const servers = written.get("KafkaBootstrapServers");
  const endpoints: Fields | undefined = servers && {
    kind: "fields",
    entries: new Map([
      [
        "Endpoints",
        { ...servers, content: { kind: "fields", entries: new Map([["KafkaBootstrapServers", servers]]) } },
      ],
    ]),
  };
  return {
    kind: "fields",
    entries: new Map([
      ...written,
      ...(source === undefined ? [] : ([["EventSourceArn", source]] as const)),
      ...(servers === undefined || endpoints === undefined
        ? []
        : ([["SelfManagedEventSource", { ...servers, content: endpoints }]] as const)),
    ]),
  };
}

const basicPolicies = ["AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole"];

/** Policies of a SAM function are names, documents, and SAM's own templates (`S3ReadPolicy: …`). */
function madeRole(estate: Estate, resource: Resource): Role {
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
    documents: items.known
      ? allKnown(written.filter(isMap).map((value) => samDocument(estate, value)))
      : items,
  };
}

type RoleDocument = ReturnType<typeof documentAt>;

/** A policy template allows its actions on what its parameters name, in the Region of the stack. */
function samDocument({ facts }: Estate, value: Value): RoleDocument {
  const fields = toFields(value);
  if (fields.known && fields.value.entries.has("Statement")) return documentAt(value, value.origin);
  const name = fields.known ? ([...fields.value.entries.keys()][0] ?? "") : "";
  const actions = facts.actionsOfPolicyTemplate(name);
  return actions === undefined
    ? unknown(
        `statements of the SAM policy template ${name}`,
        "aws cloudformation get-template --template-stage Processed, once it is deployed",
      )
    : known({
        json: { Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] },
        origin: value.origin,
      });
}
