/**
 * Who depends on a NAT.
 *
 * A subnet is behind a NAT when a route of its table leads to one, and a workload also when the walk to the internet
 * changes as the NATs go: by way of a transit gateway, say. In a VPC without NAT the plan is about what runs in private
 * subnets, those whose table has no route to an internet gateway
 * (https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html, read 2026-11-24). A private NAT gateway gives
 * no way to the internet, so nothing depends on it for one.
 */
import type { NetworkInterfaceId, SubnetId } from "../model/entity/entity.ts";
import type { RouteTargetKind } from "../model/entity/route-table.ts";
import type { Subnet, Vpc } from "../model/entity/vpc.ts";
import { parseAddress } from "../model/address.ts";
import { find } from "../model/network.ts";
import type { Nat } from "../reach/index.ts";
import type { Fleet } from "./fleet.ts";
import type { Member } from "./member.ts";
import type { WorkloadNeed } from "./need/index.ts";

export interface Dependents {
  /** NATs whose loss the plan judges; private ones stay. */
  readonly egressNats: readonly Nat[];
  /** On one of these, or on one of another VPC that traffic is routed through. */
  readonly dependsOnNat: boolean;
  readonly planned: readonly Member[];
  readonly bystanders: readonly Member[];
  /** Subnets that the plan is about and in which the input shows nothing that runs. */
  readonly emptySubnets: readonly Subnet[];
}

export interface Estate {
  readonly vpc: Vpc;
  readonly nats: readonly Nat[];
  readonly members: readonly Member[];
}

export function findDependents(today: Fleet, withoutNat: Fleet, { vpc, nats, members }: Estate): Dependents {
  const egressNats = nats.filter(({ kind }) => kind !== "private");
  const natIds = new Set<string>(egressNats.map(({ id }) => id));
  const isPlannedSubnet = memoised((id: SubnetId) => {
    const targets = targetsOf(today, id);
    // A table that is not known may lead to a NAT.
    if (targets === undefined) return true;
    if (egressNats.length === 0) return !targets.some(({ kind }) => kind === "internet-gateway");
    return targets.some(
      ({ kind, id }) => natIds.has(hostOf(today, id)) || (kind === "nat-gateway" && !isPrivate(today, id)),
    );
  });
  const isPlanned = (member: Member) =>
    member.subnets.length === 0 ||
    member.subnets.some(isPlannedSubnet) ||
    losesInternet(today, withoutNat, member);
  const planned = members.filter(isPlanned);
  const plannedIds = new Set(planned);
  const used = new Set(members.flatMap(({ subnets }) => subnets));
  return {
    egressNats,
    dependsOnNat: egressNats.length > 0 || planned.some((member) => losesInternet(today, withoutNat, member)),
    planned,
    bystanders: members.filter((member) => !plannedIds.has(member)),
    emptySubnets: today.world.topology
      .subnetsOf(vpc.id)
      .filter(({ id }) => !used.has(id) && isPlannedSubnet(id))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** An address of the internet, for whom it does not matter which. */
export const anywhere: WorkloadNeed = {
  service: "internet",
  destination: { kind: "address", address: mustBeAddress("1.1.1.1") },
  host: undefined,
  region: undefined,
  trigger: undefined,
  servable: false,
  ports: [443],
  requests: [undefined],
  why: "",
  evidence: "inferred",
  origin: "",
  key: "1.1.1.1",
};

function mustBeAddress(text: string) {
  const address = parseAddress(text);
  if (address === undefined) throw new Error(`not an address: ${text}`);
  return address;
}

function losesInternet(today: Fleet, withoutNat: Fleet, member: Member): boolean {
  const before = today.ask(member, anywhere);
  if (before.via?.kind === "nat-gateway" || before.via?.kind === "nat-instance") return true;
  return before.verdict !== "blocked" && before.verdict !== withoutNat.ask(member, anywhere).verdict;
}

/** Targets of the routes of a subnet's table; undefined when they are not all known. */
function targetsOf(
  { world }: Fleet,
  id: SubnetId,
): readonly { readonly kind: RouteTargetKind; readonly id: string }[] | undefined {
  const subnet = find(world.network, "subnets", id);
  const table = subnet.known ? world.topology.tableOf(subnet.value) : subnet;
  if (!table.known || !table.value.routes.known) return undefined;
  const targets = table.value.routes.value.map(({ target }) => (target.known ? target.value : undefined));
  return targets.some((target) => target === undefined)
    ? undefined
    : targets.filter((target) => target !== undefined);
}

/** A route to a NAT instance may name its interface. */
function hostOf({ world }: Fleet, id: string): string {
  return world.network.networkInterfaces.get(id as NetworkInterfaceId)?.owner ?? id;
}

function isPrivate({ world }: Fleet, id: string): boolean {
  const nat = find(world.network, "natGateways", id);
  return nat.known && nat.value.connectivity === "private";
}

function memoised<Key, Value>(compute: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    if (!known.has(key)) known.set(key, compute(key));
    return known.get(key) as Value;
  };
}
