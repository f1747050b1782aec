/** A workload with the interfaces that it will have but has not yet: those of a group or function that does not run now. */
import type {
  NetworkInterfaceId,
  Origin,
  SecurityGroupId,
  SubnetId,
  VpcId,
} from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import type { ClientKind, NetworkInterface } from "../../../model/entity/network-interface.ts";
import type { Workload } from "../../../model/entity/workload.ts";
import { known, unknown } from "../../../model/known.ts";
import type { Known, Unknown } from "../../../model/known.ts";
import { oncePerScope } from "../answer/collected.ts";
import type { Collected } from "../answer/collected.ts";
import { interfacesOf } from "../vpc/network-interface.ts";
import type { ReadInterface } from "../vpc/network-interface.ts";
import { subnetById } from "../vpc/subnet.ts";

export interface Placed {
  readonly workload: Workload;
  readonly implied: readonly NetworkInterface[];
}

export interface Placement {
  readonly owner: string;
  readonly subnets: readonly string[];
  readonly groups: Known<readonly SecurityGroupId[]>;
  readonly client: ClientKind;
  readonly hasPublicIpv4: PublicAddress;
  readonly origin: Origin;
}

/** Whether a public address is given at launch; else each subnet decides. */
export type PublicAddress = Known<boolean> | "by-subnet";

/** The interfaces that a workload will have: one in each of its subnets where none of `present` stands. */
export function impliedInterfaces(
  collected: Collected,
  placement: Placement,
  present: readonly ReadInterface[],
): readonly NetworkInterface[] {
  const covered = new Set(
    present.flatMap(({ row }) => (row.subnet.known ? [row.subnet.value as string] : [])),
  );
  return placement.subnets.filter((id) => !covered.has(id)).map((id) => impliedIn(collected, placement, id));
}

function impliedIn(collected: Collected, placement: Placement, subnetId: string): NetworkInterface {
  const { owner, groups, client, hasPublicIpv4, origin } = placement;
  const subnet = subnetById(collected).get(subnetId);
  const settledBy = `aws ec2 describe-subnets --subnet-ids ${subnetId}`;
  const id = `${owner}@${subnetId}`;
  const bySubnet = subnet?.mapPublicIpOnLaunch ?? unknown(`public addresses in ${subnetId}`, settledBy);
  return {
    id: parseId<NetworkInterfaceId>(id),
    aliases: [],
    scope: collected.scope.id,
    origin,
    vpc: subnet?.vpc ?? unresolvedVpc(collected, subnetId, settledBy),
    subnet: known(parseId<SubnetId>(subnetId)),
    addresses: unknown(`addresses of ${id}`, "aws ec2 describe-network-interfaces, once it runs"),
    groups,
    sourceDestCheck: known(true),
    hasPublicIpv4: hasPublicIpv4 === "by-subnet" ? bySubnet : hasPublicIpv4,
    client,
    owner,
  };
}

/** The interface of a workload that stands nobody knows where. */
export function elsewhere(
  collected: Collected,
  {
    owner,
    client,
    hasPublicIpv4,
    origin,
  }: Omit<Placement, "subnets" | "groups" | "hasPublicIpv4"> & {
    readonly hasPublicIpv4: Known<boolean>;
  },
  missing: Unknown,
): NetworkInterface {
  const vpc = `vpc-of-${owner}`;
  collected.unresolved.set(vpc, missing);
  return {
    id: parseId<NetworkInterfaceId>(`${owner}@unknown-subnet`),
    aliases: [],
    scope: collected.scope.id,
    origin,
    vpc: parseId<VpcId>(vpc),
    subnet: missing,
    addresses: missing,
    groups: missing,
    sourceDestCheck: known(true),
    hasPublicIpv4,
    client,
    owner,
  };
}

/** Stands for the VPC of a subnet that is not in the input. */
function unresolvedVpc(collected: Collected, subnetId: string, settledBy: string): VpcId {
  const symbol = `vpc-of-${subnetId}`;
  collected.unresolved.set(symbol, unknown(`VPC of ${subnetId}`, settledBy));
  return parseId<VpcId>(symbol);
}

/** The workload's interfaces: those that are there, then those that will be. */
export function place(
  workload: Omit<Workload, "networkInterfaces">,
  present: readonly ReadInterface[],
  implied: readonly NetworkInterface[],
): Placed {
  const ids = [...present.map(({ row }) => row.id), ...implied.map(({ id }) => id)];
  return { workload: { ...workload, networkInterfaces: [...new Set(ids)] }, implied };
}

/** Interfaces that stand in one of the subnets with exactly these groups. */
export function interfacesLike(
  collected: Collected,
  subnets: readonly string[],
  groups: readonly string[],
): readonly ReadInterface[] {
  return subnets.flatMap((subnet) => interfacesByStand(collected).get(standOf(subnet, groups)) ?? []);
}

const interfacesByStand = oncePerScope((collected): ReadonlyMap<string, readonly ReadInterface[]> => {
  const byStand = new Map<string, ReadInterface[]>();
  for (const one of interfacesOf(collected)) {
    const { subnet, groups } = one.row;
    if (!subnet.known || !groups.known) continue;
    const stand = standOf(subnet.value, groups.value);
    const others = byStand.get(stand);
    if (others === undefined) byStand.set(stand, [one]);
    else others.push(one);
  }
  return byStand;
});

function standOf(subnet: string, groups: readonly string[]): string {
  return [subnet, ...groups.toSorted()].join(" ");
}
