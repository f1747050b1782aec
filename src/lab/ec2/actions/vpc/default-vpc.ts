/** The default VPC: 172.31.0.0/16, a public subnet in every zone, and an internet gateway. */
import type { CreateDefaultSubnetRequest, CreateDefaultSubnetResult } from "@aws-sdk/client-ec2";
import { formatAddress, mustCidr, overlaps } from "../../../../model/address.ts";
import { Ec2Error } from "../../error.ts";
import type { SubnetRow, VpcRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";
import { availableAttachment } from "../gateway/internet.ts";
import { mainTableOf } from "../route/make-table.ts";
import { makeSubnet } from "../subnet/make-subnet.ts";
import { mustZone, zonesOf } from "../subnet/zone.ts";
import { makeVpc } from "./make-vpc.ts";

const defaultBlock = "172.31.0.0/16";
const subnetLength = 20;

export function makeDefaultVpc(context: Context): VpcRow {
  const { tables } = context;
  const vpc = makeVpc(context, { block: defaultBlock, isDefault: true });
  for (const { name } of zonesOf(context)) makeDefaultSubnet(context, vpc, name);
  const gateway = context.newId("igw");
  tables.internetGateways.set(gateway, {
    InternetGatewayId: gateway,
    OwnerId: context.account,
    Attachments: [{ VpcId: vpc.VpcId, State: availableAttachment }],
    Tags: [],
  });
  const main = mainTableOf(context, vpc.VpcId);
  if (main !== undefined)
    tables.routeTables.set(main.RouteTableId, {
      ...main,
      Routes: [
        ...main.Routes,
        { DestinationCidrBlock: "0.0.0.0/0", GatewayId: gateway, Origin: "CreateRoute", State: "active" },
      ],
    });
  return vpc;
}

export function createDefaultSubnet(
  { AvailabilityZone, AvailabilityZoneId, Ipv6Native }: CreateDefaultSubnetRequest,
  context: Context,
): CreateDefaultSubnetResult {
  if (Ipv6Native === true)
    throw new Ec2Error("UnsupportedOperation", "The lab's default subnets have IPv4 blocks");
  const vpc = context.tables.vpcs.rows().find(({ IsDefault }) => IsDefault);
  if (vpc === undefined)
    throw new Ec2Error("DefaultVpcDoesNotExist", "No default VPC exists for this account in this region.");
  const zone = mustZone(context, AvailabilityZone, AvailabilityZoneId);
  const there = context.tables.subnets
    .rows()
    .find((subnet) => subnet.DefaultForAz === true && subnet.AvailabilityZone === zone.name);
  if (there !== undefined)
    throw new Ec2Error(
      "DefaultSubnetAlreadyExistsInAvailabilityZone",
      `'${there.SubnetId}' is already the default subnet in ${zone.name}.`,
    );
  return { Subnet: makeDefaultSubnet(context, vpc, zone.name) };
}

function makeDefaultSubnet(context: Context, vpc: VpcRow, zoneName: string): SubnetRow {
  const zone = mustZone(context, zoneName);
  return makeSubnet(context, {
    vpc,
    zone,
    block: freeBlock(context, vpc),
    isDefault: true,
    mapPublicIp: true,
  });
}

/** The first /20 that no subnet touches. */
function freeBlock({ tables }: Context, vpc: VpcRow): string {
  const { first, last } = mustCidr(vpc.CidrBlock);
  const taken = tables.subnets
    .rows()
    .flatMap(({ VpcId, CidrBlock }) =>
      VpcId === vpc.VpcId && CidrBlock !== undefined ? [mustCidr(CidrBlock)] : [],
    );
  for (let at = first as bigint; at < last; at += 2n ** BigInt(32 - subnetLength)) {
    const block = mustCidr(`${formatAddress(at)}/${subnetLength}`);
    if (!taken.some((one) => overlaps(one, block))) return block.text;
  }
  throw new Ec2Error("InvalidSubnet.Conflict", `The default VPC has no room for another /${subnetLength}`);
}
