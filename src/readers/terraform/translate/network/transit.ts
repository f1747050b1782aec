/** Transit gateways, what is attached to them, and their route tables. */
import { nouns } from "../../edge/noun.ts";
import { isReference } from "../../../resource/property/attribute.ts";
import { link } from "../../read/value.ts";
import { only, to, toAll, words } from "../spec.ts";
import type { Read, TypeRow } from "../spec.ts";
import { vpc } from "./vpc.ts";

const gateway = to("transit_gateway_id", nouns.transitGateway);
const attachment = to("transit_gateway_attachment_id", nouns.transitAttachment);
const table = to("transit_gateway_route_table_id", nouns.transitTable);
const inTable = { TransitGatewayAttachmentId: attachment, TransitGatewayRouteTableId: table };

/** A Direct Connect gateway is associated with a transit gateway, or with a virtual private one, which learns by propagation. */
const associated: Read = ({ reader, source }) => {
  const value = link(reader, source, "associated_gateway_id", nouns.transitGateway);
  const content = value?.content;
  const isTransit = typeof content === "string" ? content.startsWith("tgw-") : isReference(content ?? null);
  return isTransit ? value : undefined;
};

export const transitTypes: Readonly<Record<string, TypeRow>> = {
  aws_ec2_transit_gateway: {
    type: "AWS::EC2::TransitGateway",
    properties: {
      DefaultRouteTableAssociation: "default_route_table_association",
      DefaultRouteTablePropagation: "default_route_table_propagation",
      SecurityGroupReferencingSupport: "security_group_referencing_support",
    },
  },
  aws_ec2_transit_gateway_vpc_attachment: {
    type: "AWS::EC2::TransitGatewayVpcAttachment",
    properties: {
      TransitGatewayId: gateway,
      VpcId: vpc,
      SubnetIds: toAll("subnet_ids", nouns.subnet),
      DefaultRouteTableAssociation: words(
        "transit_gateway_default_route_table_association",
        "enable",
        "disable",
      ),
      DefaultRouteTablePropagation: words(
        "transit_gateway_default_route_table_propagation",
        "enable",
        "disable",
      ),
    },
  },
  aws_ec2_transit_gateway_peering_attachment: {
    type: "AWS::EC2::TransitGatewayPeeringAttachment",
    properties: { TransitGatewayId: gateway },
  },
  aws_ec2_transit_gateway_connect: {
    type: "AWS::EC2::TransitGatewayConnect",
    properties: { TransitGatewayId: gateway },
  },
  aws_dx_gateway_association: {
    type: "Terraform::DirectConnect::GatewayAssociation",
    properties: { TransitGatewayId: associated },
  },
  aws_vpn_connection: { type: "AWS::EC2::VPNConnection", properties: { TransitGatewayId: gateway } },
  aws_ec2_transit_gateway_route_table: {
    type: "AWS::EC2::TransitGatewayRouteTable",
    properties: { TransitGatewayId: gateway },
  },
  aws_ec2_transit_gateway_route: only("AWS::EC2::TransitGatewayRoute", {
    ...inTable,
    DestinationCidrBlock: "destination_cidr_block",
    Blackhole: "blackhole",
  }),
  aws_ec2_transit_gateway_prefix_list_reference: only("AWS::EC2::TransitGatewayRoute", {
    ...inTable,
    PrefixListId: to("prefix_list_id", nouns.prefixList),
    Blackhole: "blackhole",
  }),
  aws_ec2_transit_gateway_route_table_association: only(
    "AWS::EC2::TransitGatewayRouteTableAssociation",
    inTable,
  ),
  aws_ec2_transit_gateway_route_table_propagation: only(
    "AWS::EC2::TransitGatewayRouteTablePropagation",
    inTable,
  ),
};
