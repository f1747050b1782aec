/**
 * Services that put clients of their own into a VPC: each type by where it writes its subnets, groups and role.
 *
 * Reference page of each type under
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (read 2026-11-24)
 */
import type { SecurityGroupId, SubnetId, WorkloadId } from "../../../model/entity/entity.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import type { Resource, Value } from "../property/value.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { entryOf, property } from "../property/property.ts";
import { rolesNamed, rolesOfProfile } from "../management/role.ts";
import type { Mapper, Rows } from "../rows.ts";
import { whatItCalls } from "./any.ts";
import { fieldsIn } from "./clue.ts";
import { stateOf } from "./instance/instance.ts";
import { interfacesOf, publicBySubnet } from "./interface.ts";

type Path = readonly string[];

interface ClientType {
  readonly subnets: readonly Path[];
  /** None: the service makes groups of its own, or takes the default group of the VPC. */
  readonly groups: readonly Path[];
  readonly role?: Path;
  readonly profile?: Path;
}

const vpcConfig = (subnets: string, role: string): ClientType => ({
  subnets: [["VpcConfig", subnets]],
  groups: [["VpcConfig", "SecurityGroupIds"]],
  role: [role],
});

const flat = (subnets: string, groups: string, role?: string): ClientType => ({
  subnets: [[subnets]],
  groups: [[groups]],
  ...(role === undefined ? {} : { role: [role] }),
});

export const clientTypes: Readonly<Record<string, ClientType>> = {
  "AWS::CodeBuild::Project": vpcConfig("Subnets", "ServiceRole"),
  "AWS::CodeBuild::Fleet": {
    subnets: [["FleetVpcConfig", "Subnets"]],
    groups: [["FleetVpcConfig", "SecurityGroupIds"]],
    role: ["FleetServiceRole"],
  },
  "AWS::Batch::ComputeEnvironment": {
    subnets: [["ComputeResources", "Subnets"]],
    groups: [["ComputeResources", "SecurityGroupIds"]],
    profile: ["ComputeResources", "InstanceRole"],
  },
  "AWS::SageMaker::NotebookInstance": flat("SubnetId", "SecurityGroupIds", "RoleArn"),
  "AWS::SageMaker::Model": vpcConfig("Subnets", "ExecutionRoleArn"),
  "AWS::SageMaker::Domain": {
    subnets: [["SubnetIds"]],
    groups: [["DefaultUserSettings", "SecurityGroups"]],
    role: ["DefaultUserSettings", "ExecutionRole"],
  },
  "AWS::Glue::Connection": {
    subnets: [["ConnectionInput", "PhysicalConnectionRequirements", "SubnetId"]],
    groups: [["ConnectionInput", "PhysicalConnectionRequirements", "SecurityGroupIdList"]],
  },
  "AWS::AppRunner::VpcConnector": flat("Subnets", "SecurityGroups"),
  "AWS::MWAA::Environment": {
    subnets: [["NetworkConfiguration", "SubnetIds"]],
    groups: [["NetworkConfiguration", "SecurityGroupIds"]],
    role: ["ExecutionRoleArn"],
  },
  "AWS::EMR::Cluster": {
    subnets: [
      ["Instances", "Ec2SubnetIds"],
      ["Instances", "Ec2SubnetId"],
    ],
    groups: [
      ["Instances", "EmrManagedSlaveSecurityGroup"],
      ["Instances", "EmrManagedMasterSecurityGroup"],
    ],
    profile: ["JobFlowRole"],
  },
  "AWS::EMRServerless::Application": {
    subnets: [["NetworkConfiguration", "SubnetIds"]],
    groups: [["NetworkConfiguration", "SecurityGroupIds"]],
  },
  "AWS::Synthetics::Canary": {
    subnets: [["VPCConfig", "SubnetIds"]],
    groups: [["VPCConfig", "SecurityGroupIds"]],
    role: ["ExecutionRoleArn"],
  },
  "AWS::AppStream::Fleet": vpcConfig("SubnetIds", "IamRoleArn"),
  "AWS::AppStream::ImageBuilder": vpcConfig("SubnetIds", "IamRoleArn"),
  "AWS::Cloud9::EnvironmentEC2": { subnets: [["SubnetId"]], groups: [] },
  "AWS::ImageBuilder::InfrastructureConfiguration": {
    subnets: [["SubnetId"]],
    groups: [["SecurityGroupIds"]],
    profile: ["InstanceProfileName"],
  },
  "AWS::KinesisAnalyticsV2::Application": {
    subnets: [["ApplicationConfiguration", "VpcConfigurations", "SubnetIds"]],
    groups: [["ApplicationConfiguration", "VpcConfigurations", "SecurityGroupIds"]],
    role: ["ServiceExecutionRole"],
  },
};

export const mapClient: Mapper = (estate, resource): Rows => {
  const type = clientTypes[resource.type];
  const subnetValue = type && first(resource, type.subnets);
  if (type === undefined || subnetValue === undefined) return {};
  const groups = first(resource, type.groups);
  const networkInterfaces = interfacesOf(estate, resource, {
    subnets: estate.symbols<SubnetId>("subnet", subnetValue),
    groups: groups === undefined ? undefined : estate.symbols<SecurityGroupId>("security group", groups),
    client: "unknown",
    hasPublicIpv4: (subnet) => publicBySubnet(estate, subnet),
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "interface",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    roles: rolesOf(estate, resource, type),
    platform: "unknown",
    state: stateOf(resource),
    clues: [],
  };
  return { workloads: [workload], networkInterfaces };
};

function rolesOf(estate: Estate, resource: Resource, { role, profile }: ClientType): Workload["roles"] {
  const named = profile === undefined ? undefined : property(resource, ...profile);
  if (named !== undefined) return rolesOfProfile(estate, named);
  const written = role === undefined ? undefined : property(resource, ...role);
  return written === undefined ? whatItCalls(resource) : rolesNamed(estate, written);
}

/** The first of the paths that is written; a list on the way is looked into. */
function first(resource: Resource, paths: readonly Path[]): Value | undefined {
  return paths.flatMap((path) => property(resource, ...path) ?? inList(resource, path) ?? [])[0];
}

function inList(resource: Resource, path: Path): Value | undefined {
  const last = path.at(-1);
  const [item] = fieldsIn(property(resource, ...path.slice(0, -1)));
  return last === undefined || item === undefined ? undefined : entryOf(item.fields, last);
}
