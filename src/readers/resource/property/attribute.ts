/**
 * What `Fn::GetAtt` of a resource stands for before the resource exists: its own id, one of its properties, something AWS
 * makes beside it, or a fact that only the deployed stack can tell.
 *
 * "Return values" of the reference page of each type,
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 * (read 2026-11-24).
 */
import { unknown } from "../../../model/known.ts";
import type { Content, Reference, Resource, Value } from "./value.ts";

/** Rows of the network that AWS makes beside a resource, by the ids that denat gives them. */
export const impliedIds = {
  /** The table that is main when the VPC is made. */
  mainRouteTable: (vpc: string) => `${vpc}.main`,
  defaultNetworkAcl: (vpc: string) => `${vpc}.default-acl`,
  defaultSecurityGroup: (vpc: string) => `${vpc}.default`,
  defaultTransitTable: (gateway: string) => `${gateway}.default-route-table`,
  clusterSecurityGroup: (cluster: string) => `${cluster}.cluster-security-group`,
} as const;

type Made = (resource: Resource) => string | readonly string[];

const made: Readonly<Record<string, Made>> = {
  "AWS::EC2::VPC.MainRouteTable": ({ id }) => impliedIds.mainRouteTable(id),
  "AWS::EC2::VPC.DefaultNetworkAcl": ({ id }) => impliedIds.defaultNetworkAcl(id),
  "AWS::EC2::VPC.DefaultSecurityGroup": ({ id }) => impliedIds.defaultSecurityGroup(id),
  "AWS::EC2::TransitGateway.DefaultRouteTable": ({ id }) => impliedIds.defaultTransitTable(id),
  "AWS::EKS::Cluster.ClusterSecurityGroupId": ({ id }) => impliedIds.clusterSecurityGroup(id),
  "AWS::EC2::VPC.CidrBlockAssociations": ({ id }) => [`${id}.cidr-association`],
};

/** Attributes that are another name of the resource itself, besides `Id` and `Arn`. */
const ownNames: Readonly<Record<string, readonly string[]>> = {
  "AWS::EC2::VPC": ["VpcId"],
  "AWS::EC2::Subnet": ["SubnetId"],
  "AWS::EC2::RouteTable": ["RouteTableId"],
  "AWS::EC2::SecurityGroup": ["GroupId"],
  "AWS::EC2::InternetGateway": ["InternetGatewayId"],
  "AWS::EC2::VPNGateway": ["VPNGatewayId"],
  "AWS::EC2::NatGateway": ["NatGatewayId"],
  "AWS::EC2::EIP": ["AllocationId"],
  "AWS::EC2::Instance": ["InstanceId"],
  "AWS::EC2::LaunchTemplate": ["LaunchTemplateId"],
  "AWS::EC2::PrefixList": ["PrefixListId"],
  "AWS::EC2::DHCPOptions": ["DhcpOptionsId"],
  "AWS::EC2::TransitGatewayRouteTable": ["TransitGatewayRouteTableId"],
  "AWS::EC2::TransitGatewayPeeringAttachment": ["TransitGatewayAttachmentId"],
  "AWS::Route53Resolver::ResolverRule": ["ResolverRuleId"],
  "AWS::IAM::Role": ["RoleId"],
  "AWS::IAM::ManagedPolicy": ["PolicyArn"],
  "AWS::ECR::Repository": ["RepositoryUri"],
  "AWS::ECS::Service": ["ServiceArn", "Name"],
  "AWS::ECS::TaskDefinition": ["TaskDefinitionArn"],
};

/** The value itself, or what its reference stands for; a reference that is left is the id of its resource. */
export function settle(value: Value, trail: readonly string[] = []): Value {
  const { content } = value;
  return isReference(content) && content.attribute !== undefined
    ? { ...value, content: attributeOf(content, content.attribute, trail) }
    : value;
}

function attributeOf({ resource }: Reference, attribute: string, trail: readonly string[]): Content {
  const name = `${resource.type}.${attribute}`;
  const implied = made[name]?.(resource);
  if (typeof implied === "string") return implied;
  if (implied !== undefined) return toList(implied, resource);
  const isOwnName = attribute === "Id" || attribute === "Arn" || ownNames[resource.type]?.includes(attribute);
  if (isOwnName === true) return { kind: "reference", resource, attribute: undefined };
  const property = resource.properties.entries.get(attribute);
  const key = `${resource.id}.${attribute}`;
  if (property !== undefined && !trail.includes(key)) return settle(property, [...trail, key]).content;
  return { kind: "unresolved", unknown: deployed(resource, `${attribute} of ${resource.id}`) };
}

function toList(texts: readonly string[], { origin }: Resource): Content {
  return { kind: "list", items: texts.map((content) => ({ content, origin })) };
}

/** A fact about a resource that only its deployed stack can tell. */
export function deployed(resource: Resource, fact: string) {
  return unknown(fact, resource.stack.dialect.tell(resource));
}

export function isReference(content: Content): content is Reference {
  return typeof content === "object" && content !== null && content.kind === "reference";
}
