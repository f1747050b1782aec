/** What the network does not hold of the templates, in words. */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Unused } from "../../model/network.ts";
import type { Resource } from "./property/value.ts";
import { isReference } from "./property/attribute.ts";
import { additions } from "./additions.ts";
import type { Estate } from "./estate.ts";
import { mappers } from "./mappers.ts";
import { property, toItems, toText } from "./property/property.ts";
import { isPlaced, servesOthers } from "./workload/any.ts";
import { runsOf } from "./workload/container/ecs.ts";

export function unusedOf(estate: Estate): readonly Unused[] {
  const single = estate.resources.flatMap((resource) => {
    const reason = reasonOf(estate, resource);
    return reason === undefined ? [] : [{ path: pathOf(resource), reason }];
  });
  return [...single, ...withoutMeaning(estate.resources)];
}

const pathOf = (resource: Resource) => resource.stack.dialect.show(resource);

function reasonOf(estate: Estate, resource: Resource): string | undefined {
  const owners = additions[resource.type];
  if (owners !== undefined && owners.length > 0) {
    const outside = outsideOwner(estate, resource, owners);
    if (outside !== undefined) return `adds to ${outside}, which is outside the input`;
  }
  const note = notes[resource.type]?.(estate, resource);
  if (note !== undefined) return note;
  if (owners === undefined && mappers[resource.type] === undefined && isPlaced(resource)) {
    return "read as interfaces alone: what it calls is unknown";
  }
  const { doubt } = resource;
  if (doubt === undefined || (mappers[resource.type] ?? owners) === undefined) return undefined;
  return `may not exist, so that whatever depends on it is unknown: ${doubt.fact} (${doubt.settledBy})`;
}

/** The owner that is no resource of the input; undefined when one is. */
function outsideOwner({ find }: Estate, resource: Resource, names: readonly string[]): string | undefined {
  const items = names.map((name) => toItems(property(resource, name)));
  const values = items.flatMap((list) => (list.known ? list.value : []));
  const ids = values.map((value) => (isReference(value.content) ? value.content.resource.id : toText(value)));
  const isOurs = ids.some((id) => typeof id === "string" || (id.known && isImplied(find, id.value)));
  if (isOurs || isZoneName(resource)) return undefined;
  const [first] = ids;
  const missing = items.find((list) => !list.known);
  if (first === undefined)
    return missing === undefined || missing.known ? "nothing that it names" : missing.fact;
  if (typeof first === "string") return undefined;
  return first.known ? first.value || "nothing" : first.fact;
}

const isImplied = (find: Estate["find"], id: string) => find(id.slice(0, id.lastIndexOf("."))) !== undefined;

/** Records may name their zone by its name, which the zone's mapper compares. */
const isZoneName = (resource: Resource) => property(resource, "HostedZoneName") !== undefined;

type Note = (estate: Estate, resource: Resource) => string | undefined;

const outsideVpc: Note = (_, resource) =>
  property(resource, "VpcConfig") === undefined ? "runs outside every VPC" : undefined;

const notes: Readonly<Record<string, Note>> = {
  "AWS::Lambda::Function": outsideVpc,
  "AWS::Serverless::Function": outsideVpc,
  "AWS::ECS::TaskDefinition": (estate, resource) => {
    const isRun = runsOf(estate, resource).length > 0;
    const isServed = estate.adding("AWS::ECS::Service", "TaskDefinition", resource.id).length > 0;
    return isRun || isServed ? undefined : "no service, rule or schedule of the templates says where it runs";
  },
  "AWS::EKS::Cluster": () => "the control plane runs outside the account; only its security group is read",
};

/** Types that are told of in words of their own; the first match counts. */
const meanings: readonly { readonly isOf: (type: string) => boolean; readonly reason: string }[] = [
  {
    isOf: (type) => type.startsWith("AWS::NetworkFirewall::"),
    reason: "firewall rules are not modelled; routes to its endpoints are unknown",
  },
  {
    isOf: (type) => type.startsWith("AWS::Route53Resolver::Firewall"),
    reason: "what DNS Firewall blocks is not modelled: a VPC with a rule group stays unknown",
  },
  {
    isOf: (type) => type.startsWith("AWS::EC2::VPCEndpointService"),
    reason: "the other side of endpoints: what it serves is not modelled",
  },
  {
    isOf: (type) => type === "AWS::CloudFormation::CustomResource" || type.startsWith("Custom::"),
    reason: "a custom resource: what it does is not in the template",
  },
  { isOf: servesOthers, reason: "serves others, or stands beside the network: no client of its own" },
];

/** One line for all resources of a type in a file that mean nothing for the network. */
function withoutMeaning(resources: readonly Resource[]): readonly Unused[] {
  const groups = new Map<string, Resource[]>();
  for (const resource of resources) {
    if (mappers[resource.type] !== undefined || additions[resource.type] !== undefined) continue;
    if (isPlaced(resource)) continue;
    const key = `${resource.origin.file} ${resource.type}`;
    groups.set(key, [...(groups.get(key) ?? []), resource]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { origin, id, type } = first;
    const others = more.length === 0 ? "" : ` and ${more.length} more`;
    const reason = unreadClients.get(type) ?? meanings.find(({ isOf }) => isOf(type))?.reason;
    return [
      {
        path: `${formatOrigin(origin)} ${id}${others} (${type})`,
        reason: reason ?? "has no part in the network",
      },
    ];
  });
}

/** Types that run clients in a way that denat does not read: their stack's workloads are incomplete. */
export const unreadClients: ReadonlyMap<string, string> = new Map(
  [
    "AWS::EC2::SpotFleet",
    "AWS::EC2::EC2Fleet",
    "AWS::ElasticBeanstalk::Environment",
    "AWS::ECS::TaskSet",
    "AWS::DMS::ReplicationConfig",
    "AWS::DMS::ReplicationInstance",
    "AWS::OpsWorks::Instance",
    "AWS::WorkSpaces::Workspace",
    "AWS::GameLift::Fleet",
  ].map((type) => [type, "runs clients that are not read: what they need is unknown"]),
);
