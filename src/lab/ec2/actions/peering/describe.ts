/** DescribeVpcPeeringConnections and ModifyVpcPeeringConnectionOptions. */
import type {
  DescribeVpcPeeringConnectionsRequest,
  DescribeVpcPeeringConnectionsResult,
  ModifyVpcPeeringConnectionOptionsRequest,
  ModifyVpcPeeringConnectionOptionsResult,
  PeeringConnectionOptionsRequest,
  VpcPeeringConnectionVpcInfo,
} from "@aws-sdk/client-ec2";
import { Ec2Error } from "../../error.ts";
import type { PeeringRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Context } from "../context.ts";
import { isIn, putPeering } from "./find-peering.ts";

const filters: FilterTable<PeeringRow> = {
  "accepter-vpc-info.cidr-block": ({ AccepterVpcInfo }) => AccepterVpcInfo.CidrBlock,
  "accepter-vpc-info.owner-id": ({ AccepterVpcInfo }) => AccepterVpcInfo.OwnerId,
  "accepter-vpc-info.vpc-id": ({ AccepterVpcInfo }) => AccepterVpcInfo.VpcId,
  "expiration-time": ({ ExpirationTime }) => ExpirationTime,
  "requester-vpc-info.cidr-block": ({ RequesterVpcInfo }) => RequesterVpcInfo.CidrBlock,
  "requester-vpc-info.owner-id": ({ RequesterVpcInfo }) => RequesterVpcInfo.OwnerId,
  "requester-vpc-info.vpc-id": ({ RequesterVpcInfo }) => RequesterVpcInfo.VpcId,
  "status-code": ({ Status }) => Status.Code,
  "status-message": ({ Status }) => Status.Message,
  "vpc-peering-connection-id": ({ VpcPeeringConnectionId }) => VpcPeeringConnectionId,
};

/** A request that nobody took up has expired, though nobody said so. */
function asOfNow(row: PeeringRow, { now }: Context): PeeringRow {
  const { ExpirationTime } = row;
  const isLate = ExpirationTime !== undefined && ExpirationTime.getTime() < now.getTime();
  return isLate && isIn(row, "pending-acceptance")
    ? { ...row, Status: { Code: "expired", Message: "Expired" } }
    : row;
}

export function describeVpcPeeringConnections(
  input: DescribeVpcPeeringConnectionsRequest,
  context: Context,
): DescribeVpcPeeringConnectionsResult {
  const { rows, NextToken } = describeRows(context, "peerings", {
    asked: { ...input, ids: input.VpcPeeringConnectionIds },
    filters,
    toShown: (row) => asOfNow(row, context),
  });
  return { VpcPeeringConnections: [...rows], NextToken };
}

export function modifyVpcPeeringConnectionOptions(
  input: ModifyVpcPeeringConnectionOptionsRequest,
  context: Context,
): ModifyVpcPeeringConnectionOptionsResult {
  const row = mustFind(context, "peerings", input.VpcPeeringConnectionId ?? "");
  if (!isIn(row, "active"))
    throw new Ec2Error(
      "OperationNotPermitted",
      `Peering ${row.VpcPeeringConnectionId} is not active. Peering options can be added only to active peerings.`,
    );
  const { AccepterPeeringConnectionOptions: accepter, RequesterPeeringConnectionOptions: requester } = input;
  const changed: PeeringRow = {
    ...row,
    AccepterVpcInfo: withOptions(row.AccepterVpcInfo, accepter),
    RequesterVpcInfo: withOptions(row.RequesterVpcInfo, requester),
  };
  putPeering(context, changed);
  return {
    ...(accepter === undefined
      ? {}
      : { AccepterPeeringConnectionOptions: changed.AccepterVpcInfo.PeeringOptions }),
    ...(requester === undefined
      ? {}
      : { RequesterPeeringConnectionOptions: changed.RequesterVpcInfo.PeeringOptions }),
  };
}

function withOptions(
  side: VpcPeeringConnectionVpcInfo,
  options: PeeringConnectionOptionsRequest | undefined,
): VpcPeeringConnectionVpcInfo {
  return { ...side, PeeringOptions: { ...side.PeeringOptions, ...options } };
}
