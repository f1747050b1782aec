/** What has addresses in a VPC: interfaces, NAT gateways, and the interfaces of endpoints. */
import { familyOf, formatAddress, mustAddress } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import type { SecurityGroupId, SubnetId } from "../../model/entity/entity.ts";
import type { NatGateway } from "../../model/entity/gateway.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { known, valueOr } from "../../model/known.ts";

/** Something with addresses at the end of a wire from the VPC's router. */
export interface Port {
  readonly id: string;
  readonly kind: "interface" | "nat" | "endpoint";
  /** Undefined for a regional NAT gateway. */
  readonly subnet: SubnetId | undefined;
  /** The primary one of each family first. */
  readonly addresses: readonly Address[];
  /** Undefined: no groups are asked. */
  readonly groups: readonly SecurityGroupId[] | undefined;
  /** Packets under other addresses than its own are dropped on its wire. */
  readonly isChecked: boolean;
  /** Of the first private address, where it has one. */
  readonly publicAddress: Address | undefined;
  /** Of the other private addresses of a public NAT gateway, in their order. */
  readonly morePublic?: readonly Address[];
}

/** The public address of an interface that has one; the network tells only that it does. */
export type PublicAddressOf = (id: string) => Address;

/** Interfaces of NAT gateways are built with their gateway. */
export function toPort(row: NetworkInterface, publicAddressOf: PublicAddressOf): readonly Port[] {
  const { id, client, subnet, addresses, groups, sourceDestCheck, hasPublicIpv4 } = row;
  if (client === "nat-gateway" || !subnet.known || !addresses.known) return [];
  return [
    {
      id,
      kind: kindOf(row),
      subnet: subnet.value,
      addresses: addresses.value,
      groups: valueOr(groups, []),
      isChecked: valueOr(sourceDestCheck, true),
      publicAddress: valueOr(hasPublicIpv4, false) ? publicAddressOf(id) : undefined,
    },
  ];
}

export const kindOf = ({ client }: NetworkInterface): "interface" | "endpoint" =>
  client === "endpoint" ? "endpoint" : "interface";

/** `place`: how many regional ones are before it. */
export function natPorts(nat: NatGateway, place: number, publicAddressOf: PublicAddressOf): readonly Port[] {
  if (nat.state !== "available") return [];
  const addresses = privateAddressesOf(nat, place);
  const [first, ...others] = valueOr(nat.addresses, []);
  if (addresses.length === 0) return [];
  const isOpen = nat.connectivity === "public";
  const open = first?.publicAddress ?? known(publicAddressOf(nat.id));
  return [
    {
      id: nat.id,
      kind: "nat",
      subnet: nat.subnet === undefined ? undefined : valueOr(nat.subnet, undefined),
      addresses,
      groups: undefined,
      isChecked: false,
      publicAddress: isOpen ? valueOr(open, publicAddressOf(nat.id)) : undefined,
      morePublic: others.flatMap(({ publicAddress }, index) =>
        publicAddress === undefined || !isOpen
          ? []
          : valueOr(publicAddress, publicAddressOf(`${nat.id} ${index + 2}`)),
      ),
    },
  ];
}

/** A regional one stands in no subnet and has no address of one. */
function privateAddressesOf({ subnet, addresses }: NatGateway, place: number): readonly Address[] {
  const own = valueOr(addresses, []).flatMap(({ privateAddress }) => valueOr(privateAddress, []));
  return own.length > 0 || subnet !== undefined ? own : [mustAddress(`169.254.248.${place + 1}`)];
}

/** An interface that may forward, with a public address to translate to, is taken for a NAT instance. */
export const isNatInstance = ({ kind, isChecked, publicAddress }: Port): boolean =>
  kind === "interface" && !isChecked && publicAddress !== undefined;

export const addressesOf = ({ addresses }: Pick<Port, "addresses">, family: Family): readonly string[] =>
  addresses.filter((address) => familyOf(address) === family).map(formatAddress);
