/**
 * Route tables with the routes written in them and beside them.
 *
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route_table (read 2026-11-29)
 */
import type { Value } from "../../../resource/property/value.ts";
import { textAt } from "../../document/json.ts";
import { nouns } from "../../edge/noun.ts";
import { blocksOf } from "../../read/source.ts";
import { itemsOf, link, links } from "../../read/value.ts";
import { always, either, itself, only, part, to, toldBeside } from "../spec.ts";
import type { From, Part, Read, Spec, TypeRow } from "../spec.ts";
import { vpc } from "./vpc.ts";

/** An interface that is an instance's own is the instance. */
const byInterface =
  (isInstance: boolean): Read =>
  ({ reader, source }) => {
    const value = link(reader, source, "network_interface_id", nouns.interface);
    return value !== undefined && isInstanceIn(value) === isInstance ? value : undefined;
  };

function isInstanceIn({ content }: Value): boolean {
  return (
    typeof content === "object" &&
    content !== null &&
    content.kind === "reference" &&
    content.resource.type === "AWS::EC2::Instance"
  );
}

const targets: Spec = {
  GatewayId: to("gateway_id", nouns.gateway),
  NatGatewayId: to("nat_gateway_id", nouns.nat),
  VpcPeeringConnectionId: to("vpc_peering_connection_id", nouns.peering),
  TransitGatewayId: to("transit_gateway_id", nouns.transitGateway),
  VpcEndpointId: to("vpc_endpoint_id", nouns.endpoint),
  InstanceId: either(to("instance_id", nouns.instance), byInterface(true)),
  NetworkInterfaceId: byInterface(false),
  CarrierGatewayId: "carrier_gateway_id",
  LocalGatewayId: "local_gateway_id",
  CoreNetworkArn: "core_network_arn",
  EgressOnlyInternetGatewayId: to("egress_only_gateway_id", nouns.egressOnly),
};

const routeSpec: Spec = {
  ...targets,
  RouteTableId: to("route_table_id", nouns.table),
  DestinationCidrBlock: "destination_cidr_block",
  DestinationIpv6CidrBlock: "destination_ipv6_cidr_block",
  DestinationPrefixListId: to("destination_prefix_list_id", nouns.prefixList),
};

const inlineSpec: Spec = {
  ...targets,
  RouteTableId: itself,
  DestinationCidrBlock: "cidr_block",
  DestinationIpv6CidrBlock: "ipv6_cidr_block",
  DestinationPrefixListId: to("destination_prefix_list_id", nouns.prefixList),
};

const destinations = ["destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"];
const inlineDestinations = ["cidr_block", "ipv6_cidr_block", "destination_prefix_list_id"];
const firstText = (values: unknown, names: readonly string[]) =>
  names.map((name) => textAt(values, name)).find((text) => text !== undefined && text !== "");

function inlineRoutes(from: From): readonly Part[] {
  const beside = toldBeside(from, "route", { type: "aws_route", owner: "route_table_id" }, (values) =>
    firstText(values, destinations),
  );
  return blocksOf(from.source, "route")
    .filter(({ values }) => !beside.has(firstText(values, inlineDestinations) ?? ""))
    .map((source) => part({ ...from, source }, "AWS::EC2::Route", inlineSpec));
}

function propagations(from: From): readonly Part[] {
  const gateways = itemsOf(links(from.reader, from.source, "propagating_vgws", nouns.gateway));
  return gateways.map((gateway) =>
    part(from, "AWS::EC2::VPNGatewayRoutePropagation", {
      VpnGatewayId: () => gateway,
      RouteTableIds: itself,
    }),
  );
}

const inTable = (from: From) => [...inlineRoutes(from), ...propagations(from)];

export const routeTypes: Readonly<Record<string, TypeRow>> = {
  aws_route_table: { type: "AWS::EC2::RouteTable", properties: { VpcId: vpc }, parts: inTable },
  aws_default_route_table: {
    type: "AWS::EC2::RouteTable",
    properties: {
      // Its VPC is told by whose table it takes over.
      VpcId: either(
        vpc,
        to("default_route_table_id", {
          ...nouns.vpc,
          sources: ofVpcs("default_route_table_id", "main_route_table_id"),
        }),
      ),
      Adopts: always(true),
    },
    parts: inTable,
  },
  aws_route: only("AWS::EC2::Route", routeSpec),
  aws_route_table_association: {
    parts: (from) =>
      link(from.reader, from.source, "gateway_id", nouns.gateway) === undefined
        ? [
            part(from, "AWS::EC2::SubnetRouteTableAssociation", {
              RouteTableId: to("route_table_id", nouns.table),
              SubnetId: to("subnet_id", nouns.subnet),
            }),
          ]
        : [
            part(from, "AWS::EC2::GatewayRouteTableAssociation", {
              RouteTableId: to("route_table_id", nouns.table),
              GatewayId: to("gateway_id", nouns.gateway),
            }),
          ],
  },
  // Modules of AWS's own make these two of the awscc provider, and all else of the other.
  awscc_ec2_route_table: { type: "AWS::EC2::RouteTable", properties: { VpcId: vpc } },
  awscc_ec2_subnet_route_table_association: only("AWS::EC2::SubnetRouteTableAssociation", {
    RouteTableId: to("route_table_id", nouns.table),
    SubnetId: to("subnet_id", nouns.subnet),
  }),
  aws_main_route_table_association: only("Terraform::EC2::MainRouteTableAssociation", {
    VpcId: vpc,
    RouteTableId: to("route_table_id", nouns.table),
  }),
  aws_vpc_route_server_propagation: only("AWS::EC2::RouteServerPropagation", {
    RouteTableId: to("route_table_id", nouns.table),
  }),
  aws_vpn_gateway_route_propagation: only("AWS::EC2::VPNGatewayRoutePropagation", {
    VpnGatewayId: to("vpn_gateway_id", nouns.gateway),
    RouteTableIds: to("route_table_id", nouns.table),
  }),
};

/** The VPC whose own row an attribute names. */
export function ofVpcs(...by: readonly string[]) {
  return ["aws_vpc", "aws_default_vpc"].map((type) => ({ type, by }));
}
