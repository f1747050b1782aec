/**
 * Services that put clients of their own into a VPC, and every other type that names subnets: what such a one calls is not
 * known, so that nothing about it is ever safe.
 */
import { fieldOf, isRow } from "../../document/json.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf, expressionOf, isUnknown } from "../../read/source.ts";
import type { Source } from "../../read/source.ts";
import { link, links } from "../../read/value.ts";
import { fields, first, to, toAll } from "../spec.ts";
import type { Read, Spec, TypeRow } from "../spec.ts";

const vpcConfig = (subnets: string) =>
  first("vpc_config", {
    [subnets]: either2("subnets", "subnet_ids"),
    SecurityGroupIds: toAll("security_group_ids", nouns.group),
  });

function either2(a: string, b: string): Read {
  return (from) => toAll(a, nouns.subnet)(from) ?? toAll(b, nouns.subnet)(from);
}

const groupIds = toAll("security_group_ids", nouns.group);

export const clientTypes: Readonly<Record<string, TypeRow>> = {
  aws_codebuild_project: {
    type: "AWS::CodeBuild::Project",
    properties: {
      Name: "name",
      ServiceRole: to("service_role", nouns.role),
      VpcConfig: vpcConfig("Subnets"),
    },
  },
  aws_sagemaker_notebook_instance: {
    type: "AWS::SageMaker::NotebookInstance",
    properties: {
      SubnetId: to("subnet_id", nouns.subnet),
      SecurityGroupIds: toAll("security_groups", nouns.group),
      RoleArn: to("role_arn", nouns.role),
    },
  },
  aws_mwaa_environment: {
    type: "AWS::MWAA::Environment",
    properties: {
      ExecutionRoleArn: to("execution_role_arn", nouns.role),
      NetworkConfiguration: first("network_configuration", {
        SubnetIds: toAll("subnet_ids", nouns.subnet),
        SecurityGroupIds: groupIds,
      }),
    },
  },
  aws_batch_compute_environment: {
    type: "AWS::Batch::ComputeEnvironment",
    properties: {
      ComputeResources: first("compute_resources", {
        Subnets: toAll("subnets", nouns.subnet),
        SecurityGroupIds: groupIds,
        InstanceRole: to("instance_role", nouns.profile),
      }),
    },
  },
  aws_glue_connection: {
    type: "AWS::Glue::Connection",
    properties: {
      ConnectionInput: (from) =>
        fields(from, {
          PhysicalConnectionRequirements: first("physical_connection_requirements", {
            SubnetId: to("subnet_id", nouns.subnet),
            SecurityGroupIdList: toAll("security_group_id_list", nouns.group),
          }),
        }),
    },
  },
  aws_apprunner_vpc_connector: {
    type: "AWS::AppRunner::VpcConnector",
    properties: {
      Subnets: toAll("subnets", nouns.subnet),
      SecurityGroups: toAll("security_groups", nouns.group),
    },
  },
  aws_synthetics_canary: {
    type: "AWS::Synthetics::Canary",
    properties: {
      ExecutionRoleArn: to("execution_role_arn", nouns.role),
      VPCConfig: first("vpc_config", {
        SubnetIds: toAll("subnet_ids", nouns.subnet),
        SecurityGroupIds: groupIds,
      }),
    },
  },
};

/** Types with a place in subnets that dial nothing of their own. */
const servers =
  /^aws_(?:db_|rds_|elasticache_|memorydb_|dax_|docdb|neptune|redshift|msk_|mq_|opensearch|elasticsearch_|lb$|alb$|elb$|lb_|efs_|fsx_|transfer_|directory_service_|cloudhsm_|networkfirewall_|route53_resolver_|ec2_(?:client_vpn|instance_connect|network_insights|subnet_cidr|transit|traffic)|vpclattice_|verifiedaccess_|apigatewayv2_|vpc_endpoint_service|storagegateway_|flow_log|ram_)|_subnet_group$/;

export const servesOthers = (type: string) => servers.test(type);

const one = ["subnet_id"];
const many = ["subnet_ids", "subnets"];
const groupNames = ["security_group_ids", "vpc_security_group_ids", "security_groups"];

/** Of a type that is not read, only the names of its subnets and groups are. */
export const anyPlaced: Spec = {
  SubnetIds: (from) =>
    anyOf(
      from.source,
      (source, name) =>
        placedIn(source, name)
          ? one.includes(name)
            ? link(from.reader, source, name, nouns.subnet)
            : links(from.reader, source, name, nouns.subnet)
          : undefined,
      [...one, ...many],
    ),
  SecurityGroupIds: (from) =>
    anyOf(from.source, (source, name) => links(from.reader, source, name, nouns.group), groupNames),
};

type Look<T> = (source: Source, name: string) => T | undefined;

/** The first that is found, in the resource itself or in any block of it. */
function anyOf<T>(source: Source, look: Look<T>, names: readonly string[]): T | undefined {
  for (const at of withBlocks(source, deepest)) {
    for (const name of names) {
      const found = look(at, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** A schedule names the subnets of its task in the third block. */
const deepest = 6;

function withBlocks(source: Source, depth: number): readonly Source[] {
  if (depth === 0) return [source];
  const inner = Object.entries(isRow(source.values) ? source.values : {}).flatMap(([name, value]) =>
    Array.isArray(value) && value.some(isRow) ? blocksOf(source, name) : [],
  );
  return [source, ...inner.flatMap((block) => withBlocks(block, depth - 1))];
}

function placedIn(source: Source, name: string): boolean {
  const value = fieldOf(source.values, name);
  const isThere = Array.isArray(value) ? value.length > 0 : typeof value === "string" && value !== "";
  return isThere || (isUnknown(source, name) && expressionOf(source.expressions, name) !== undefined);
}

export const isPlaced = (source: Source): boolean =>
  anyOf(source, (at, name) => (placedIn(at, name) ? true : undefined), [...one, ...many]) === true;
