/**
 * What a Region holds: rows in EC2's own shapes, those of the SDK's output types, with what no answer tells beside it
 * under names of our own (`attributes`, `rules`, `userData`), which the writers of answers do not see.
 */
import type {
  Address,
  DhcpOptions,
  EgressOnlyInternetGateway,
  GroupIdentifier,
  InternetGateway,
  InternetGatewayAttachment,
  ManagedPrefixList,
  NatGateway,
  NatGatewayAddress,
  NetworkAcl,
  NetworkAclAssociation,
  NetworkAclEntry,
  NetworkInterface,
  NetworkInterfacePrivateIpAddress,
  PrefixListEntry,
  Route,
  RouteTable,
  RouteTableAssociation,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  SubnetCidrReservation,
  SubnetIpv6CidrBlockAssociation,
  Tag,
  Vpc,
  VpcCidrBlockAssociation,
  VpcEndpoint,
  VpcIpv6CidrBlockAssociation,
  VpcAttachment,
  VpcPeeringConnection,
  VpnGateway,
} from "@aws-sdk/client-ec2";
import type { InstanceRow, KeyPairRow, LaunchTemplateRow, VolumeRow } from "./machine-rows.ts";
import type { Table } from "./table.ts";
import type { With } from "./with.ts";

export type {
  InstanceRow,
  KeyPairRow,
  LaunchTemplateRow,
  TemplateVersionRow,
  VolumeRow,
} from "./machine-rows.ts";

export type VpcRow = With<
  Vpc,
  "VpcId" | "CidrBlock" | "DhcpOptionsId" | "OwnerId" | "IsDefault",
  {
    readonly CidrBlockAssociationSet: With<VpcCidrBlockAssociation, "CidrBlock" | "AssociationId">[];
    readonly Ipv6CidrBlockAssociationSet: With<
      VpcIpv6CidrBlockAssociation,
      "Ipv6CidrBlock" | "AssociationId"
    >[];
    readonly attributes: VpcAttributes;
  }
>;

export interface VpcAttributes {
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly enableNetworkAddressUsageMetrics: boolean;
}

export type SubnetRow = With<
  Subnet,
  | "SubnetId"
  | "VpcId"
  | "AvailabilityZone"
  | "AvailabilityZoneId"
  | "MapPublicIpOnLaunch"
  | "OwnerId"
  | "PrivateDnsNameOptionsOnLaunch",
  {
    readonly Ipv6CidrBlockAssociationSet: With<
      SubnetIpv6CidrBlockAssociation,
      "Ipv6CidrBlock" | "AssociationId"
    >[];
  }
>;

export type ReservationRow = With<
  SubnetCidrReservation,
  "SubnetCidrReservationId" | "SubnetId" | "Cidr" | "ReservationType"
>;

export type RouteTableRow = With<
  RouteTable,
  "RouteTableId" | "VpcId" | "OwnerId",
  {
    readonly Associations: With<RouteTableAssociation, "RouteTableAssociationId" | "Main">[];
    readonly Routes: Route[];
  }
>;

export type InternetGatewayRow = With<
  InternetGateway,
  "InternetGatewayId" | "OwnerId",
  {
    readonly Attachments: With<InternetGatewayAttachment, "VpcId">[];
  }
>;

export type EgressOnlyRow = With<
  EgressOnlyInternetGateway,
  "EgressOnlyInternetGatewayId",
  {
    readonly Attachments: With<InternetGatewayAttachment, "VpcId">[];
  }
>;

export type VpnGatewayRow = With<VpnGateway, "VpnGatewayId", { readonly VpcAttachments: VpcAttachment[] }>;

export type NatGatewayRow = With<
  NatGateway,
  "NatGatewayId" | "VpcId" | "SubnetId" | "State" | "ConnectivityType",
  {
    readonly NatGatewayAddresses: NatGatewayAddress[];
  }
>;

export type SecurityGroupRow = With<
  SecurityGroup,
  "GroupId" | "GroupName" | "Description" | "VpcId" | "OwnerId",
  {
    readonly rules: readonly GroupRuleRow[];
  }
>;

export type GroupRuleRow = With<
  SecurityGroupRule,
  "SecurityGroupRuleId" | "GroupId" | "IsEgress" | "IpProtocol"
>;

export type NetworkAclRow = With<
  NetworkAcl,
  "NetworkAclId" | "VpcId" | "OwnerId" | "IsDefault",
  {
    readonly Associations: With<NetworkAclAssociation, "NetworkAclAssociationId" | "SubnetId">[];
    readonly Entries: With<NetworkAclEntry, "RuleNumber" | "Egress">[];
  }
>;

export type NetworkInterfaceRow = With<
  NetworkInterface,
  | "NetworkInterfaceId"
  | "VpcId"
  | "SubnetId"
  | "AvailabilityZone"
  | "InterfaceType"
  | "Ipv6Addresses"
  | "RequesterManaged"
  | "SourceDestCheck"
  | "Status",
  {
    readonly Groups: With<GroupIdentifier, "GroupId" | "GroupName">[];
    readonly PrivateIpAddresses: With<NetworkInterfacePrivateIpAddress, "PrivateIpAddress" | "Primary">[];
    /** Answers tell them as `TagSet`. */
    readonly Tags: Tag[];
  }
>;

export type AddressRow = With<Address, "AllocationId" | "PublicIp">;

export type VpcEndpointRow = With<
  VpcEndpoint,
  | "VpcEndpointId"
  | "VpcId"
  | "ServiceName"
  | "VpcEndpointType"
  | "State"
  | "PolicyDocument"
  | "PrivateDnsEnabled"
  | "RouteTableIds"
  | "SubnetIds"
  | "NetworkInterfaceIds"
  | "OwnerId",
  {
    readonly Groups: With<GroupIdentifier, "GroupId" | "GroupName">[];
    /** The part of its DNS names between the id and the service. */
    readonly dnsSuffix: string;
  }
>;

export type PrefixListRow = With<
  ManagedPrefixList,
  "PrefixListId" | "PrefixListName" | "MaxEntries" | "Version" | "AddressFamily" | "OwnerId",
  { readonly versions: readonly (readonly PrefixListEntry[])[] }
>;

export type DhcpOptionsRow = With<DhcpOptions, "DhcpOptionsId" | "DhcpConfigurations" | "OwnerId">;

export type PeeringRow = With<
  VpcPeeringConnection,
  "VpcPeeringConnectionId" | "AccepterVpcInfo" | "RequesterVpcInfo" | "Status"
>;

/** What a request with a client token was answered, for the next one with the same token. */
export interface TokenRow {
  readonly key: string;
  readonly fingerprint: string;
  readonly output: object | undefined;
  readonly atMs: number;
}

export interface Rows {
  readonly vpcs: VpcRow;
  readonly subnets: SubnetRow;
  readonly subnetReservations: ReservationRow;
  readonly routeTables: RouteTableRow;
  readonly internetGateways: InternetGatewayRow;
  readonly egressOnlyGateways: EgressOnlyRow;
  readonly vpnGateways: VpnGatewayRow;
  readonly natGateways: NatGatewayRow;
  readonly securityGroups: SecurityGroupRow;
  readonly networkAcls: NetworkAclRow;
  readonly networkInterfaces: NetworkInterfaceRow;
  readonly addresses: AddressRow;
  readonly vpcEndpoints: VpcEndpointRow;
  readonly prefixLists: PrefixListRow;
  readonly dhcpOptions: DhcpOptionsRow;
  readonly peerings: PeeringRow;
  readonly instances: InstanceRow;
  readonly keyPairs: KeyPairRow;
  readonly launchTemplates: LaunchTemplateRow;
  readonly volumes: VolumeRow;
  readonly tokens: TokenRow;
}

export type TableName = keyof Rows;
export type Tables = { readonly [T in TableName]: Table<Rows[T]> };

/** The field that a row is kept under. */
export const rowKeys: { readonly [T in TableName]: keyof Rows[T] & string } = {
  vpcs: "VpcId",
  subnets: "SubnetId",
  subnetReservations: "SubnetCidrReservationId",
  routeTables: "RouteTableId",
  internetGateways: "InternetGatewayId",
  egressOnlyGateways: "EgressOnlyInternetGatewayId",
  vpnGateways: "VpnGatewayId",
  natGateways: "NatGatewayId",
  securityGroups: "GroupId",
  networkAcls: "NetworkAclId",
  networkInterfaces: "NetworkInterfaceId",
  addresses: "AllocationId",
  vpcEndpoints: "VpcEndpointId",
  prefixLists: "PrefixListId",
  dhcpOptions: "DhcpOptionsId",
  peerings: "VpcPeeringConnectionId",
  instances: "InstanceId",
  keyPairs: "KeyPairId",
  launchTemplates: "LaunchTemplateId",
  volumes: "VolumeId",
  tokens: "key",
};

export interface Tagged {
  readonly Tags?: readonly Tag[] | undefined;
}
