/**
 * Internet, egress-only and virtual private gateways, and what they are attached to.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcgatewayattachment.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-egressonlyinternetgateway.html
 * (read 2026-11-24)
 */
import type { GatewayId, VpcId } from "../../../model/entity/entity.ts";
import type { Gateway } from "../../../model/entity/gateway.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { property } from "../property/property.ts";
import type { Mapper } from "../rows.ts";
import { vpcOf } from "../vpc/subnet.ts";

const attachment = "AWS::EC2::VPCGatewayAttachment";

export const mapInternetGateway = attachedBy("InternetGatewayId", "internet-gateway");
export const mapVpnGateway = attachedBy("VpnGatewayId", "vpn-gateway");

export const mapEgressOnlyGateway: Mapper = (estate, resource) => {
  const kind = "egress-only-internet-gateway";
  return { gateways: [{ ...toEntity<GatewayId>(estate, resource), kind, vpcs: [vpcOf(estate, resource)] }] };
};

/** An attachment that may not exist counts here: routes to the gateway are unknown then (route.ts). */
function attachedBy(name: string, kind: Gateway["kind"]): Mapper {
  return (estate, resource) => {
    const vpcs = estate.adding(attachment, name, resource.id).flatMap((one) => vpcNamed(estate, one));
    return { gateways: [{ ...toEntity<GatewayId>(estate, resource), kind, vpcs }] };
  };
}

function vpcNamed(estate: Estate, one: Parameters<Mapper>[1]): readonly VpcId[] {
  return property(one, "VpcId") === undefined ? [] : [vpcOf(estate, one)];
}
