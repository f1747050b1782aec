/** VPCs, their blocks, attributes and DHCP options. */
import type { Actions } from "../context.ts";
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from "./associate-block.ts";
import { describeVpcAttribute, modifyVpcAttribute, modifyVpcTenancy } from "./attribute.ts";
import { createDefaultVpc, createVpc, deleteVpc } from "./create.ts";
import { createDefaultSubnet } from "./default-vpc.ts";
import { describeVpcs } from "./describe.ts";
import {
  associateDhcpOptions,
  createDhcpOptions,
  deleteDhcpOptions,
  describeDhcpOptions,
} from "./dhcp-options.ts";

export const vpcActions: Actions = {
  CreateVpc: createVpc,
  CreateDefaultVpc: createDefaultVpc,
  CreateDefaultSubnet: createDefaultSubnet,
  DeleteVpc: deleteVpc,
  DescribeVpcs: describeVpcs,
  DescribeVpcAttribute: describeVpcAttribute,
  ModifyVpcAttribute: modifyVpcAttribute,
  ModifyVpcTenancy: modifyVpcTenancy,
  AssociateVpcCidrBlock: associateVpcCidrBlock,
  DisassociateVpcCidrBlock: disassociateVpcCidrBlock,
  CreateDhcpOptions: createDhcpOptions,
  DeleteDhcpOptions: deleteDhcpOptions,
  DescribeDhcpOptions: describeDhcpOptions,
  AssociateDhcpOptions: associateDhcpOptions,
};
