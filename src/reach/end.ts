/** The ends of a path that lie inside a VPC, whatever they are: an interface, a NAT gateway, any interface of a subnet. */
import { familyOf, mustCidr } from "../model/address.ts";
import type { Address, Cidr, Family } from "../model/address.ts";
import type { ComponentRef } from "../model/answer.ts";
import type { SecurityGroupId, SubnetId, VpcId } from "../model/entity/entity.ts";
import type { ClientKind, NetworkInterface } from "../model/entity/network-interface.ts";
import type { RouteTable } from "../model/entity/route-table.ts";
import type { Subnet } from "../model/entity/vpc.ts";
import { toAddressSet, toSet } from "../model/interval-set.ts";
import type { PortSet } from "../model/interval-set.ts";
import { known } from "../model/known.ts";
import type { Known } from "../model/known.ts";
import { find } from "../model/network.ts";
import { addressLabel } from "./flow.ts";
import type { Span } from "./flow.ts";
import type { World } from "./world.ts";

export interface VpcEnd {
  readonly component: ComponentRef;
  readonly vpc: VpcId;
  /** `none`: it stands in no subnet (a regional NAT gateway). */
  readonly subnet: Known<Subnet> | "none";
  /** Of the subnet; a regional NAT gateway has one of its own. */
  readonly table: Known<RouteTable>;
  readonly span: Span;
  /** `ignored`: the question leaves groups out (a subnet as source), or there are none (a NAT gateway). */
  readonly groups: Known<readonly SecurityGroupId[]> | "ignored";
  readonly client: ClientKind;
  readonly hasPublicIpv4: Known<boolean>;
  readonly networkInterface: NetworkInterface | undefined;
}

/**
 * Ports that answers come back to, by who asks.
 * https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports (read 2026-11-24)
 */
const ephemeralPorts: Readonly<Record<ClientKind, PortSet>> = {
  linux: [[32768, 61000]],
  windows: [[49152, 65535]],
  lambda: [[1024, 65535]],
  "nat-gateway": [[1024, 65535]],
  "load-balancer": [[1024, 65535]],
  endpoint: [[1024, 65535]],
  unknown: [[32768, 65535]],
};

export const ephemeralPortsOf = (client: ClientKind): PortSet => ephemeralPorts[client];

/** The end that `networkInterface` is in one family; undefined when it has no address of it. */
export function endOfInterface(
  world: World,
  networkInterface: NetworkInterface,
  family: Family,
): VpcEnd | undefined {
  const { id, vpc, groups, client, hasPublicIpv4 } = networkInterface;
  const subnet = subnetOf(world, networkInterface.subnet);
  const span = spanOfInterface(world, networkInterface, subnet, family);
  if (span === undefined) return undefined;
  const table = subnet.known ? world.topology.tableOf(subnet.value) : subnet;
  const component = { kind: "network-interface", id };
  return { component, vpc, subnet, table, span, groups, client, hasPublicIpv4, networkInterface };
}

/** Any interface of a subnet, with no groups asked and a public address if the subnet hands one out. */
export function endOfSubnet(world: World, subnet: Subnet, family: Family): VpcEnd | undefined {
  const set = addressesOf(world, subnet, family);
  if (set === undefined) return undefined;
  return {
    component: { kind: "subnet", id: subnet.id },
    vpc: subnet.vpc,
    subnet: known(subnet),
    table: world.topology.tableOf(subnet),
    span:
      set === anyOf[6]
        ? { set, quantifier: "one", label: `an address of ${subnet.id}` }
        : { set, quantifier: "every", label: addressLabel(set) },
    groups: "ignored",
    client: "unknown",
    hasPublicIpv4: subnet.mapPublicIpOnLaunch,
    networkInterface: undefined,
  };
}

function spanOfInterface(
  world: World,
  { id, addresses }: NetworkInterface,
  subnet: Known<Subnet>,
  family: Family,
): Span | undefined {
  if (addresses.known) return spanOfAddresses(addresses.value, family);
  if (!subnet.known) return family === 4 ? { set: anyOf[4], quantifier: "one", label: id } : undefined;
  const set = addressesOf(world, subnet.value, family);
  return set === undefined
    ? undefined
    : {
        set,
        quantifier: "one",
        label:
          set === anyOf[6]
            ? `${id} (an address of a block that AWS picks)`
            : `${id} (an address of ${addressLabel(set)})`,
      };
}

function spanOfAddresses(addresses: readonly Address[], family: Family): Span | undefined {
  const own = addresses.filter((address) => familyOf(address) === family);
  if (own.length === 0) return undefined;
  const set = toSet(own.map((address): [bigint, bigint] => [address, address]));
  // A connection leaves from the primary address unless the client binds another.
  const [primary] = own;
  const first = primary === undefined ? set : toSet([[primary, primary] as [bigint, bigint]]);
  return { set: first, quantifier: "every", label: addressLabel(first) };
}

/** The subnet's addresses of one family; undefined when it has none. An unknown block may be any IPv4 address. */
function addressesOf(world: World, subnet: Subnet, family: Family): Span["set"] | undefined {
  const { id, cidrs, unreadCidrs = [] } = subnet;
  if (unreadCidrs.some((unread) => unread.family === family)) return anyOf[family];
  if (!cidrs.known) return family === 4 ? anyOf[4] : undefined;
  const own = cidrs.value.filter((cidr: Cidr) => cidr.family === family);
  if (own.length === 0) return undefined;
  return world.once("addresses of a subnet", `${id} ${family}`, () => toAddressSet(own));
}

/** What an address of a block is that AWS has yet to pick: one of these. */
const anyOf: Readonly<Record<Family, Span["set"]>> = {
  4: toAddressSet([mustCidr("0.0.0.0/0")]),
  6: toAddressSet([mustCidr("2000::/3")]),
};

/** Whether the end has an address of a block that AWS has yet to pick: then no route but the local one can name it. */
export const isUnread = ({ span }: VpcEnd): boolean => span.set === anyOf[6];

/** The subnet row, or why it is not known. */
export function subnetOf({ network }: World, id: Known<SubnetId>): Known<Subnet> {
  return id.known ? find(network, "subnets", id.value) : id;
}

/** Within one subnet neither routes nor network ACLs are asked. */
export function isNeighbour(a: VpcEnd, b: VpcEnd): boolean {
  if (a.subnet === "none" || b.subnet === "none" || !a.subnet.known || !b.subnet.known) return false;
  return a.subnet.value.id === b.subnet.value.id;
}
