/** One VPC of the estate: its addresses, subnets, gateways and routes. */
import { mustAddress, mustCidr } from "../../src/model/address.ts";
import type { Address } from "../../src/model/address.ts";
import type {
  GatewayId,
  NatGatewayId,
  NetworkInterfaceId,
  RouteTableId,
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
  VpcId,
} from "../../src/model/entity/entity.ts";
import type { NatGateway } from "../../src/model/entity/gateway.ts";
import type { NetworkInterface } from "../../src/model/entity/network-interface.ts";
import type { Route, RouteTable, RouteTarget } from "../../src/model/entity/route-table.ts";
import type { TransitGatewayRoute } from "../../src/model/entity/transit-gateway.ts";
import type { Subnet } from "../../src/model/entity/vpc.ts";
import { known } from "../../src/model/known.ts";
import { awsId, entity, zoneIdOf, zones } from "./row.ts";
import type { Rows } from "./row.ts";

export interface Site {
  readonly number: number;
  readonly vpc: VpcId;
  /** A /16 of its own in 10.0.0.0/8: an estate has at most 256 VPCs. */
  readonly block: string;
  readonly publicSubnets: readonly Subnet[];
  readonly privateSubnets: readonly Subnet[];
  readonly privateTables: readonly RouteTableId[];
}

const transitGateway = awsId<TransitGatewayId>("tgw", 0);
const spokes = awsId<TransitGatewayRouteTableId>("tgw-rtb", 0);
const attachmentOf = (number: number) => awsId<TransitGatewayAttachmentId>("tgw-attach", number);
const routeOrigin = { file: "estate", call: "DescribeRouteTables" };

export function createSite(number: number): Site {
  const vpc = awsId<VpcId>("vpc", number);
  const subnets = (first: number, blockOf: (zone: number) => string) =>
    zones.map((_, zone) =>
      subnet(awsId<SubnetId>("subnet", number, first + zone), { vpc, zone, block: blockOf(zone) }),
    );
  return {
    number,
    vpc,
    block: `10.${number}.0.0/16`,
    publicSubnets: subnets(0, (zone) => `10.${number}.${zone}.0/24`),
    privateSubnets: subnets(8, (zone) => `10.${number}.${16 + zone * 16}.0/20`),
    privateTables: zones.map((_, zone) => awsId<RouteTableId>("rtb", number, 1 + zone)),
  };
}

function subnet(id: SubnetId, { vpc, zone, block }: { vpc: VpcId; zone: number; block: string }): Subnet {
  return {
    ...entity(id, "DescribeSubnets"),
    vpc,
    cidrs: known([mustCidr(block)]),
    availabilityZone: known(zones[zone] ?? zones[0]),
    availabilityZoneId: known(zoneIdOf(zone)),
    mapPublicIpOnLaunch: known(false),
    enableDns64: known(false),
  };
}

/** A NAT gateway for each zone, one public route table, one private table for each zone, an attachment. */
export function siteRows(site: Site): Rows {
  const { number, vpc, block } = site;
  const gateway = awsId<GatewayId>("igw", number);
  const nats = site.publicSubnets.map((home, zone) => natGateway(site, home, zone));
  return {
    vpcs: [
      {
        ...entity(vpc, "DescribeVpcs"),
        cidrs: known([{ cidr: mustCidr(block), primary: true, state: "associated" }]),
        isDefault: false,
        enableDnsSupport: known(true),
        enableDnsHostnames: known(true),
        dhcpOptions: known("default"),
        encryptionControl: known("off"),
      },
    ],
    subnets: [...site.publicSubnets, ...site.privateSubnets],
    gateways: [{ ...entity(gateway, "DescribeInternetGateways"), kind: "internet-gateway", vpcs: [vpc] }],
    natGateways: nats,
    networkInterfaces: site.publicSubnets.map((home, zone) => natInterface(site, home, zone)),
    routeTables: [
      routeTable(site, awsId("rtb", number), site.publicSubnets, { kind: "internet-gateway", id: gateway }),
      ...site.privateTables.map((id, zone) => {
        const nat: RouteTarget = { kind: "nat-gateway", id: nats[zone]?.id ?? "" };
        return routeTable(site, id, site.privateSubnets.slice(zone, zone + 1), nat);
      }),
    ],
    transitGatewayAttachments: [
      {
        ...entity(attachmentOf(number), "DescribeTransitGatewayAttachments"),
        transitGateway,
        resource: "vpc",
        resourceId: known(vpc),
        subnets: known(site.privateSubnets.map(({ id }) => id)),
        state: "available",
        association: known(spokes),
      },
    ],
  };
}

function routeTable(
  site: Site,
  id: RouteTableId,
  subnets: readonly Subnet[],
  wayOut: RouteTarget,
): RouteTable {
  const routes = [
    { ...route(site.block, { kind: "local", id: "local" }), via: "local" as const },
    route("10.0.0.0/8", { kind: "transit-gateway", id: transitGateway }),
    route("0.0.0.0/0", wayOut),
  ];
  return {
    ...entity(id, routeOrigin.call),
    vpc: site.vpc,
    main: wayOut.kind === "internet-gateway",
    subnets: subnets.map((one) => one.id),
    gateways: [],
    routes: known(routes),
  };
}

function route(block: string, target: RouteTarget): Route {
  const destination = known({ kind: "cidr", cidr: mustCidr(block) } as const);
  return { destination, target: known(target), state: "active", via: "static", origin: routeOrigin };
}

const natInterfaceId = (number: number, zone: number) =>
  awsId<NetworkInterfaceId>("eni", number, 0x1000000 + zone);
const natAddress = ({ number }: Site, zone: number) => mustAddress(`10.${number}.${zone}.10`);

function natGateway(site: Site, home: Subnet, zone: number): NatGateway {
  return {
    ...entity(awsId<NatGatewayId>("nat", site.number, zone), "DescribeNatGateways"),
    vpc: known(site.vpc),
    availability: "zonal",
    connectivity: "public",
    subnet: known(home.id),
    state: "available",
    addresses: known([
      {
        privateAddress: known(natAddress(site, zone)),
        publicAddress: known(mustAddress(`198.18.${site.number}.${zone}`)),
        networkInterface: known(natInterfaceId(site.number, zone)),
        availabilityZone: home.availabilityZone,
      },
    ]),
  };
}

function natInterface(site: Site, home: Subnet, zone: number): NetworkInterface {
  return {
    ...interfaceIn(site, home, natInterfaceId(site.number, zone), natAddress(site, zone)),
    sourceDestCheck: known(false),
    hasPublicIpv4: known(true),
    client: "nat-gateway",
    owner: awsId("nat", site.number, zone),
  };
}

/** The fields that every interface of a site shares; no groups, a client whose kind is not known. */
export function interfaceIn(
  site: Site,
  home: Subnet,
  id: NetworkInterfaceId,
  address: Address,
): NetworkInterface {
  return {
    ...entity(id, "DescribeNetworkInterfaces"),
    vpc: site.vpc,
    subnet: known(home.id),
    addresses: known([address]),
    groups: known([]),
    sourceDestCheck: known(true),
    hasPublicIpv4: known(false),
    client: "unknown",
    owner: "",
  };
}

/** One transit gateway and one table for all spokes, in which every VPC is propagated. */
export function transitRows(sites: readonly Site[]): Rows {
  const routes = sites.map(({ number, block }): TransitGatewayRoute => ({
    destination: known({ kind: "cidr", cidr: mustCidr(block) }),
    state: "active",
    via: "propagated",
    attachment: known(attachmentOf(number)),
    origin: { file: "estate", call: "SearchTransitGatewayRoutes" },
  }));
  const call = "DescribeTransitGateways";
  return {
    transitGateways: [
      { ...entity(transitGateway, call), securityGroupReferencing: known(true), state: "available" },
    ],
    transitGatewayRouteTables: [{ ...entity(spokes, call), transitGateway, routes: known(routes) }],
  };
}
