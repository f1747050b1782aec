/** A request for a peering connection, and what the other side makes of it. */
import type {
  AcceptVpcPeeringConnectionRequest,
  AcceptVpcPeeringConnectionResult,
  CreateVpcPeeringConnectionRequest,
  CreateVpcPeeringConnectionResult,
  DeleteVpcPeeringConnectionRequest,
  DeleteVpcPeeringConnectionResult,
  RejectVpcPeeringConnectionRequest,
  RejectVpcPeeringConnectionResult,
} from "@aws-sdk/client-ec2";
import { overlaps } from "../../../../model/address.ts";
import { Ec2Error, missingParameter } from "../../error.ts";
import type { PeeringRow, VpcRow } from "../../store/rows.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { tagsFor } from "../tag/tags.ts";
import { blocksOf } from "../vpc/block.ts";
import { isIn, putPeering, toSide, wrongState } from "./find-peering.ts";
import { without } from "../without.ts";

const weekMs = 7 * 24 * 60 * 60 * 1000;

export function createVpcPeeringConnection(
  input: CreateVpcPeeringConnectionRequest,
  context: Context,
): CreateVpcPeeringConnectionResult {
  const vpc = mustFind(context, "vpcs", input.VpcId ?? "");
  const { PeerVpcId, PeerOwnerId = context.account, PeerRegion = context.region } = input;
  if (PeerVpcId === undefined) throw missingParameter("peerVpcId");
  checkNew(context, vpc.VpcId, PeerVpcId);
  const ownPeer =
    PeerOwnerId === context.account ? context.inRegion(PeerRegion)?.tables.vpcs.get(PeerVpcId) : undefined;
  const isRefused =
    PeerOwnerId === context.account &&
    (ownPeer === undefined || isOverlapping(vpc, ownPeer) || PeerVpcId === vpc.VpcId);
  const row: PeeringRow = {
    VpcPeeringConnectionId: context.newId("pcx"),
    RequesterVpcInfo: toSide(vpc, context.region),
    AccepterVpcInfo: { VpcId: PeerVpcId, OwnerId: PeerOwnerId, Region: PeerRegion },
    ExpirationTime: new Date(context.now.getTime() + weekMs),
    Status: isRefused
      ? {
          Code: "failed",
          Message: "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range",
        }
      : { Code: "pending-acceptance", Message: `Pending Acceptance by ${PeerOwnerId}` },
    Tags: tagsFor(input.TagSpecifications, "vpc-peering-connection"),
  };
  putPeering(context, row);
  return {
    VpcPeeringConnection: {
      ...row,
      Status: { Code: "initiating-request", Message: `Initiating Request to ${PeerOwnerId}` },
    },
  };
}

function checkNew({ tables }: Context, vpcId: string, peerId: string): void {
  const twin = tables.peerings
    .rows()
    .find(
      (one) =>
        isIn(one, "active", "pending-acceptance") &&
        [one.RequesterVpcInfo.VpcId, one.AccepterVpcInfo.VpcId].every((id) => id === vpcId || id === peerId),
    );
  if (twin !== undefined)
    throw new Ec2Error(
      "VpcPeeringConnectionAlreadyExists",
      `A VPC peering connection between ${vpcId} and ${peerId} exists already: ${twin.VpcPeeringConnectionId}`,
    );
}

function isOverlapping(a: VpcRow, b: VpcRow): boolean {
  return blocksOf(a).some((one) => blocksOf(b).some((other) => overlaps(one, other)));
}

export function acceptVpcPeeringConnection(
  { VpcPeeringConnectionId = "" }: AcceptVpcPeeringConnectionRequest,
  context: Context,
): AcceptVpcPeeringConnectionResult {
  const row = mustPending(context, VpcPeeringConnectionId, accepting);
  const { VpcId = "", Region = context.region } = row.AccepterVpcInfo;
  const accepted: PeeringRow = {
    ...without(row, "ExpirationTime"),
    AccepterVpcInfo: toSide(mustFind(context, "vpcs", VpcId), Region),
    Status: { Code: "active", Message: "Active" },
  };
  putPeering(context, accepted);
  return {
    VpcPeeringConnection: { ...accepted, Status: { Code: "provisioning", Message: "Provisioning" } },
  };
}

/** What the other side makes of a request, in the words of the refusals. */
interface Decision {
  readonly to: string;
  readonly verb: string;
  readonly place: string;
}

const accepting: Decision = { to: "active", verb: "accept", place: "accepted" };
const rejecting: Decision = { to: "rejected", verb: "reject", place: "accepted or rejected" };

/** Waiting, in the account and Region it waits for, and not for longer than a week. */
function mustPending(context: Context, id: string, { to: wanted, verb, place }: Decision): PeeringRow {
  const row = mustFind(context, "peerings", id);
  if (!isIn(row, "pending-acceptance")) throw wrongState(row, wanted);
  if (row.ExpirationTime !== undefined && row.ExpirationTime.getTime() < context.now.getTime())
    throw wrongState({ ...row, Status: { Code: "expired" } }, wanted);
  if (row.AccepterVpcInfo.OwnerId !== context.account)
    throw new Ec2Error("OperationNotPermitted", `User ${context.account} cannot ${verb} peering ${id}`);
  const { Region = context.region } = row.AccepterVpcInfo;
  if (Region !== context.region)
    throw new Ec2Error(
      "OperationNotPermitted",
      `Incorrect region (${context.region}) specified for this request. VPC peering connection ${id} must be ${place} in region ${Region}`,
    );
  return row;
}

export function rejectVpcPeeringConnection(
  { VpcPeeringConnectionId = "" }: RejectVpcPeeringConnectionRequest,
  context: Context,
): RejectVpcPeeringConnectionResult {
  const row = mustPending(context, VpcPeeringConnectionId, rejecting);
  putPeering(context, {
    ...row,
    Status: { Code: "rejected", Message: `Rejected by ${context.account}` },
  });
  return { Return: true };
}

export function deleteVpcPeeringConnection(
  { VpcPeeringConnectionId = "" }: DeleteVpcPeeringConnectionRequest,
  context: Context,
): DeleteVpcPeeringConnectionResult {
  const row = mustFind(context, "peerings", VpcPeeringConnectionId);
  if (!isIn(row, "active", "pending-acceptance")) throw wrongState(row, "deleted");
  putPeering(context, { ...row, Status: { Code: "deleted", Message: `Deleted by ${context.account}` } });
  return { Return: true };
}
