/** Peering connections between VPCs, of one Region or two. */
import type { Actions } from "../context.ts";
import {
  acceptVpcPeeringConnection,
  createVpcPeeringConnection,
  deleteVpcPeeringConnection,
  rejectVpcPeeringConnection,
} from "./create.ts";
import { describeVpcPeeringConnections, modifyVpcPeeringConnectionOptions } from "./describe.ts";

export const peeringActions: Actions = {
  CreateVpcPeeringConnection: createVpcPeeringConnection,
  AcceptVpcPeeringConnection: acceptVpcPeeringConnection,
  RejectVpcPeeringConnection: rejectVpcPeeringConnection,
  DeleteVpcPeeringConnection: deleteVpcPeeringConnection,
  DescribeVpcPeeringConnections: describeVpcPeeringConnections,
  ModifyVpcPeeringConnectionOptions: modifyVpcPeeringConnectionOptions,
};
