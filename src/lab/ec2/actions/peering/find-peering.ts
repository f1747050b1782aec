/**
 * A peering connection is one row, kept in the Region of each side. Tags are of the Region in which they were given:
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html (read 2026-11-29).
 */
import type { VpcPeeringConnectionStateReasonCode, VpcPeeringConnectionVpcInfo } from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { PeeringRow, VpcRow } from "../../store/rows.ts";
import type { Context } from "../context.ts";

export function putPeering(context: Context, row: PeeringRow): void {
  const { VpcPeeringConnectionId: id, AccepterVpcInfo, RequesterVpcInfo } = row;
  for (const region of new Set([context.region, AccepterVpcInfo.Region, RequesterVpcInfo.Region])) {
    const peerings = region === undefined ? undefined : context.inRegion(region)?.tables.peerings;
    const Tags = region === context.region ? row.Tags : (peerings?.get(id)?.Tags ?? []);
    peerings?.set(id, { ...row, Tags });
  }
}

/** The connection that joins two VPCs. */
export function activePeering({ tables }: Context, a: string, b: string): PeeringRow | undefined {
  return tables.peerings
    .rows()
    .find(
      (row) =>
        isIn(row, "active") &&
        [row.AccepterVpcInfo.VpcId, row.RequesterVpcInfo.VpcId].every((id) => id === a || id === b),
    );
}

export function isIn(
  { Status }: PeeringRow,
  ...codes: readonly VpcPeeringConnectionStateReasonCode[]
): boolean {
  return codes.some((code) => code === Status.Code);
}

export const wrongState = ({ VpcPeeringConnectionId, Status }: PeeringRow, wanted: string): Ec2Error =>
  new Ec2Error(
    "InvalidStateTransition",
    `Invalid state transition for ${VpcPeeringConnectionId}, attempted to transition from ${Status.Code} to ${wanted}`,
  );

/** A side once it is known: its blocks are told after it has accepted. */
export function toSide(vpc: VpcRow, region: string): VpcPeeringConnectionVpcInfo {
  return {
    VpcId: vpc.VpcId,
    OwnerId: vpc.OwnerId,
    Region: region,
    CidrBlock: vpc.CidrBlock,
    CidrBlockSet: vpc.CidrBlockAssociationSet.map(({ CidrBlock }) => ({ CidrBlock })),
    Ipv6CidrBlockSet: vpc.Ipv6CidrBlockAssociationSet.map(({ Ipv6CidrBlock }) => ({ Ipv6CidrBlock })),
    PeeringOptions: {
      AllowDnsResolutionFromRemoteVpc: false,
      AllowEgressFromLocalClassicLinkToRemoteVpc: false,
      AllowEgressFromLocalVpcToRemoteClassicLink: false,
    },
  };
}
