/**
 * The one group of a VPC's new interface endpoints.
 *
 * It admits the subnets of everybody whose names the endpoints take over. Private DNS holds in the whole VPC, so those are
 * not only the workloads that the plan is about, but all others of the VPC too.
 */
import { parseId } from "../../model/entity/entity.ts";
import type { SecurityGroupId } from "../../model/entity/entity.ts";
import type { GroupPeer } from "../../model/entity/firewall.ts";
import type { Vpc } from "../../model/entity/vpc.ts";
import type { World } from "../../reach/index.ts";
import type { EndpointGroup, NewEndpoint } from "../design.ts";
import type { Member } from "../member.ts";
import { subnetsOf } from "./demand.ts";

export function groupFor(
  world: World,
  vpc: Vpc,
  { endpoints, clients }: { readonly endpoints: readonly NewEndpoint[]; readonly clients: readonly Member[] },
): EndpointGroup | undefined {
  const interfaces = endpoints.filter(({ type }) => type === "interface");
  if (interfaces.length === 0) return undefined;
  const ports = [...new Set(interfaces.flatMap(({ ports }) => ports))].sort((a, b) => a - b);
  return {
    id: parseId<SecurityGroupId>(`new endpoint security group of ${vpc.id}`),
    vpc: vpc.id,
    admits: admitted(world, vpc, clients),
    clientGroups: groupsOf(world, vpc, clients),
    ports,
  };
}

function admitted(world: World, vpc: Vpc, clients: readonly Member[]): readonly GroupPeer[] {
  const subnets = subnetsOf(world, clients);
  const cidrs = subnets.flatMap(({ cidrs }) => (cidrs.known ? cidrs.value : []));
  const allKnown =
    clients.every(({ subnets }) => subnets.length > 0) && subnets.every(({ cidrs }) => cidrs.known);
  if (allKnown && cidrs.length > 0) return cidrs.map((cidr) => ({ kind: "cidr", cidr }));
  if (vpc.cidrs.known) return vpc.cidrs.value.map(({ cidr }) => ({ kind: "cidr", cidr }));
  const groups = new Set(clients.flatMap(({ group }) => group ?? []));
  return [...groups].map((id) => ({ kind: "security-group", id }));
}

/** The fewest groups, taken greedily, of which every interface of every client has one. */
function groupsOf(
  { network }: World,
  vpc: Vpc,
  clients: readonly Member[],
): readonly SecurityGroupId[] | undefined {
  const chosen = new Set<SecurityGroupId>();
  for (const { sources } of clients) {
    for (const source of sources) {
      const row = source.kind === "interface" ? network.networkInterfaces.get(source.id) : undefined;
      const own = row?.groups.known === true ? row.groups.value : [];
      const ours = own.filter((id) => network.securityGroups.get(id)?.vpc === vpc.id);
      const [first] = ours;
      if (first === undefined) return undefined;
      if (!ours.some((id) => chosen.has(id))) chosen.add(first);
    }
  }
  return chosen.size === 0 ? undefined : [...chosen];
}
