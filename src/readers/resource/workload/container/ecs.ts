/**
 * ECS services, and task definitions that a schedule runs without a service.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-events-rule-ecsparameters.html
 * (read 2026-11-24): launch type EC2 unless a capacity provider says otherwise; no public address unless assigned.
 */
import type { SecurityGroupId, SubnetId, WorkloadId } from "../../../../model/entity/entity.ts";
import type { NetworkInterface } from "../../../../model/entity/network-interface.ts";
import type { Clue, Workload, WorkloadKind } from "../../../../model/entity/workload.ts";
import { known, unknown } from "../../../../model/known.ts";
import type { Fields, Resource, Value } from "../../property/value.ts";
import { isReference } from "../../property/attribute.ts";
import { toEntity } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { entryOf, property, textOr, toText } from "../../property/property.ts";
import type { Rows } from "../../rows.ts";
import { clueFrom, fieldsIn } from "../clue.ts";
import { stateOf } from "../instance/instance.ts";
import { interfacesOf } from "../interface.ts";
import { clientOf } from "../instance/platform.ts";
import { taskOf } from "./task.ts";
import type { Task } from "./task.ts";

export function mapService(estate: Estate, resource: Resource): Rows {
  const launch = launchOf(estate, resource.properties, property(resource, "Cluster"));
  const task = taskOf(estate, property(resource, "TaskDefinition"), launch.isFargate);
  const network = property(resource, "NetworkConfiguration", "AwsvpcConfiguration");
  const networkInterfaces = taskInterfaces(estate, resource, task, network);
  return {
    workloads: [toWorkload(estate, resource, { kind: "ecs-service", task, launch, networkInterfaces })],
    networkInterfaces,
  };
}

/** A task definition becomes a workload by the schedules that run it; by a service, it is part of that. */
export function mapTaskDefinition(estate: Estate, resource: Resource): Rows {
  const runs = runsOf(estate, resource);
  const [first] = runs;
  if (first === undefined) return {};
  const launch = launchOf(estate, first.parameters, first.cluster);
  const reference: Value = {
    content: { kind: "reference", resource, attribute: undefined },
    origin: resource.origin,
  };
  const task = taskOf(estate, reference, launch.isFargate);
  const all = runs.flatMap(({ parameters }) => taskInterfaces(estate, resource, task, networkOf(parameters)));
  const networkInterfaces = [...new Map(all.map((row) => [row.id, row])).values()];
  return {
    workloads: [toWorkload(estate, resource, { kind: "ecs-task", task, launch, networkInterfaces })],
    networkInterfaces,
  };
}

interface Run {
  readonly parameters: Fields;
  readonly cluster: Value | undefined;
}

/** Targets of EventBridge rules and schedules that run this definition. */
export function runsOf(estate: Estate, definition: Resource): readonly Run[] {
  const rules = estate.ofType("AWS::Events::Rule").flatMap((rule) => fieldsIn(property(rule, "Targets")));
  const schedules = estate
    .ofType("AWS::Scheduler::Schedule")
    .flatMap((one) => fieldsIn(property(one, "Target")));
  return [...rules, ...schedules].flatMap(({ fields }) => {
    const [parameters] = fieldsIn(entryOf(fields, "EcsParameters"));
    const content = parameters && entryOf(parameters.fields, "TaskDefinitionArn")?.content;
    if (parameters === undefined || content === undefined || !isReference(content)) return [];
    return content.resource === definition
      ? [{ parameters: parameters.fields, cluster: entryOf(fields, "Arn") }]
      : [];
  });
}

/** EventBridge rules and schedules spell it differently. */
function networkOf(parameters: Fields): Value | undefined {
  const spellings = ["AwsVpcConfiguration", "AwsvpcConfiguration"];
  return spellings.flatMap((name) => entryOf(parameters, "NetworkConfiguration", name) ?? [])[0];
}

interface Launch {
  readonly isFargate: boolean;
  readonly clues: readonly Clue[];
}

function launchOf(estate: Estate, fields: Fields, cluster: Value | undefined): Launch {
  const written = entryOf(fields, "LaunchType");
  const strategy =
    entryOf(fields, "CapacityProviderStrategy") ?? (written ? undefined : clusterStrategy(estate, cluster));
  const providers = fieldsIn(strategy).flatMap((item) => entryOf(item.fields, "CapacityProvider") ?? []);
  const types = written === undefined ? providers.flatMap(launchTypesOf) : launchTypesOf(written);
  const version = clueFrom("launch-type", entryOf(fields, "PlatformVersion"));
  return {
    isFargate: types.some(({ content }) => content === "FARGATE"),
    clues: [
      ...(types.length === 0 ? ec2Clue(fields) : types.flatMap((value) => clueFrom("launch-type", value))),
      ...version.map((clue) => ({ ...clue, text: `FARGATE ${clue.text}` })),
    ],
  };
}

/** Neither a launch type nor a provider: EC2. */
function ec2Clue({ entries }: Fields): readonly Clue[] {
  const [any] = entries.values();
  return any === undefined ? [] : [{ kind: "launch-type", text: "EC2", origin: any.origin }];
}

/** FARGATE and FARGATE_SPOT are Fargate, other providers groups of EC2 instances; one that is not known may be either. */
function launchTypesOf(value: Value): readonly Value[] {
  const text = toText(value);
  const types = text.known ? [typeNamed(text.value.toUpperCase())] : ["FARGATE", "EC2"];
  return isReference(value.content)
    ? [{ content: "EC2", origin: value.origin }]
    : types.map((content) => ({ content, origin: value.origin }));
}

function typeNamed(word: string): string {
  if (word.startsWith("FARGATE")) return "FARGATE";
  return word === "EXTERNAL" ? "EXTERNAL" : "EC2";
}

/** The strategy that services of the cluster have when they name none. */
function clusterStrategy(estate: Estate, cluster: Value | undefined): Value | undefined {
  const resource =
    cluster !== undefined && isReference(cluster.content) ? cluster.content.resource : undefined;
  if (resource === undefined) return undefined;
  const [beside] = estate.adding("AWS::ECS::ClusterCapacityProviderAssociations", "Cluster", resource.id);
  return property(beside ?? resource, "DefaultCapacityProviderStrategy");
}

/** Without interfaces of their own, tasks send from the instances that they run on, wherever those are. */
function taskInterfaces(
  estate: Estate,
  resource: Resource,
  task: Task,
  network: Value | undefined,
): readonly NetworkInterface[] {
  const [fields] = fieldsIn(network).map((item) => item.fields);
  const client = clientOf(task.platform);
  if (fields === undefined) {
    const missing = unknown(
      `instances or subnets that ${resource.id} runs in`,
      "aws ecs describe-services, once it is deployed",
    );
    return interfacesOf(estate, resource, {
      subnets: missing,
      groups: missing,
      client,
      hasPublicIpv4: () => missing,
    });
  }
  const assign = textOr(entryOf(fields, "AssignPublicIp"), "DISABLED");
  const groups = entryOf(fields, "SecurityGroups");
  return interfacesOf(estate, resource, {
    subnets: estate.symbols<SubnetId>("subnet", entryOf(fields, "Subnets")),
    groups: groups === undefined ? undefined : estate.symbols<SecurityGroupId>("security group", groups),
    client,
    hasPublicIpv4: () => (assign.known ? known(assign.value === "ENABLED") : assign),
  });
}

interface Parts {
  readonly kind: WorkloadKind;
  readonly task: Task;
  readonly launch: Launch;
  readonly networkInterfaces: readonly NetworkInterface[];
}

function toWorkload(estate: Estate, resource: Resource, parts: Parts): Workload {
  return {
    ...toEntity<WorkloadId>(estate, resource),
    kind: parts.kind,
    networkInterfaces: parts.networkInterfaces.map(({ id }) => id),
    roles: parts.task.roles,
    executionRoles: parts.task.executionRoles,
    platform: parts.task.platform,
    state: stateOf(resource),
    clues: [
      ...parts.launch.clues,
      ...clueFrom("ecs-exec", property(resource, "EnableExecuteCommand")),
      ...parts.task.clues,
    ],
  };
}
