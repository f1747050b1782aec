/** DescribeVpcEndpoints. */
import type { DescribeVpcEndpointsRequest, DescribeVpcEndpointsResult } from "@aws-sdk/client-ec2";
import type { VpcEndpointRow } from "../../store/rows.ts";
import { describeRows } from "../ask/describe.ts";
import type { FilterTable } from "../ask/filter.ts";
import type { Context } from "../context.ts";

const filters: FilterTable<VpcEndpointRow> = {
  "ip-address-type": ({ IpAddressType }) => IpAddressType,
  "service-name": ({ ServiceName }) => ServiceName,
  "service-region": ({ ServiceRegion }) => ServiceRegion,
  "vpc-endpoint-id": ({ VpcEndpointId }) => VpcEndpointId,
  "vpc-endpoint-state": ({ State }) => State,
  "vpc-endpoint-type": ({ VpcEndpointType }) => VpcEndpointType,
  "vpc-id": ({ VpcId }) => VpcId,
};

export function describeVpcEndpoints(
  input: DescribeVpcEndpointsRequest,
  context: Context,
): DescribeVpcEndpointsResult {
  const { rows, NextToken } = describeRows(context, "vpcEndpoints", {
    asked: { ...input, ids: input.VpcEndpointIds },
    filters,
    least: 1,
  });
  return { VpcEndpoints: [...rows], NextToken };
}
