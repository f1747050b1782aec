/** What the account has none of, because the lab cannot make it: the calls that would list it answer an empty list. */
import type {
  DescribeVpcBlockPublicAccessOptionsResult,
  DescribeVpcClassicLinkDnsSupportRequest,
  DescribeVpcClassicLinkDnsSupportResult,
  DescribeVpcClassicLinkRequest,
  DescribeVpcClassicLinkResult,
} from "@aws-sdk/client-ec2";
import { filterRows } from "../ask/filter.ts";
import { mustFind } from "../ask/resource.ts";
import type { Actions, Context } from "../context.ts";

const lists: Readonly<Record<string, string>> = {
  DescribeTransitGateways: "TransitGateways",
  DescribeTransitGatewayAttachments: "TransitGatewayAttachments",
  DescribeTransitGatewayVpcAttachments: "TransitGatewayVpcAttachments",
  DescribeTransitGatewayRouteTables: "TransitGatewayRouteTables",
  DescribeTransitGatewayPeeringAttachments: "TransitGatewayPeeringAttachments",
  DescribeCarrierGateways: "CarrierGateways",
  DescribeCustomerGateways: "CustomerGateways",
  DescribeVpnConnections: "VpnConnections",
  DescribeVpcEncryptionControls: "VpcEncryptionControls",
  DescribeVpcBlockPublicAccessExclusions: "VpcBlockPublicAccessExclusions",
  DescribeSecurityGroupVpcAssociations: "SecurityGroupVpcAssociations",
  DescribeVpcEndpointConnections: "VpcEndpointConnections",
  DescribeVpcEndpointServiceConfigurations: "ServiceConfigurations",
  DescribeVpcEndpointConnectionNotifications: "ConnectionNotificationSet",
  DescribeVpcEndpointAssociations: "VpcEndpointAssociations",
  DescribeAddressTransfers: "AddressTransfers",
  DescribeMovingAddresses: "MovingAddressStatuses",
  DescribeNetworkInterfacePermissions: "NetworkInterfacePermissions",
  DescribeInstanceConnectEndpoints: "InstanceConnectEndpoints",
  DescribeFlowLogs: "FlowLogs",
  DescribePlacementGroups: "PlacementGroups",
  DescribeSnapshots: "Snapshots",
  DescribeHosts: "Hosts",
  DescribeSpotInstanceRequests: "SpotInstanceRequests",
  DescribeReservedInstances: "ReservedInstances",
  DescribeCapacityReservations: "CapacityReservations",
};

export const emptyLists: Actions = Object.fromEntries(
  Object.entries(lists).map(([name, key]) => [name, () => ({ [key]: [] })]),
);

/** Block Public Access as an account has it that never set it. */
export function describeVpcBlockPublicAccessOptions(
  _input: object,
  { account, region }: Context,
): DescribeVpcBlockPublicAccessOptionsResult {
  return {
    VpcBlockPublicAccessOptions: {
      AwsAccountId: account,
      AwsRegion: region,
      State: "default-state",
      InternetGatewayBlockMode: "off",
      ManagedBy: "account",
      ExclusionsAllowed: "allowed",
    },
  };
}

/** EC2-Classic is gone, and older clients still ask. */
export function describeVpcClassicLink(
  { VpcIds = [], Filters }: DescribeVpcClassicLinkRequest,
  context: Context,
): DescribeVpcClassicLinkResult {
  const asked =
    VpcIds.length === 0 ? context.tables.vpcs.rows() : VpcIds.map((id) => mustFind(context, "vpcs", id));
  const rows = asked.map(({ VpcId, Tags = [] }) => ({ VpcId, ClassicLinkEnabled: false, Tags }));
  return { Vpcs: [...filterRows(rows, Filters, { "is-classic-link-enabled": () => false })] };
}

export function describeVpcClassicLinkDnsSupport(
  { VpcIds = [] }: DescribeVpcClassicLinkDnsSupportRequest,
  context: Context,
): DescribeVpcClassicLinkDnsSupportResult {
  const asked =
    VpcIds.length === 0 ? context.tables.vpcs.rows() : VpcIds.map((id) => mustFind(context, "vpcs", id));
  return { Vpcs: asked.map(({ VpcId }) => ({ VpcId, ClassicLinkDnsSupported: false })) };
}
