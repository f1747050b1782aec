/** Subnets of a VPC. */
import type { Actions } from "../context.ts";
import { createSubnet, deleteSubnet } from "./create.ts";
import { describeSubnets } from "./describe.ts";
import { associateSubnetCidrBlock, disassociateSubnetCidrBlock, modifySubnetAttribute } from "./modify.ts";
import {
  createSubnetCidrReservation,
  deleteSubnetCidrReservation,
  getSubnetCidrReservations,
} from "./reservation.ts";

export const subnetActions: Actions = {
  CreateSubnet: createSubnet,
  DeleteSubnet: deleteSubnet,
  DescribeSubnets: describeSubnets,
  ModifySubnetAttribute: modifySubnetAttribute,
  AssociateSubnetCidrBlock: associateSubnetCidrBlock,
  DisassociateSubnetCidrBlock: disassociateSubnetCidrBlock,
  CreateSubnetCidrReservation: createSubnetCidrReservation,
  GetSubnetCidrReservations: getSubnetCidrReservations,
  DeleteSubnetCidrReservation: deleteSubnetCidrReservation,
};
