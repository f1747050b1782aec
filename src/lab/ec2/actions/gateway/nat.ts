/** NAT gateways in one zone, public and private. Without an internet gateway a public one is made, and has failed. */
import type {
  CreateNatGatewayRequest,
  CreateNatGatewayResult,
  DeleteNatGatewayRequest,
  DeleteNatGatewayResult,
  DescribeNatGatewaysRequest,
  DescribeNatGatewaysResult,
  NatGatewayAddress,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter, unsupported } from "../../error.ts";
import type { AddressRow, NatGatewayRow, NetworkInterfaceRow, SubnetRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { removeInterface } from "../interface/create.ts";
import { makeInterface, natInterface, serviceAttachment } from "../interface/make-interface.ts";
import { tagsFor } from "../tag/tags.ts";
import { associate } from "./association.ts";

export function createNatGateway(input: CreateNatGatewayRequest, context: Context): CreateNatGatewayResult {
  if (input.AvailabilityMode === "regional" || input.AvailabilityZoneAddresses !== undefined)
    throw unsupported("The lab's NAT gateways are zonal");
  if (input.SubnetId === undefined) throw missingParameter("subnetId");
  const subnet = mustFind(context, "subnets", input.SubnetId);
  const { ConnectivityType = "public" } = input;
  if (ConnectivityType !== "public" && ConnectivityType !== "private")
    throw invalidValue(`Value (${String(ConnectivityType)}) for parameter connectivityType is invalid.`);
  const elastic = ConnectivityType === "public" ? elasticFor(input, context) : noElastic(input);
  const isCutOff = ConnectivityType === "public" && !hasInternetGateway(context, subnet.VpcId);
  const bare: NatGatewayRow = {
    NatGatewayId: context.newId("nat"),
    VpcId: subnet.VpcId,
    SubnetId: subnet.SubnetId,
    State: isCutOff ? "failed" : "available",
    ConnectivityType,
    AvailabilityMode: "zonal",
    CreateTime: context.now,
    NatGatewayAddresses: [],
    Tags: tagsFor(input.TagSpecifications, "natgateway"),
  };
  const row = isCutOff ? failed(bare) : withAddresses(bare, { input, subnet, elastic, context });
  context.tables.natGateways.set(row.NatGatewayId, row);
  return {
    NatGateway: { ...row, State: "pending" },
    ...(input.ClientToken === undefined ? {} : { ClientToken: input.ClientToken }),
  };
}

function elasticFor(input: CreateNatGatewayRequest, context: Context): readonly AddressRow[] {
  if (input.AllocationId === undefined) throw missingParameter("AllocationId");
  return [input.AllocationId, ...(input.SecondaryAllocationIds ?? [])].map((id) =>
    mustFreeAddress(context, id),
  );
}

export function mustFreeAddress(context: Context, id: string): AddressRow {
  const address = mustFind(context, "addresses", id);
  if (address.AssociationId !== undefined)
    throw new Ec2Error("Resource.AlreadyAssociated", `Elastic IP address [${id}] is already associated`);
  return address;
}

function noElastic(input: CreateNatGatewayRequest): readonly AddressRow[] {
  if (input.AllocationId !== undefined || input.SecondaryAllocationIds !== undefined)
    throw invalidCombination("A private NAT gateway takes no Elastic IP address");
  return [];
}

function hasInternetGateway({ tables }: Context, vpcId: string): boolean {
  return tables.internetGateways
    .rows()
    .some(({ Attachments }) => Attachments.some(({ VpcId }) => VpcId === vpcId));
}

function failed(row: NatGatewayRow): NatGatewayRow {
  return {
    ...row,
    FailureCode: "Gateway.NotAttached",
    FailureMessage: `Network ${row.VpcId} has no Internet gateway attached`,
  };
}

interface Making {
  readonly input: CreateNatGatewayRequest;
  readonly subnet: SubnetRow;
  readonly elastic: readonly AddressRow[];
  readonly context: Context;
}

/** Its interface is AWS's, in the subnet, and holds a private address for every public one. */
function withAddresses(row: NatGatewayRow, { input, subnet, elastic, context }: Making): NatGatewayRow {
  const named = [
    ...(input.PrivateIpAddress === undefined ? [] : [input.PrivateIpAddress]),
    ...(input.SecondaryPrivateIpAddresses ?? []),
  ];
  const wanted = Math.max(elastic.length, 1 + (input.SecondaryPrivateIpAddressCount ?? 0), named.length);
  const eni = makeInterface(context, {
    subnet,
    groups: [],
    description: `Interface for NAT Gateway ${row.NatGatewayId}`,
    type: natInterface,
    addresses: named,
    count: wanted,
    requesterId: context.account,
    attachment: serviceAttachment(context),
    sourceDestCheck: false,
  });
  const addresses = eni.PrivateIpAddresses.map((one, index) =>
    toNatAddress(context, { eni, privateAddress: one.PrivateIpAddress, elastic: elastic[index] }),
  );
  return { ...row, NatGatewayAddresses: addresses };
}

interface NatPair {
  readonly eni: NetworkInterfaceRow;
  readonly privateAddress: string;
  readonly elastic: AddressRow | undefined;
}

/** Puts the public address on the private one, and tells of both. */
export function toNatAddress(context: Context, { eni, privateAddress, elastic }: NatPair): NatGatewayAddress {
  const common = {
    NetworkInterfaceId: eni.NetworkInterfaceId,
    PrivateIp: privateAddress,
    IsPrimary: privateAddress === eni.PrivateIpAddress,
    Status: "succeeded" as const,
  };
  if (elastic === undefined) return common;
  const AssociationId = associate(context, elastic, { row: eni, privateAddress });
  return { ...common, AllocationId: elastic.AllocationId, PublicIp: elastic.PublicIp, AssociationId };
}

export function deleteNatGateway(
  { NatGatewayId = "" }: DeleteNatGatewayRequest,
  context: Context,
): DeleteNatGatewayResult {
  const row = mustFind(context, "natGateways", NatGatewayId);
  if (row.State === "deleted") return { NatGatewayId };
  for (const { NetworkInterfaceId } of row.NatGatewayAddresses) {
    const eni = context.tables.networkInterfaces.get(NetworkInterfaceId ?? "");
    if (eni !== undefined) removeInterface(context, eni);
  }
  context.tables.natGateways.set(NatGatewayId, { ...row, State: "deleted", DeleteTime: context.now });
  return { NatGatewayId };
}

const filters: FilterTable<NatGatewayRow> = {
  "nat-gateway-id": ({ NatGatewayId }) => NatGatewayId,
  state: ({ State }) => State,
  "subnet-id": ({ SubnetId }) => SubnetId,
  "vpc-id": ({ VpcId }) => VpcId,
};

/** A deleted gateway is shown for an hour. */
const shownMs = 60 * 60 * 1000;

export function describeNatGateways(
  input: DescribeNatGatewaysRequest,
  context: Context,
): DescribeNatGatewaysResult {
  const { rows, NextToken } = describeRows(context, "natGateways", {
    asked: { ...input, Filters: input.Filter, ids: input.NatGatewayIds },
    filters,
    isShown: ({ DeleteTime }) =>
      DeleteTime === undefined || context.now.getTime() - DeleteTime.getTime() < shownMs,
  });
  return { NatGateways: [...rows], NextToken };
}
