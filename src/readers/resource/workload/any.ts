/**
 * Any other type that is put into subnets: AWS adds new ones every month, and each may run clients. What it calls is not
 * known, so that nothing about it is ever safe.
 *
 * Told by the names of its properties: subnets stand under a name with "subnet" in it, groups under one with "security
 * group", wherever in the resource.
 */
import type { SecurityGroupId, SubnetId, WorkloadId } from "../../../model/entity/entity.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import { unknown } from "../../../model/known.ts";
import type { Content, Fields, Resource, Value } from "../property/value.ts";
import { toEntity } from "../entity.ts";
import type { Mapper } from "../rows.ts";
import { stateOf } from "./instance/instance.ts";
import { interfacesOf, publicBySubnet } from "./interface.ts";

/** Types with a place in subnets that dial nothing of their own. */
const servers: readonly RegExp[] = [
  /^AWS::(RDS|ElastiCache|ElasticLoadBalancing(V2)?|EFS|FSx|DocDB|DocDBElastic|Neptune|NeptuneGraph|MemoryDB|DAX)::/,
  /^AWS::(MSK|OpenSearchService|OpenSearchServerless|Elasticsearch|Redshift|RedshiftServerless|AmazonMQ|Timestream)::/,
  /^AWS::(ApiGatewayV2|VpcLattice|Transfer|DirectoryService|CloudHSM|NetworkFirewall|NetworkManager|S3Outposts|S3Files)::/,
  /^AWS::EC2::(InstanceConnectEndpoint|VerifiedAccess.*|ClientVpn.*|SubnetCidrReservation|RouteServer.*|NetworkInsights.*)$/,
  /^AWS::EC2::(VPCEndpointService.*|TransitGatewayMulticast.*|FlowLog)$/,
  /^AWS::Route53Resolver::/,
  /SubnetGroup$|^Custom::|^AWS::CloudFormation::/,
];

export const servesOthers = (type: string) => servers.some((pattern) => pattern.test(type));

export const mapAny: Mapper = (estate, resource) => {
  if (!isPlaced(resource)) return {};
  const groups = valuesUnder(resource.properties, isGroupName);
  const networkInterfaces = interfacesOf(estate, resource, {
    subnets: estate.symbols<SubnetId>(
      "subnet",
      asList(resource, valuesUnder(resource.properties, isSubnetName)),
    ),
    groups:
      groups.length === 0
        ? undefined
        : estate.symbols<SecurityGroupId>("security group", asList(resource, groups)),
    client: "unknown",
    hasPublicIpv4: (subnet) => publicBySubnet(estate, subnet),
  });
  const workload: Workload = {
    ...toEntity<WorkloadId>(estate, resource),
    kind: "interface",
    networkInterfaces: networkInterfaces.map(({ id }) => id),
    roles: whatItCalls(resource),
    platform: "unknown",
    state: stateOf(resource),
    clues: [],
  };
  return { workloads: [workload], networkInterfaces };
};

/** Whether a resource of a type without a mapper of its own has interfaces in subnets. */
export function isPlaced({ type, properties }: Resource): boolean {
  return !servesOthers(type) && valuesUnder(properties, isSubnetName).length > 0;
}

export function whatItCalls({ id, type }: Pick<Resource, "id" | "type">) {
  return unknown(`what ${id} (${type}) calls`, "denat traffic with flow logs of its interfaces, or --needs");
}

const isSubnetName = (name: string) => /subnet(s|_?ids?|arns?|idlist)?$/i.test(name);
const isGroupName = (name: string) => /security_?groups?(_?ids?|idlist)?$/i.test(name);

function valuesUnder(fields: Fields, isWanted: (name: string) => boolean): readonly Value[] {
  return [...fields.entries].flatMap(([name, value]) =>
    isWanted(name) && isIdLike(value.content) ? [value] : within(value, isWanted),
  );
}

function within({ content }: Value, isWanted: (name: string) => boolean): readonly Value[] {
  if (typeof content !== "object" || content === null) return [];
  if (content.kind === "fields") return valuesUnder(content, isWanted);
  return content.kind === "list" ? content.items.flatMap((item) => within(item, isWanted)) : [];
}

/** Ids, references to resources, or something that will be one; not a map or a list of maps. */
function isIdLike(content: Content): boolean {
  if (typeof content === "string") return content !== "";
  if (typeof content !== "object" || content === null) return false;
  if (content.kind === "list")
    return content.items.length > 0 && content.items.every((item) => isIdLike(item.content));
  return content.kind !== "fields";
}

function asList({ origin }: Resource, items: readonly Value[]): Value {
  return { content: { kind: "list", items }, origin };
}
