/** What stands in VPCs, as EC2 answers with it. */
import { formatAddress } from "../../../src/model/address.ts";
import type { Address } from "../../../src/model/address.ts";
import type { RouteTarget } from "../../../src/model/entity/route-table.ts";
import type { Route } from "../../../src/model/entity/route-table.ts";
import { account } from "../row.ts";
import { told } from "./told.ts";
import type { Json, WriteRow } from "./told.ts";

export const vpcRow: WriteRow<"vpcs"> = (row) => ({
  VpcId: row.id,
  OwnerId: account,
  CidrBlock: told(row.cidrs)[0]?.cidr.text,
  CidrBlockAssociationSet: told(row.cidrs).map(({ cidr, state }) => ({
    CidrBlock: cidr.text,
    CidrBlockState: { State: state },
  })),
  DhcpOptionsId: told(row.dhcpOptions),
  IsDefault: row.isDefault,
});

export const subnetRow: WriteRow<"subnets"> = (row) => ({
  SubnetId: row.id,
  VpcId: row.vpc,
  OwnerId: account,
  CidrBlock: told(row.cidrs)[0]?.text,
  AvailabilityZone: told(row.availabilityZone),
  AvailabilityZoneId: told(row.availabilityZoneId),
  MapPublicIpOnLaunch: told(row.mapPublicIpOnLaunch),
  EnableDns64: told(row.enableDns64),
});

export const gatewayRow: WriteRow<"gateways"> = ({ id, vpcs }) => ({
  InternetGatewayId: id,
  OwnerId: account,
  Attachments: vpcs.map((vpc) => ({ VpcId: vpc, State: "available" })),
});

const allocationOf = (nat: string) => nat.replace("nat-", "eipalloc-");

export const natRow: WriteRow<"natGateways"> = (row) => ({
  NatGatewayId: row.id,
  VpcId: told(row.vpc),
  SubnetId: row.subnet && told(row.subnet),
  State: row.state,
  ConnectivityType: row.connectivity,
  AvailabilityMode: row.availability,
  NatGatewayAddresses: told(row.addresses).map(({ privateAddress, publicAddress, networkInterface }) => ({
    AllocationId: allocationOf(row.id),
    PrivateIp: formatAddress(told(privateAddress)),
    PublicIp: publicAddress && formatAddress(told(publicAddress)),
    NetworkInterfaceId: networkInterface && told(networkInterface),
  })),
});

/** The one that is on it. */
export const elasticAddressRow: WriteRow<"natGateways"> = ({ id, addresses }) => ({
  AllocationId: allocationOf(id),
  Domain: "vpc",
  PublicIp: told(addresses).flatMap(({ publicAddress }) =>
    publicAddress === undefined ? [] : formatAddress(told(publicAddress)),
  )[0],
});

export const tableRow: WriteRow<"routeTables"> = ({ id, vpc, main, subnets, routes }) => ({
  RouteTableId: id,
  VpcId: vpc,
  OwnerId: account,
  Associations: [
    ...(main ? [{ RouteTableId: id, Main: true, AssociationState: { State: "associated" } }] : []),
    ...subnets.map((subnet) => ({
      RouteTableId: id,
      SubnetId: subnet,
      Main: false,
      AssociationState: { State: "associated" },
    })),
  ],
  Routes: told(routes).map(routeRow),
});

const targetKeys: { readonly [Kind in RouteTarget["kind"]]?: string } = {
  local: "GatewayId",
  "internet-gateway": "GatewayId",
  "vpc-endpoint": "GatewayId",
  "nat-gateway": "NatGatewayId",
  "transit-gateway": "TransitGatewayId",
};

function routeRow({ destination, target, state, via }: Route): Json {
  const to = told(destination);
  const { kind, id } = told(target);
  const key = targetKeys[kind];
  if (key === undefined) throw new Error(`a route of an estate to a ${kind}`);
  return {
    ...(to.kind === "cidr" ? { DestinationCidrBlock: to.cidr.text } : { DestinationPrefixListId: to.id }),
    [key]: id,
    Origin: via === "local" ? "CreateRouteTable" : "CreateRoute",
    State: state,
  };
}

/** What AWS writes of whom an interface is. */
const descriptions: Readonly<Record<string, readonly [type: string, description: string]>> = {
  "nat-gateway": ["nat_gateway", "Interface for NAT Gateway "],
  endpoint: ["vpc_endpoint", "VPC Endpoint Interface "],
};

export const interfaceRow: WriteRow<"networkInterfaces"> = (row) => {
  const [type, description] = descriptions[row.client] ?? ["interface", undefined];
  const addresses = told(row.addresses);
  const association = told(row.hasPublicIpv4) ? { Association: { PublicIp: "198.18.0.1" } } : {};
  return {
    NetworkInterfaceId: row.id,
    VpcId: row.vpc,
    SubnetId: told(row.subnet),
    OwnerId: account,
    InterfaceType: type,
    Description: description === undefined ? "" : `${description}${row.owner}`,
    Status: "in-use",
    SourceDestCheck: told(row.sourceDestCheck),
    PrivateIpAddress: addresses.map(formatAddress)[0],
    PrivateIpAddresses: addresses.map(addressRow),
    Groups: told(row.groups).map((id) => ({ GroupId: id })),
    ...(description === undefined ? { Attachment: { InstanceId: row.owner, Status: "attached" } } : {}),
    ...association,
  };
};

const addressRow = (address: Address, index: number): Json => ({
  PrivateIpAddress: formatAddress(address),
  Primary: index === 0,
});

export const instanceRow: WriteRow<"workloads"> = ({ id, platform, state, networkInterfaces }) => ({
  InstanceId: id,
  State: { Name: state },
  ...(platform === "windows" ? { Platform: "windows" } : {}),
  MetadataOptions: { HttpEndpoint: "enabled", HttpTokens: "required", HttpPutResponseHopLimit: 2 },
  NetworkInterfaces: networkInterfaces.map((one) => ({ NetworkInterfaceId: one })),
});
