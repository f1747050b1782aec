/**
 * Routes of a transit gateway's table: those written, and those that attachments propagate.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgatewayroute.html
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html (read 2026-11-24): an attached VPC propagates
 * its blocks; a VPN or Connect attachment what it learns by BGP; a peering attachment nothing.
 */
import type { PrefixListId, TransitGatewayAttachmentId } from "../../../model/entity/entity.ts";
import type { TransitGatewayRoute } from "../../../model/entity/transit-gateway.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt, doubtOf } from "../existence.ts";
import { booleanOr, property, toBlock } from "../property/property.ts";
import { vpcOf } from "../vpc/subnet.ts";
import { isOn } from "./transit-table.ts";
import { blocksOf } from "../vpc/vpc-block.ts";

export const vpcAttachmentTypes = [
  "AWS::EC2::TransitGatewayAttachment",
  "AWS::EC2::TransitGatewayVpcAttachment",
] as const;
const learningTypes = [
  "AWS::EC2::VPNConnection",
  "AWS::EC2::TransitGatewayConnect",
  "Terraform::DirectConnect::GatewayAssociation",
] as const;

/** `owner` is the table's own resource, or the gateway whose default table it is. */
export function routesOf(
  estate: Estate,
  table: string,
  owner: Resource,
): Known<readonly TransitGatewayRoute[]> {
  const propagations = estate.adding(propagationType, "TransitGatewayRouteTableId", table);
  const doubt = anyDoubt(propagations, owner);
  if (doubt !== undefined) return doubt;
  const written = estate.adding("AWS::EC2::TransitGatewayRoute", "TransitGatewayRouteTableId", table);
  const attachments =
    owner.id === table ? attachmentsOf(estate, propagations) : attachmentsByDefault(estate, owner);
  return known([
    ...written.map((route) => staticRoute(estate, route, owner)),
    ...attachments.flatMap((attachment) => propagatedRoutes(estate, attachment)),
  ]);
}

const propagationType = "AWS::EC2::TransitGatewayRouteTablePropagation";

function attachmentsOf(estate: Estate, propagations: readonly Resource[]): readonly Resource[] {
  return propagations.flatMap((propagation) => {
    const value = property(propagation, "TransitGatewayAttachmentId");
    const id = value === undefined ? undefined : estate.id("transit gateway attachment", value);
    const found = id?.known === true ? estate.find(id.value) : undefined;
    return [found ?? propagation];
  });
}

function attachmentsByDefault(estate: Estate, gateway: Resource): readonly Resource[] {
  if (!isOn(gateway, "DefaultRouteTablePropagation")) return [];
  const types = [...vpcAttachmentTypes, ...learningTypes];
  return types
    .flatMap((type) => estate.adding(type, "TransitGatewayId", gateway.id))
    .filter((attachment) => isOn(attachment, "DefaultRouteTablePropagation"));
}

function staticRoute(estate: Estate, route: Resource, table: Resource): TransitGatewayRoute {
  const value = property(route, "TransitGatewayAttachmentId");
  const blackhole = booleanOr(property(route, "Blackhole"), false);
  const isBlackhole = blackhole.known && blackhole.value;
  const attachment: TransitGatewayRoute["attachment"] =
    value === undefined
      ? undefined
      : estate.id<TransitGatewayAttachmentId>("transit gateway attachment", value);
  return {
    destination: destinationOf(estate, route),
    state: isBlackhole ? "blackhole" : "active",
    via: "static",
    attachment: doubtOf(route, table) ?? attachment,
    origin: route.origin,
  };
}

/** Only Terraform writes references to prefix lists as routes. */
function destinationOf(estate: Estate, route: Resource): TransitGatewayRoute["destination"] {
  const list = property(route, "PrefixListId");
  if (list !== undefined)
    return mapKnown(estate.id<PrefixListId>("prefix list", list), (id) => ({ kind: "prefix-list", id }));
  const cidr = property(route, "DestinationCidrBlock");
  return cidr === undefined
    ? unknown(`destination of ${route.id}`, `give ${route.id} its DestinationCidrBlock`)
    : mapKnown(toBlock(cidr), (block) => ({ kind: "cidr", cidr: block }));
}

function propagatedRoutes(estate: Estate, attachment: Resource): readonly TransitGatewayRoute[] {
  const route = (destination: TransitGatewayRoute["destination"]): TransitGatewayRoute => ({
    destination,
    state: "active",
    via: "propagated",
    attachment: doubtOf(attachment) ?? known(attachment.id as TransitGatewayAttachmentId),
    origin: attachment.origin,
  });
  const isVpc = vpcAttachmentTypes.some((type) => type === attachment.type);
  const vpc = isVpc ? estate.find(vpcOf(estate, attachment)) : undefined;
  const call = `aws ec2 search-transit-gateway-routes, once ${attachment.id} is deployed`;
  const blocks =
    vpc === undefined ? unknown(`routes that ${attachment.id} propagates`, call) : blocksOf(estate, vpc);
  if (!blocks.known) return [route(blocks)];
  return blocks.value.map(({ cidr }) => route(known({ kind: "cidr", cidr })));
}
