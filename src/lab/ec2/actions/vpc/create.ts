/** CreateVpc, CreateDefaultVpc and DeleteVpc. */
import type {
  CreateDefaultVpcResult,
  CreateVpcRequest,
  CreateVpcResult,
  DeleteVpcRequest,
  Vpc,
} from "@aws-sdk/client-ec2";
import { Ec2Error, hasDependencies, invalidValue, unsupported } from "../../error.ts";
import type { VpcRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { mustNetworkBlock } from "./block.ts";
import { makeDefaultVpc } from "./default-vpc.ts";
import { makeVpc, newIpv6Block } from "./make-vpc.ts";

const tenancies: readonly string[] = ["default", "dedicated", "host"];

export function createVpc(input: CreateVpcRequest, context: Context): CreateVpcResult {
  if (
    input.Ipv4IpamPoolId !== undefined ||
    input.Ipv6IpamPoolId !== undefined ||
    input.Ipv6Pool !== undefined
  )
    throw unsupported("The lab has no address pools: give a CidrBlock, or AmazonProvidedIpv6CidrBlock");
  if (input.CidrBlock === undefined)
    throw new Ec2Error("MissingParameter", "Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.");
  if (input.InstanceTenancy !== undefined && !tenancies.includes(input.InstanceTenancy))
    throw invalidValue(`Value (${input.InstanceTenancy}) for parameter instanceTenancy is invalid.`);
  const vpc = makeVpc(context, {
    block: mustNetworkBlock(input.CidrBlock, "InvalidVpc.Range").text,
    ipv6Block: input.AmazonProvidedIpv6CidrBlock === true ? newIpv6Block(context) : undefined,
    tenancy: input.InstanceTenancy,
    tags: tagsFor(input.TagSpecifications, "vpc"),
  });
  return { Vpc: asPending(vpc) };
}

/** The lab has finished at once; what AWS answers is that it has begun. */
function asPending(vpc: VpcRow): Vpc {
  return {
    ...vpc,
    State: "pending",
    Ipv6CidrBlockAssociationSet: vpc.Ipv6CidrBlockAssociationSet.map((association) => ({
      ...association,
      Ipv6CidrBlockState: { State: "associating" },
    })),
  };
}

export function createDefaultVpc(_input: object, context: Context): CreateDefaultVpcResult {
  if (context.tables.vpcs.rows().some(({ IsDefault }) => IsDefault))
    throw new Ec2Error(
      "DefaultVpcAlreadyExists",
      "A Default VPC already exists for this account in this region.",
    );
  return { Vpc: asPending(makeDefaultVpc(context)) };
}

export function deleteVpc({ VpcId = "" }: DeleteVpcRequest, context: Context): undefined {
  const { tables } = context;
  mustFind(context, "vpcs", VpcId);
  if (isInUse(VpcId, context)) throw hasDependencies("vpc", VpcId);
  const own = <R extends { readonly VpcId: string }>(row: R) => row.VpcId === VpcId;
  for (const { RouteTableId } of tables.routeTables.rows().filter(own))
    tables.routeTables.delete(RouteTableId);
  for (const { NetworkAclId } of tables.networkAcls.rows().filter(own))
    tables.networkAcls.delete(NetworkAclId);
  for (const { GroupId } of tables.securityGroups.rows().filter(own)) tables.securityGroups.delete(GroupId);
  tables.vpcs.delete(VpcId);
}

/** Its own main table, default ACL and default group go with it; everything else stands in the way. */
function isInUse(vpcId: string, { tables }: Context): boolean {
  const isIn = ({ VpcId }: { readonly VpcId?: string | undefined }) => VpcId === vpcId;
  const isAttached = ({ Attachments }: { readonly Attachments: readonly { readonly VpcId: string }[] }) =>
    Attachments.some(isIn);
  return (
    tables.subnets.rows().some(isIn) ||
    tables.networkInterfaces.rows().some(isIn) ||
    tables.vpcEndpoints.rows().some(isIn) ||
    tables.natGateways.rows().some((nat) => isIn(nat) && nat.State !== "deleted") ||
    tables.internetGateways.rows().some(isAttached) ||
    tables.egressOnlyGateways.rows().some(isAttached) ||
    tables.routeTables.rows().some((table) => isIn(table) && !table.Associations.some(({ Main }) => Main)) ||
    tables.networkAcls.rows().some((acl) => isIn(acl) && !acl.IsDefault) ||
    tables.securityGroups.rows().some((group) => isIn(group) && group.GroupName !== "default") ||
    tables.peerings
      .rows()
      .some(
        ({ Status, AccepterVpcInfo, RequesterVpcInfo }) =>
          Status.Code === "active" && (isIn(AccepterVpcInfo) || isIn(RequesterVpcInfo)),
      )
  );
}
