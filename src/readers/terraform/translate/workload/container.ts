/**
 * ECS services, task definitions and schedules, and EKS.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service, …/ecs_task_definition,
 * …/eks_node_group (read 2026-11-29)
 */
import type { Content, Value } from "../../../resource/property/value.ts";
import { repositoryType } from "../../../resource/workload/clue.ts";
import { logGroupType } from "../../../resource/workload/container/task.ts";
import { isRow } from "../../document/json.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf } from "../../read/source.ts";
import { listOf, mentions, open, plain } from "../../read/value.ts";
import { each, fields, first, only, part, to, toAll, words } from "../spec.ts";
import type { Read, TypeRow } from "../spec.ts";

/** A text of JSON with the API's own names, whose first letters are small. */
const containers: Read = ({ source }) => {
  const value = plain(source, "container_definitions");
  if (typeof value?.content !== "string") return value;
  try {
    return { ...value, content: toContent(JSON.parse(value.content) as unknown, value, 0) };
  } catch {
    return open(source, "container_definitions", "which is no JSON");
  }
};

/** Definitions of containers have five levels. */
const deepest = 20;

function toContent(json: unknown, at: Pick<Value, "origin">, depth: number): Content {
  const { origin } = at;
  if (depth > deepest) return null;
  const inner = (one: unknown): Value => ({ content: toContent(one, at, depth + 1), origin });
  if (Array.isArray(json)) return { kind: "list", items: (json as readonly unknown[]).map(inner) };
  if (!isRow(json)) return typeof json === "object" ? null : (json as string | number | boolean);
  const entries = Object.entries(json).map(
    ([name, one]) => [`${name.charAt(0).toUpperCase()}${name.slice(1)}`, inner(one)] as const,
  );
  return { kind: "fields", entries: new Map(entries) };
}

/** What definitions name that are not known before the apply. */
const mentioned: Read = ({ reader, source }) => {
  if (typeof plain(source, "container_definitions")?.content === "string") return undefined;
  const { repository, secret, parameter, logGroup } = nouns;
  const named = [repository, secret, parameter, logGroup].flatMap((noun) =>
    mentions(reader, source, "container_definitions", noun),
  );
  return named.length === 0 ? undefined : listOf(source, named);
};

const network = (name: string): Read =>
  first("network_configuration", {
    [name]: (from) =>
      fields(from, {
        Subnets: toAll("subnets", nouns.subnet),
        SecurityGroups: toAll("security_groups", nouns.group),
        AssignPublicIp: words("assign_public_ip", "ENABLED", "DISABLED"),
      }),
  });

const strategy = (name: string): Read => each(name, { CapacityProvider: "capacity_provider" });

const launch = {
  LaunchType: "launch_type",
  PlatformVersion: "platform_version",
  CapacityProviderStrategy: strategy("capacity_provider_strategy"),
} as const;

export const containerTypes: Readonly<Record<string, TypeRow>> = {
  aws_ecs_cluster: { type: "AWS::ECS::Cluster", properties: { ClusterName: "name" } },
  aws_ecs_cluster_capacity_providers: only("AWS::ECS::ClusterCapacityProviderAssociations", {
    Cluster: to("cluster_name", nouns.ecsCluster),
    DefaultCapacityProviderStrategy: strategy("default_capacity_provider_strategy"),
  }),
  aws_ecs_service: {
    type: "AWS::ECS::Service",
    properties: {
      ...launch,
      ServiceName: "name",
      EnableExecuteCommand: "enable_execute_command",
      Cluster: to("cluster", nouns.ecsCluster),
      TaskDefinition: to("task_definition", nouns.taskDefinition),
      NetworkConfiguration: network("AwsvpcConfiguration"),
    },
  },
  aws_ecs_task_definition: {
    type: "AWS::ECS::TaskDefinition",
    properties: {
      Family: "family",
      TaskRoleArn: to("task_role_arn", nouns.role),
      ExecutionRoleArn: to("execution_role_arn", nouns.role),
      ContainerDefinitions: containers,
      Mentions: mentioned,
      RuntimePlatform: first("runtime_platform", { OperatingSystemFamily: "operating_system_family" }),
    },
  },
  aws_ecr_repository: { type: repositoryType, properties: { RepositoryName: "name" } },
  aws_secretsmanager_secret: { type: "AWS::SecretsManager::Secret", properties: { Name: "name" } },
  aws_secretsmanager_secret_version: { type: "AWS::SecretsManager::Secret" },
  aws_ssm_parameter: { type: "AWS::SSM::Parameter", properties: { Name: "name" } },
  aws_cloudwatch_log_group: { type: logGroupType, properties: { LogGroupName: "name" } },
  aws_cloudwatch_event_target: {
    parts: (from) =>
      blocksOf(from.source, "ecs_target").length === 0
        ? []
        : [
            part(from, "AWS::Events::Rule", {
              Targets: (target) =>
                fields(target, {
                  Arn: to("arn", nouns.ecsCluster),
                  EcsParameters: first("ecs_target", {
                    ...launch,
                    TaskDefinitionArn: to("task_definition_arn", nouns.taskDefinition),
                    NetworkConfiguration: network("AwsVpcConfiguration"),
                  }),
                }),
            }),
          ],
  },
  aws_eks_cluster: {
    type: "AWS::EKS::Cluster",
    properties: {
      Name: "name",
      ResourcesVpcConfig: first("vpc_config", {
        SubnetIds: toAll("subnet_ids", nouns.subnet),
        EndpointPrivateAccess: "endpoint_private_access",
      }),
    },
  },
  aws_eks_addon: only("AWS::EKS::Addon", {
    AddonName: "addon_name",
    ClusterName: to("cluster_name", nouns.eksCluster),
    ServiceAccountRoleArn: to("service_account_role_arn", nouns.role),
    PodIdentityAssociations: each("pod_identity_association", { RoleArn: to("role_arn", nouns.role) }),
  }),
  aws_eks_pod_identity_association: only("AWS::EKS::PodIdentityAssociation", {
    ClusterName: to("cluster_name", nouns.eksCluster),
    RoleArn: to("role_arn", nouns.role),
  }),
  aws_eks_node_group: {
    type: "AWS::EKS::Nodegroup",
    properties: {
      NodegroupName: "node_group_name",
      ClusterName: to("cluster_name", nouns.eksCluster),
      Subnets: toAll("subnet_ids", nouns.subnet),
      NodeRole: to("node_role_arn", nouns.role),
      AmiType: "ami_type",
      LaunchTemplate: first("launch_template", {
        Id: to("id", nouns.launchTemplate),
        Name: to("name", nouns.launchTemplate),
      }),
    },
  },
  aws_eks_fargate_profile: {
    type: "AWS::EKS::FargateProfile",
    properties: {
      ClusterName: to("cluster_name", nouns.eksCluster),
      Subnets: toAll("subnet_ids", nouns.subnet),
      PodExecutionRoleArn: to("pod_execution_role_arn", nouns.role),
    },
  },
};
