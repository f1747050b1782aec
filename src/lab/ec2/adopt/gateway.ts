/** Gateways, zonal NAT gateways with their interfaces and Elastic IP addresses, and peering connections. */
import type { NatGatewayAddress } from "@aws-sdk/client-ec2";
import { formatAddress } from "../../../model/address.ts";
import type { Gateway, NatAddress, NatGateway, Peering, PeeringSide } from "../../../model/entity/gateway.ts";
import { valueOr } from "../../../model/known.ts";
import type { AddressRow, NetworkInterfaceRow, PeeringRow } from "../store/rows.ts";
import type { Context } from "../actions/context.ts";
import { associate } from "../actions/gateway/association.ts";
import { availableAttachment } from "../actions/gateway/internet.ts";
import { newPublicAddress } from "../actions/gateway/public-address.ts";
import { makeInterface, natInterface, serviceAttachment } from "../actions/interface/make-interface.ts";
import { ofFamily, rowsIn, seeded, tagsOf } from "./adopting.ts";
import type { Adopting } from "./adopting.ts";
import type { Tag } from "@aws-sdk/client-ec2";

type Put = (gateway: Gateway, shared: { readonly context: Context; readonly Tags: Tag[] }) => void;

const putGateway: Readonly<Record<Gateway["kind"], Put>> = {
  "internet-gateway": ({ id, vpcs }, { context: { tables, account }, Tags }) =>
    tables.internetGateways.set(id, {
      InternetGatewayId: id,
      OwnerId: account,
      Attachments: vpcs.map((VpcId) => ({ VpcId, State: availableAttachment })),
      Tags,
    }),
  "egress-only-internet-gateway": ({ id, vpcs }, { context: { tables }, Tags }) =>
    tables.egressOnlyGateways.set(id, {
      EgressOnlyInternetGatewayId: id,
      Attachments: vpcs.map((VpcId) => ({ VpcId, State: "attached" })),
      Tags,
    }),
  "vpn-gateway": ({ id, vpcs }, { context: { tables }, Tags }) =>
    tables.vpnGateways.set(id, {
      VpnGatewayId: id,
      State: "available",
      Type: "ipsec.1",
      AmazonSideAsn: 64512,
      VpcAttachments: vpcs.map((VpcId) => ({ VpcId, State: "attached" })),
      Tags,
    }),
};

export function adoptGateways(adopting: Adopting): void {
  const { context } = adopting;
  for (const gateway of rowsIn(adopting, "gateways"))
    putGateway[gateway.kind](gateway, { context, Tags: tagsOf(adopting, gateway) });
  for (const peering of rowsIn(adopting, "peerings"))
    context.tables.peerings.set(peering.id, toPeeringRow(adopting, peering));
}

function toPeeringRow(adopting: Adopting, peering: Peering): PeeringRow {
  return {
    VpcPeeringConnectionId: peering.id,
    RequesterVpcInfo: toSide(peering.requester),
    AccepterVpcInfo: toSide(peering.accepter),
    Status: { Code: peering.status as NonNullable<PeeringRow["Status"]["Code"]>, Message: peering.status },
    Tags: tagsOf(adopting, peering),
  };
}

/** Of a side that is not known the row says nothing. */
function toSide({ vpc, cidrs, region, account }: PeeringSide): PeeringRow["RequesterVpcInfo"] {
  const ipv4 = ofFamily(valueOr(cidrs, []), 4).map(({ text }) => text);
  return {
    ...(vpc.known ? { VpcId: vpc.value } : {}),
    ...(ipv4[0] === undefined ? {} : { CidrBlock: ipv4[0] }),
    CidrBlockSet: ipv4.map((CidrBlock) => ({ CidrBlock })),
    Ipv6CidrBlockSet: ofFamily(valueOr(cidrs, []), 6).map(({ text }) => ({ Ipv6CidrBlock: text })),
    OwnerId: account,
    Region: region,
  };
}

export function adoptNatGateways(adopting: Adopting): void {
  for (const nat of rowsIn(adopting, "natGateways")) adoptNat(adopting, nat);
}

/** A row takes a subnet and its addresses; a regional one has none that the API could tell. */
function adoptNat(adopting: Adopting, nat: NatGateway): void {
  const context = seeded(adopting.context, nat.id);
  const subnet = nat.subnet?.known === true ? context.tables.subnets.get(nat.subnet.value) : undefined;
  const addresses = valueOr(nat.addresses, []);
  if (subnet === undefined || !addresses.every(({ privateAddress }) => privateAddress.known)) return;
  if (nat.state === "available" && addresses.length === 0) return;
  context.tables.natGateways.set(nat.id, {
    NatGatewayId: nat.id,
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    State: nat.state,
    ConnectivityType: nat.connectivity,
    AvailabilityMode: "zonal",
    NatGatewayAddresses: addresses.map((address, index) =>
      adoptAddress(context, nat, { address, subnetId: subnet.SubnetId, isPrimary: index === 0 }),
    ),
    Tags: tagsOf(adopting, nat),
  });
}

interface Held {
  readonly address: NatAddress;
  readonly subnetId: string;
  readonly isPrimary: boolean;
}

function adoptAddress(context: Context, nat: NatGateway, held: Held): NatGatewayAddress {
  const { address, isPrimary } = held;
  const privateAddress = address.privateAddress.known ? formatAddress(address.privateAddress.value) : "";
  const eni = interfaceOf(context, nat, { ...held, privateAddress });
  const common: NatGatewayAddress = {
    ...(eni === undefined ? {} : { NetworkInterfaceId: eni.NetworkInterfaceId }),
    PrivateIp: privateAddress,
    IsPrimary: isPrimary,
    Status: "succeeded",
  };
  if (nat.connectivity === "private" || eni === undefined) return common;
  const { publicAddress } = address;
  const elastic: AddressRow = {
    AllocationId: context.newId("eipalloc"),
    PublicIp: publicAddress?.known === true ? formatAddress(publicAddress.value) : newPublicAddress(context),
    Domain: "vpc",
    PublicIpv4Pool: "amazon",
    NetworkBorderGroup: context.region,
    Tags: [],
  };
  const AssociationId = associate(context, elastic, { row: eni, privateAddress });
  return { ...common, AllocationId: elastic.AllocationId, PublicIp: elastic.PublicIp, AssociationId };
}

/** The input's own, by the address; a template tells of none, and AWS makes one. */
function interfaceOf(
  context: Context,
  nat: NatGateway,
  { subnetId, privateAddress }: Held & { readonly privateAddress: string },
): NetworkInterfaceRow | undefined {
  const subnet = context.tables.subnets.get(subnetId);
  const there = context.tables.networkInterfaces
    .rows()
    .find(
      (row) =>
        row.VpcId === subnet?.VpcId &&
        row.PrivateIpAddresses.some(({ PrivateIpAddress }) => PrivateIpAddress === privateAddress),
    );
  if (there !== undefined || subnet === undefined) return there;
  return makeInterface(context, {
    subnet,
    groups: [],
    description: `Interface for NAT Gateway ${nat.id}`,
    type: natInterface,
    addresses: [privateAddress],
    requesterId: context.account,
    attachment: serviceAttachment(context),
    sourceDestCheck: false,
  });
}
