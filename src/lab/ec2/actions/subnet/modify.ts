/** ModifySubnetAttribute, and the IPv6 block of a subnet. */
import type {
  AssociateSubnetCidrBlockRequest,
  AssociateSubnetCidrBlockResult,
  DisassociateSubnetCidrBlockRequest,
  DisassociateSubnetCidrBlockResult,
  ModifySubnetAttributeRequest,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../../error.ts";
import type { SubnetRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { mustIpv6Block } from "./create.ts";
import { toIpv6Association } from "./make-subnet.ts";

type Change = (input: ModifySubnetAttributeRequest, subnet: SubnetRow) => Partial<SubnetRow>;

const needsIpv6 = (subnet: SubnetRow, value: boolean | undefined, parameter: string): void => {
  if (value === true && subnet.Ipv6CidrBlockAssociationSet.length === 0)
    throw invalidValue(
      `Invalid value 'true' for ${parameter}. The subnet ${subnet.SubnetId} does not have an IPv6 CIDR block associated with it.`,
    );
};

const nameOption = (
  subnet: SubnetRow,
  option: SubnetRow["PrivateDnsNameOptionsOnLaunch"],
): Partial<SubnetRow> => ({
  PrivateDnsNameOptionsOnLaunch: { ...subnet.PrivateDnsNameOptionsOnLaunch, ...option },
});

const hostnameTypes: readonly string[] = ["ip-name", "resource-name"];

/** One attribute a request. */
const changes: Readonly<Partial<Record<keyof ModifySubnetAttributeRequest, Change>>> = {
  MapPublicIpOnLaunch: ({ MapPublicIpOnLaunch }) => ({
    MapPublicIpOnLaunch: MapPublicIpOnLaunch?.Value === true,
  }),
  AssignIpv6AddressOnCreation: ({ AssignIpv6AddressOnCreation }, subnet) => {
    needsIpv6(subnet, AssignIpv6AddressOnCreation?.Value, "assignIpv6AddressOnCreation");
    return { AssignIpv6AddressOnCreation: AssignIpv6AddressOnCreation?.Value === true };
  },
  EnableDns64: ({ EnableDns64 }, subnet) => {
    needsIpv6(subnet, EnableDns64?.Value, "enableDns64");
    return { EnableDns64: EnableDns64?.Value === true };
  },
  PrivateDnsHostnameTypeOnLaunch: ({ PrivateDnsHostnameTypeOnLaunch: type }, subnet) => {
    if (type === undefined || !hostnameTypes.includes(type))
      throw invalidValue(`Value (${type}) for parameter privateDnsHostnameTypeOnLaunch is invalid.`);
    return nameOption(subnet, { HostnameType: type });
  },
  EnableResourceNameDnsARecordOnLaunch: ({ EnableResourceNameDnsARecordOnLaunch: flag }, subnet) =>
    nameOption(subnet, { EnableResourceNameDnsARecord: flag?.Value === true }),
  EnableResourceNameDnsAAAARecordOnLaunch: ({ EnableResourceNameDnsAAAARecordOnLaunch: flag }, subnet) =>
    nameOption(subnet, { EnableResourceNameDnsAAAARecord: flag?.Value === true }),
};

export function modifySubnetAttribute(input: ModifySubnetAttributeRequest, context: Context): undefined {
  const subnet = mustFind(context, "subnets", input.SubnetId ?? "");
  const given = (Object.keys(input) as (keyof ModifySubnetAttributeRequest)[]).filter(
    (name) => name !== "SubnetId",
  );
  const [name] = given;
  if (name === undefined) throw missingParameter("attribute to modify");
  if (given.length > 1)
    throw invalidCombination(`Fields for multiple attribute types specified: ${given.join(", ")}`);
  const change = changes[name];
  if (change === undefined)
    throw new Ec2Error("UnsupportedOperation", `The lab does not know the attribute ${name} of a subnet`);
  context.tables.subnets.set(subnet.SubnetId, { ...subnet, ...change(input, subnet) });
}

export function associateSubnetCidrBlock(
  { SubnetId = "", Ipv6CidrBlock }: AssociateSubnetCidrBlockRequest,
  context: Context,
): AssociateSubnetCidrBlockResult {
  const subnet = mustFind(context, "subnets", SubnetId);
  if (Ipv6CidrBlock === undefined) throw missingParameter("ipv6CidrBlock");
  if (subnet.Ipv6CidrBlockAssociationSet.length > 0)
    throw new Ec2Error("CidrLimitExceeded", `The subnet '${SubnetId}' has an IPv6 CIDR block already`);
  const block = mustIpv6Block(context, mustFind(context, "vpcs", subnet.VpcId), Ipv6CidrBlock);
  const association = toIpv6Association(context, block.text);
  context.tables.subnets.set(SubnetId, { ...subnet, Ipv6CidrBlockAssociationSet: [association] });
  return {
    SubnetId,
    Ipv6CidrBlockAssociation: { ...association, Ipv6CidrBlockState: { State: "associating" } },
  };
}

export function disassociateSubnetCidrBlock(
  { AssociationId = "" }: DisassociateSubnetCidrBlockRequest,
  context: Context,
): DisassociateSubnetCidrBlockResult {
  const { subnets, networkInterfaces } = context.tables;
  const subnet = subnets
    .rows()
    .find((one) => one.Ipv6CidrBlockAssociationSet.some((block) => block.AssociationId === AssociationId));
  const [association] = subnet?.Ipv6CidrBlockAssociationSet ?? [];
  if (subnet === undefined || association === undefined)
    throw new Ec2Error(
      "InvalidSubnetCidrBlockAssociationID.NotFound",
      `The subnet CIDR block association ID '${AssociationId}' does not exist`,
    );
  const used = networkInterfaces
    .rows()
    .some((one) => one.SubnetId === subnet.SubnetId && one.Ipv6Addresses.length > 0);
  if (used)
    throw new Ec2Error("InvalidCidrBlock.InUse", `The CIDR block ${association.Ipv6CidrBlock} is in use`);
  subnets.set(subnet.SubnetId, {
    ...subnet,
    Ipv6CidrBlockAssociationSet: [],
    AssignIpv6AddressOnCreation: false,
    EnableDns64: false,
  });
  return {
    SubnetId: subnet.SubnetId,
    Ipv6CidrBlockAssociation: { ...association, Ipv6CidrBlockState: { State: "disassociating" } },
  };
}
