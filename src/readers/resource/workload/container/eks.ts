/**
 * EKS node groups, the pods of Fargate profiles, and the security group that EKS makes with each cluster.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-nodegroup.html
 * https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html (read 2026-11-24): the cluster's group admits its
 * own members and sends anywhere; nodes and Fargate pods are in it unless a launch template names other groups.
 */
import { mustCidr } from "../../../../model/address.ts";
import type { SecurityGroupId, SubnetId, WorkloadId } from "../../../../model/entity/entity.ts";
import type { GroupPeer, SecurityGroup } from "../../../../model/entity/firewall.ts";
import type { Workload } from "../../../../model/entity/workload.ts";
import { known, mapKnown, unknown } from "../../../../model/known.ts";
import type { Known } from "../../../../model/known.ts";
import { allTraffic } from "../../../../model/traffic.ts";
import type { Resource } from "../../property/value.ts";
import { impliedIds, isReference } from "../../property/attribute.ts";
import { textOf, toEntity, toImplied } from "../../entity.ts";
import type { Estate } from "../../estate.ts";
import { property, toText } from "../../property/property.ts";
import { rolesNamed } from "../../management/role.ts";
import type { Rows } from "../../rows.ts";
import { rulesBeside } from "../../firewall/security-group.ts";
import { ruleResource } from "../../firewall/group-rule.ts";
import { userDataClue } from "../clue.ts";
import { launchGroups } from "../instance/auto-scaling.ts";
import { podsOf } from "./eks-pods.ts";
import type { Pods } from "./eks-pods.ts";
import { stateOf } from "../instance/instance.ts";
import { interfacesOf, publicBySubnet, vpcAround } from "../interface.ts";
import { clientOf, platformOfImage } from "../instance/platform.ts";
import { settingsOf } from "../instance/settings.ts";

export function mapNodegroup(estate: Estate, resource: Resource): Rows {
  const settings = settingsOf(estate, undefined, property(resource, "LaunchTemplate"));
  const image = settings.get("ImageId");
  const platform = image === undefined ? platformOfAmiType(resource) : platformOfImage(image);
  const written = launchGroups(settings);
  const pods = podsOf(estate, resource);
  const networkInterfaces = interfacesOf(estate, resource, {
    subnets: estate.symbols<SubnetId>("subnet", property(resource, "Subnets")),
    groups:
      settings.missing ??
      (written === undefined ? clusterGroup(resource) : estate.symbols("security group", written)),
    client: clientOf(platform),
    hasPublicIpv4: (subnet) => publicBySubnet(estate, subnet),
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "eks-nodegroup",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    roles: withPods(rolesNamed(estate, property(resource, "NodeRole")), pods),
    platform,
    state: stateOf(resource),
    clues: [...userDataClue(settings.get("UserData")), ...pods.clues],
  };
  return { workloads: [workload], networkInterfaces };
}

/** Every type but Windows' and CUSTOM is a Linux: Amazon Linux or Bottlerocket. */
function platformOfAmiType(resource: Resource): Workload["platform"] {
  const type = textOf(resource, "AmiType") ?? "AL2_x86_64";
  if (type.startsWith("WINDOWS")) return "windows";
  return type === "CUSTOM" ? "unknown" : "linux";
}

const withPods = (roles: Workload["roles"], pods: Pods): Workload["roles"] =>
  mapKnown(roles, (ids) => [...new Set([...ids, ...pods.roles])]);

export function mapFargateProfile(estate: Estate, resource: Resource): Rows {
  const pods = podsOf(estate, resource);
  const networkInterfaces = interfacesOf(estate, resource, {
    subnets: estate.symbols<SubnetId>("subnet", property(resource, "Subnets")),
    groups: clusterGroup(resource),
    client: "linux",
    hasPublicIpv4: () => known(false),
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "interface",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    roles: withPods(rolesNamed(estate, property(resource, "PodExecutionRoleArn")), pods),
    platform: "linux",
    state: stateOf(resource),
    clues: pods.clues,
  };
  return { workloads: [workload], networkInterfaces };
}

/** The group of the cluster that the property names. */
function clusterGroup(resource: Resource): Known<readonly SecurityGroupId[]> {
  const cluster = property(resource, "ClusterName");
  if (cluster !== undefined && isReference(cluster.content)) {
    return known([impliedIds.clusterSecurityGroup(cluster.content.resource.id) as SecurityGroupId]);
  }
  const name = cluster === undefined ? undefined : toText(cluster);
  if (name?.known === false) return name;
  const text = name?.value ?? "NAME";
  return unknown(`cluster security group of ${text}`, `aws eks describe-cluster --name ${text}`);
}

/** The control plane itself runs outside the account; what it leaves in the VPC is this group. */
export function mapCluster(estate: Estate, resource: Resource): Rows {
  const id = impliedIds.clusterSecurityGroup(resource.id) as SecurityGroupId;
  const subnets = estate.symbols<SubnetId>("subnet", property(resource, "ResourcesVpcConfig", "SubnetIds"));
  const [subnet] = subnets.known ? subnets.value : [];
  const { origin } = resource;
  const rule = (peer: GroupPeer) => ({ traffic: known(allTraffic), peer: known(peer), origin });
  const beside = (direction: "ingress" | "egress") =>
    rulesBeside(estate, id, direction).map((one) => ruleResource(estate, one, resource, direction));
  const group: SecurityGroup = {
    ...toImplied<SecurityGroupId>(id, resource),
    vpc: vpcAround(estate, resource, subnet, undefined),
    groupName: `eks-cluster-sg-${resource.logicalId}`,
    associatedVpcs: known([]),
    ingress: known([rule({ kind: "security-group", id }), ...beside("ingress")]),
    egress: known([
      rule({ kind: "cidr", cidr: mustCidr("0.0.0.0/0") }),
      rule({ kind: "cidr", cidr: mustCidr("::/0") }),
      ...beside("egress"),
    ]),
  };
  return { securityGroups: [group] };
}
