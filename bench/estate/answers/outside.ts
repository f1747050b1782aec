/** Endpoints, the services that they lead to, and the transit gateway between VPCs, as EC2 answers with them. */
import type { EndpointType } from "../../../src/model/entity/vpc-endpoint.ts";
import type { TransitGatewayRoute } from "../../../src/model/entity/transit-gateway.ts";
import { account } from "../row.ts";
import { told } from "./told.ts";
import type { Json, WriteRow } from "./told.ts";

const typeNames: { readonly [Type in EndpointType]?: string } = {
  gateway: "Gateway",
  interface: "Interface",
};
const openPolicy = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };

export const endpointRow: WriteRow<"vpcEndpoints"> = (row) => {
  const policy = told(row.policy);
  return {
    VpcEndpointId: row.id,
    VpcEndpointType: typeNames[row.type],
    VpcId: told(row.vpc),
    OwnerId: account,
    ServiceName: told(row.serviceName),
    ServiceRegion: told(row.serviceRegion),
    State: told(row.state),
    PolicyDocument: JSON.stringify(policy.kind === "document" ? policy.json : openPolicy),
    RouteTableIds: told(row.routeTables),
    SubnetIds: told(row.subnets),
    Groups: told(row.groups).map((id) => ({ GroupId: id })),
    IpAddressType: told(row.ipAddressType),
    PrivateDnsEnabled: told(row.privateDnsEnabled),
    NetworkInterfaceIds: told(row.networkInterfaces),
    DnsEntries: told(row.dnsNames).map((name) => ({ DnsName: name })),
  };
};

export const serviceRow: WriteRow<"endpointServices"> = (row) => ({
  ServiceName: row.serviceName,
  ServiceType: row.types.map((type) => ({ ServiceType: typeNames[type] })),
  AvailabilityZones: row.availabilityZones,
  PrivateDnsNames: [],
  VpcEndpointPolicySupported: told(row.policySupported),
});

export const transitRow: WriteRow<"transitGateways"> = ({ id, state, securityGroupReferencing }) => ({
  TransitGatewayId: id,
  OwnerId: account,
  State: state,
  Options: { SecurityGroupReferencingSupport: told(securityGroupReferencing) ? "enable" : "disable" },
});

export const attachmentRow: WriteRow<"transitGatewayAttachments"> = (row) => ({
  TransitGatewayAttachmentId: row.id,
  TransitGatewayId: row.transitGateway,
  ResourceOwnerId: account,
  ResourceType: row.resource,
  ResourceId: told(row.resourceId),
  State: row.state,
  Association: { TransitGatewayRouteTableId: told(row.association), State: "associated" },
});

/** The half that another call tells. */
export const vpcAttachmentRow: WriteRow<"transitGatewayAttachments"> = (row) => ({
  TransitGatewayAttachmentId: row.id,
  TransitGatewayId: row.transitGateway,
  VpcId: told(row.resourceId),
  VpcOwnerId: account,
  State: row.state,
  SubnetIds: told(row.subnets),
});

export const transitTableRow: WriteRow<"transitGatewayRouteTables"> = ({ id, transitGateway }) => ({
  TransitGatewayRouteTableId: id,
  TransitGatewayId: transitGateway,
  State: "available",
});

export function transitRouteRow({ destination, state, via, attachment }: TransitGatewayRoute): Json {
  const to = told(destination);
  if (to.kind !== "cidr" || attachment === undefined)
    throw new Error("a route of an estate's transit gateway to anything but an attachment's block");
  return {
    DestinationCidrBlock: to.cidr.text,
    TransitGatewayAttachments: [{ TransitGatewayAttachmentId: told(attachment), ResourceType: "vpc" }],
    Type: via,
    State: state,
  };
}
