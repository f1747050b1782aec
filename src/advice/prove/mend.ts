/**
 * From what blocks a walk to the repair that would let it pass.
 *
 * A row for each code that a change of the network can answer: rules of groups, entries of ACLs, attributes of the VPC.
 * All else has no repair here and stays a blocker.
 */
import type { Cidr } from "../../model/address.ts";
import type { Explanation } from "../../model/answer.ts";
import type { NetworkAclId, SecurityGroupId, VpcId } from "../../model/entity/entity.ts";
import type { GroupPeer } from "../../model/entity/firewall.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import { valueOr } from "../../model/known.ts";
import type { World } from "../../reach/index.ts";
import { listOf } from "../apply/index.ts";
import { peerText } from "../design.ts";
import type { Repair } from "../design.ts";
import type { Member } from "../member.ts";
import type { WorkloadNeed } from "../need/index.ts";
import { subnetsOf } from "../propose/index.ts";

/** Who wants what, in the world with the design applied. */
export interface Wanting {
  readonly world: World;
  readonly member: Member;
  readonly need: WorkloadNeed;
}

/** A walk that fails there. */
export interface Failure extends Wanting {
  readonly explanations: readonly Explanation[];
  /** Endpoints that the design adds: their group is the plan's own. */
  readonly isNew: (endpoint: VpcEndpoint) => boolean;
}

type Mend = (failure: Failure, explanation: Explanation) => readonly Repair[];

const mends: ReadonlyMap<string, Mend> = new Map([
  ["ENI_SG_RULES_MISMATCH", mendGroup],
  ["SG_HAS_NO_RULES", mendGroup],
  ["SUBNET_ACL_RESTRICTION", mendAcl],
  ["DNS_SUPPORT_DISABLED", mendVpc],
  ["DNS_HOSTNAMES_DISABLED", mendVpc],
]);

export function repairsOf(failure: Failure): readonly Repair[] {
  return failure.explanations.flatMap(
    (explanation) => mends.get(explanation.code)?.(failure, explanation) ?? [],
  );
}

/** Equal for needs that one rule or entry is likely to mend together: the same ports of the same group or list. */
export function togetherKey({ world, ...wanting }: Wanting): string {
  const endpoint = endpointFor({ world, ...wanting });
  const peer = endpoint === undefined ? undefined : peersOfEndpoint(world, endpoint)[0];
  return `${peer === undefined ? wanting.need.service : peerText(peer)} ${wanting.need.ports.join(",")}`;
}

/** Equal for members in the same groups, where nothing but groups objects; undefined where the place has a part in it. */
export function groupsMendedFor({ world, member }: Wanting, codes: readonly string[]): string | undefined {
  if (!codes.every((code) => mends.get(code) === mendGroup)) return undefined;
  const groups = member.sources.map(({ kind, id }) => {
    const row = kind === "interface" ? world.network.networkInterfaces.get(id) : undefined;
    return row?.groups.known === true && row.groups.value.length > 0 ? row.groups.value.join("+") : undefined;
  });
  const [first, ...others] = groups;
  return first === undefined || others.some((one) => one !== first) ? undefined : `${member.vpc} ${first}`;
}

export const isMendable = (code: string): boolean => mends.has(code);

function mendVpc({ member }: Failure): readonly Repair[] {
  return [{ kind: "vpc-dns", vpc: member.vpc }];
}

function mendGroup(failure: Failure, { direction, component }: Explanation): readonly Repair[] {
  const { world, member, need, isNew } = failure;
  const endpoint = endpointFor(failure);
  // The walk names every group of the interface; a rule in any of them is enough.
  const group = component.id
    .split(", ")
    .find((id) => world.network.securityGroups.has(id as SecurityGroupId));
  if (endpoint === undefined || group === undefined) return [];
  const peers = direction === "egress" ? peersOfEndpoint(world, endpoint) : peersOfMember(world, member);
  const standing = direction === "ingress" && !isNew(endpoint) ? endpoint.id : undefined;
  return peers.map((peer) => ({
    kind: "group-rule",
    vpc: member.vpc,
    group: group as SecurityGroupId,
    direction,
    peer,
    ports: need.ports,
    endpoint: standing,
  }));
}

/**
 * The endpoint that ought to serve the need: a gateway endpoint on the member's table, else one with private DNS.
 * A gateway's addresses are public, so that a rule for them names the service's prefix list.
 */
function endpointFor({ world, member: { vpc }, need: { service } }: Wanting): VpcEndpoint | undefined {
  return world.once("endpoint to serve", `${vpc} ${service}`, () => findEndpoint(world, vpc, service));
}

function findEndpoint(world: World, vpc: VpcId, service: string): VpcEndpoint | undefined {
  const serving = world.topology
    .endpointsOf(vpc)
    .filter(({ serviceName }) => world.facts.tokenOf(valueOr(serviceName, "")) === service);
  const owner = serving.find(
    ({ type, privateDnsEnabled, privateDnsOnlyForInboundResolver: inboundOnly }) =>
      type === "interface" &&
      valueOr(privateDnsEnabled, false) &&
      (inboundOnly === undefined || !valueOr(inboundOnly, true)),
  );
  return owner ?? serving.find(({ type }) => type === "gateway");
}

function peersOfEndpoint({ network, facts }: World, endpoint: VpcEndpoint): readonly GroupPeer[] {
  if (endpoint.type === "gateway") {
    return [{ kind: "prefix-list", id: listOf(network, facts, valueOr(endpoint.serviceName, "")) }];
  }
  const [group] = valueOr(endpoint.groups, []);
  return group === undefined ? [] : [{ kind: "security-group", id: group }];
}

function peersOfMember(world: World, member: Member): readonly GroupPeer[] {
  if (member.group !== undefined) return [{ kind: "security-group", id: member.group }];
  return cidrsOf(world, [member]).map((cidr) => ({ kind: "cidr", cidr }));
}

function cidrsOf(world: World, members: readonly Member[]): readonly Cidr[] {
  return subnetsOf(world, members).flatMap(({ cidrs }) => valueOr(cidrs, []));
}

/** Answers may come back to any port that some client takes for its own. */
const ephemeralPorts = [[1024, 65_535]] as const;

function mendAcl(failure: Failure, { component, direction, leg }: Explanation): readonly Repair[] {
  const { world, member, need } = failure;
  const acl = component.id as NetworkAclId;
  const endpoint = endpointFor(failure);
  if (endpoint === undefined || !world.network.networkAcls.has(acl)) return [];
  const own = cidrsOf(world, [member]);
  const isClients = (leg === "forward") === (direction === "egress");
  const families = new Set(own.map(({ family }) => family));
  const peers = isClients
    ? cidrsOfEndpoint(world, endpoint).filter(({ family }) => families.has(family))
    : own;
  const ports = leg === "return" ? ephemeralPorts : need.ports.map((port) => [port, port] as const);
  return peers.flatMap((cidr) =>
    ports.map((range): Repair => ({
      kind: "acl-entry",
      vpc: member.vpc,
      acl,
      direction,
      cidr,
      ports: [range],
    })),
  );
}

/** ACLs cannot name a prefix list: its blocks are taken one by one. */
function cidrsOfEndpoint({ network, facts }: World, endpoint: VpcEndpoint): readonly Cidr[] {
  if (endpoint.type === "gateway") {
    const name = valueOr(endpoint.serviceName, "");
    const list = network.prefixLists.get(listOf(network, facts, name));
    return valueOr(list?.entries ?? { known: true, value: facts.findPrefixList(name)?.entries ?? [] }, []);
  }
  return valueOr(endpoint.subnets, []).flatMap((id) =>
    valueOr(network.subnets.get(id)?.cidrs ?? { known: true, value: [] }, []),
  );
}
