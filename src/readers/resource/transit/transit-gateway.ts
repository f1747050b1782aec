/**
 * Transit gateways, what is attached to them, and the default route table that AWS makes with each.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgateway.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-transitgatewayattachment.html
 * (read 2026-11-24): association with the default table and propagation to it are on unless disabled; references to
 * groups of other VPCs are off unless enabled.
 */
import type {
  SubnetId,
  TransitGatewayAttachmentId,
  TransitGatewayId,
  TransitGatewayRouteTableId,
} from "../../../model/entity/entity.ts";
import type { TransitGatewayAttachment } from "../../../model/entity/transit-gateway.ts";
import { known, mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Resource } from "../property/value.ts";
import { toEntity, toImplied } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { doubtOf } from "../existence.ts";
import { property, textOr } from "../property/property.ts";
import type { Mapper, Rows } from "../rows.ts";
import { vpcOf } from "../vpc/subnet.ts";
import { routesOf } from "./transit-route.ts";
import { defaultTableId, gatewayOf, isOn } from "./transit-table.ts";

export function mapTransitGateway(estate: Estate, resource: Resource): Rows {
  const referencing = textOr(property(resource, "SecurityGroupReferencingSupport"), "disable");
  const gateway = {
    ...toEntity<TransitGatewayId>(estate, resource),
    securityGroupReferencing: mapKnown(referencing, (word) => word === "enable"),
    state: "available",
  };
  const id = defaultTableId(resource);
  const isMade =
    isOn(resource, "DefaultRouteTableAssociation") || isOn(resource, "DefaultRouteTablePropagation");
  const table = {
    ...toImplied<TransitGatewayRouteTableId>(id, resource),
    transitGateway: gateway.id,
    routes: routesOf(estate, id, resource),
  };
  return { transitGateways: [gateway], transitGatewayRouteTables: isMade ? [table] : [] };
}

export function mapTransitRouteTable(estate: Estate, resource: Resource): Rows {
  const table = {
    ...toEntity<TransitGatewayRouteTableId>(estate, resource),
    transitGateway: gatewayOf(estate, resource),
    routes: routesOf(estate, resource.id, resource),
  };
  return { transitGatewayRouteTables: [table] };
}

export const mapVpcAttachment: Mapper = (estate, resource) =>
  attachment(estate, resource, {
    resource: "vpc",
    resourceId: known(vpcOf(estate, resource)),
    subnets: estate.symbols<SubnetId>("subnet", property(resource, "SubnetIds")),
  });

const elsewhere = (kind: TransitGatewayAttachment["resource"]): Mapper => {
  return (estate, resource) =>
    attachment(estate, resource, { resource: kind, resourceId: known(resource.id), subnets: known([]) });
};
export const mapPeeringAttachment = elsewhere("peering");
export const mapConnectAttachment = elsewhere("connect");

export const mapDirectConnect: Mapper = (estate, resource) =>
  property(resource, "TransitGatewayId") === undefined
    ? {}
    : elsewhere("direct-connect-gateway")(estate, resource);

/** A VPN connection is attached to a transit gateway when it names one, else to a virtual private gateway. */
export const mapVpnConnection: Mapper = (estate, resource) =>
  property(resource, "TransitGatewayId") === undefined ? {} : elsewhere("vpn")(estate, resource);

function attachment(
  estate: Estate,
  resource: Resource,
  what: Pick<TransitGatewayAttachment, "resource" | "resourceId" | "subnets">,
): Rows {
  const row: TransitGatewayAttachment = {
    ...toEntity<TransitGatewayAttachmentId>(estate, resource),
    ...what,
    transitGateway: gatewayOf(estate, resource),
    state: "available",
    association: associationOf(estate, resource),
  };
  return { transitGatewayAttachments: [row] };
}

const associationType = "AWS::EC2::TransitGatewayRouteTableAssociation";

function associationOf(estate: Estate, resource: Resource): Known<TransitGatewayRouteTableId | "none"> {
  const [association] = estate.adding(associationType, "TransitGatewayAttachmentId", resource.id);
  const table = association && property(association, "TransitGatewayRouteTableId");
  if (association !== undefined && table !== undefined) {
    return doubtOf(association, resource) ?? estate.id("transit gateway route table", table);
  }
  const gateway = estate.find(gatewayOf(estate, resource));
  if (gateway === undefined) return unknownAssociation(resource);
  const isOffered = [gateway, resource].every((one) => isOn(one, "DefaultRouteTableAssociation"));
  if (!isOffered) return known("none");
  const named = property(gateway, "AssociationDefaultRouteTableId");
  if (named !== undefined) return estate.id("transit gateway route table", named);
  return known(defaultTableId(gateway) as TransitGatewayRouteTableId);
}

function unknownAssociation({ id }: Resource) {
  const call = `aws ec2 describe-transit-gateway-attachments, once ${id} is deployed`;
  return unknown(`route table that ${id} is associated with`, call);
}
