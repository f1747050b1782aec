/** What the plan is about: a workload with its interfaces in one VPC, or a subnet that stands for whatever runs in it. */
import { formatOrigin } from "../model/entity/entity.ts";
import type { SecurityGroupId, SubnetId, VpcId } from "../model/entity/entity.ts";
import type { NetworkInterface } from "../model/entity/network-interface.ts";
import type { Subnet } from "../model/entity/vpc.ts";
import type { Workload } from "../model/entity/workload.ts";
import { valueOr } from "../model/known.ts";
import type { Network } from "../model/network.ts";
import type { Source } from "../reach/index.ts";
import { groupBy } from "../model/group-by.ts";
import type { PlannedWorkload } from "./plan.ts";

export interface Member {
  readonly id: string;
  readonly kind: PlannedWorkload["kind"];
  readonly vpc: VpcId;
  readonly subnets: readonly SubnetId[];
  /** The first of its security groups whose id is known: where a rule for it would be added. */
  readonly group: SecurityGroupId | undefined;
  readonly sources: readonly Source[];
  /** Undefined for a subnet. */
  readonly workload: Workload | undefined;
  readonly origin: string;
}

/** Interfaces of these never open connections of their own. */
const passive = new Set<NetworkInterface["client"]>(["nat-gateway", "load-balancer", "endpoint"]);

export function membersByVpc(network: Network): ReadonlyMap<VpcId, readonly Member[]> {
  const members = new Map<VpcId, Member[]>();
  for (const workload of network.workloads.values()) {
    const interfaces = workload.networkInterfaces
      .map((id) => network.networkInterfaces.get(id))
      .filter((one) => one !== undefined && !passive.has(one.client)) as readonly NetworkInterface[];
    for (const [at, own] of groupBy(interfaces, (one) => one.vpc)) {
      for (const vpc of mayStandIn(network, at)) {
        const inVpc = members.get(vpc);
        const member = toMember(workload, vpc, own);
        if (inVpc === undefined) members.set(vpc, [member]);
        else inVpc.push(member);
      }
    }
  }
  return members;
}

/** Where the input does not tell the VPC of a workload, it may be any of them. */
const mayStandIn = (network: Network, vpc: VpcId): readonly VpcId[] =>
  network.unresolved.has(vpc) ? [...network.vpcs.keys()] : [vpc];

function toMember(workload: Workload, vpc: VpcId, interfaces: readonly NetworkInterface[]): Member {
  return {
    id: workload.id,
    kind: workload.kind,
    vpc,
    subnets: [...new Set(interfaces.flatMap(({ subnet }) => valueOr(subnet, [])))],
    group: interfaces.flatMap(({ groups }) => valueOr(groups, []))[0],
    sources: interfaces.map(({ id }): Source => ({ kind: "interface", id })),
    workload,
    origin: formatOrigin(workload.origin),
  };
}

export function subnetMember(subnet: Subnet): Member {
  return {
    id: subnet.id,
    kind: "subnet",
    vpc: subnet.vpc,
    subnets: [subnet.id],
    group: undefined,
    sources: [{ kind: "subnet", id: subnet.id }],
    workload: undefined,
    origin: formatOrigin(subnet.origin),
  };
}

/** `a`, or `a and 3 others`. */
export function nameOf(members: readonly Member[]): string {
  const [first, ...others] = members;
  const more = others.length === 1 ? "1 other" : `${others.length} others`;
  return others.length === 0 ? (first?.id ?? "nothing") : `${first?.id} and ${more}`;
}
