/** The network as the fabric builds it: what stands in each VPC, at which addresses, and on which wire. */
import { familyOf, formatAddress } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import type { SecurityGroupId, SubnetId, VpcId } from "../../model/entity/entity.ts";
import type { NetworkAcl } from "../../model/entity/firewall.ts";
import type { NatGateway } from "../../model/entity/gateway.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { RouteTable } from "../../model/entity/route-table.ts";
import type { VpcEndpoint } from "../../model/entity/vpc-endpoint.ts";
import type { Subnet, Vpc } from "../../model/entity/vpc.ts";
import { known, valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import type { NotBuilt } from "./plan.ts";

/** Something with addresses at the end of a wire from the VPC's router. */
export interface Port {
  readonly id: string;
  readonly kind: "interface" | "nat" | "endpoint";
  /** Undefined for a regional NAT gateway. */
  readonly subnet: SubnetId | undefined;
  readonly addresses: readonly Address[];
  /** Undefined: no groups are asked. */
  readonly groups: readonly SecurityGroupId[] | undefined;
  /** Packets under other addresses than its own are dropped on its wire. */
  readonly isChecked: boolean;
  /** Of the first private address, where it has one. */
  readonly publicAddress: Address | undefined;
}

export interface VpcEstate {
  readonly vpc: Vpc;
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  readonly ports: readonly Port[];
  readonly natGateways: readonly NatGateway[];
  readonly endpoints: readonly VpcEndpoint[];
  readonly hasInternetGateway: boolean;
  readonly tableOf: (subnet: SubnetId) => RouteTable | undefined;
  readonly aclOf: (subnet: SubnetId) => NetworkAcl | undefined;
}

/** The public address of an interface that has one; the network tells only that it does. */
export type PublicAddressOf = (id: string) => Address;

export function toEstate(network: Network, vpc: Vpc, publicAddressOf: PublicAddressOf): VpcEstate {
  const inVpc = <Row extends { readonly vpc: VpcId }>(table: ReadonlyMap<unknown, Row>): readonly Row[] =>
    [...table.values()].filter((row) => row.vpc === vpc.id);
  const tables = inVpc(network.routeTables);
  const acls = inVpc(network.networkAcls);
  const natGateways = [...network.natGateways.values()].filter(
    (row) => valueOr(row.vpc, undefined) === vpc.id,
  );
  const endpoints = [...network.vpcEndpoints.values()].filter(
    (row) => valueOr(row.vpc, undefined) === vpc.id,
  );
  return {
    vpc,
    subnets: inVpc(network.subnets),
    tables,
    natGateways,
    endpoints,
    ports: [
      ...inVpc(network.networkInterfaces).flatMap((row) => toPort(row, publicAddressOf)),
      ...natGateways.flatMap((row) => natPorts(row, publicAddressOf)),
    ],
    hasInternetGateway: [...network.gateways.values()].some(
      ({ kind, vpcs }) => kind !== "vpn-gateway" && vpcs.includes(vpc.id),
    ),
    tableOf: (subnet) =>
      tables.find(({ subnets }) => subnets.includes(subnet)) ?? tables.find(({ main }) => main),
    aclOf: (subnet) =>
      acls.find(({ subnets }) => subnets.includes(subnet)) ?? acls.find(({ isDefault }) => isDefault),
  };
}

/** Interfaces of NAT gateways are built with their gateway. */
function toPort(row: NetworkInterface, publicAddressOf: PublicAddressOf): readonly Port[] {
  const { id, client, subnet, addresses, groups, sourceDestCheck, hasPublicIpv4 } = row;
  if (client === "nat-gateway" || !subnet.known || !addresses.known) return [];
  return [
    {
      id,
      kind: client === "endpoint" ? "endpoint" : "interface",
      subnet: subnet.value,
      addresses: addresses.value,
      groups: valueOr(groups, []),
      isChecked: valueOr(sourceDestCheck, true),
      publicAddress: valueOr(hasPublicIpv4, false) ? publicAddressOf(id) : undefined,
    },
  ];
}

function natPorts(nat: NatGateway, publicAddressOf: PublicAddressOf): readonly Port[] {
  if (nat.state !== "available") return [];
  const addresses = valueOr(nat.addresses, []).flatMap((each) => valueOr(each.privateAddress, []));
  const [first] = valueOr(nat.addresses, []);
  if (addresses.length === 0) return [];
  const isPublic = nat.connectivity === "public";
  return [
    {
      id: nat.id,
      kind: "nat",
      subnet: nat.subnet === undefined ? undefined : valueOr(nat.subnet, undefined),
      addresses,
      groups: undefined,
      isChecked: false,
      publicAddress: isPublic
        ? valueOr(first?.publicAddress ?? known(publicAddressOf(nat.id)), publicAddressOf(nat.id))
        : undefined,
    },
  ];
}

/** What has no address yet cannot be built, and is named. */
export function unplaced(network: Network): readonly NotBuilt[] {
  return [...network.networkInterfaces.values()]
    .filter(({ subnet, addresses }) => !subnet.known || !addresses.known)
    .map(({ id }) => ({
      component: { kind: "network-interface", id },
      why: "its subnet or its address is not known",
    }));
}

export const addressesOf = ({ addresses }: Pick<Port, "addresses">, family: Family): readonly string[] =>
  addresses.filter((address) => familyOf(address) === family).map(formatAddress);
