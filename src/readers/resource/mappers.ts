/** Which mapper makes the rows of which resource type. */
import { mapBlockPublicAccess } from "./vpc/block-public-access.ts";
import { mapDnsFirewall } from "./naming/dns-firewall.ts";
import { mapEndpoint } from "./endpoint/endpoint.ts";
import { mapEgressOnlyGateway, mapInternetGateway, mapVpnGateway } from "./routing/gateway.ts";
import { mapHostedZone, mapNamespace } from "./naming/hosted-zone.ts";
import { mapNatGateway } from "./routing/nat-gateway.ts";
import { mapAclAssociation, mapNetworkAcl } from "./firewall/network-acl.ts";
import { mapPeering } from "./routing/peering.ts";
import { mapPrefixList } from "./routing/prefix-list.ts";
import { mapResolverRule } from "./naming/resolver-rule.ts";
import { mapRole } from "./management/role.ts";
import { mapDocument } from "./management/session-document.ts";
import { mapRouteTable, mapTableAssociation } from "./routing/route-table.ts";
import type { Mapper } from "./rows.ts";
import { mapSecurityGroup } from "./firewall/security-group.ts";
import { mapServiceSetting } from "./management/service-setting.ts";
import { mapSubnet } from "./vpc/subnet.ts";
import {
  mapConnectAttachment,
  mapDirectConnect,
  mapPeeringAttachment,
  mapTransitGateway,
  mapTransitRouteTable,
  mapVpcAttachment,
  mapVpnConnection,
} from "./transit/transit-gateway.ts";
import { mapDhcpOptions, mapVpc } from "./vpc/vpc.ts";
import { mapAutoScalingGroup } from "./workload/instance/auto-scaling.ts";
import { mapService, mapTaskDefinition } from "./workload/container/ecs.ts";
import { mapCluster, mapFargateProfile, mapNodegroup } from "./workload/container/eks.ts";
import { mapEventSourceMapping, mappingType } from "./workload/event/event-source.ts";
import { mapInstance } from "./workload/instance/instance.ts";
import { mapFunction, mapServerlessFunction } from "./workload/lambda.ts";
import { mapNetworkInterface } from "./workload/instance/network-interface.ts";
import { clientTypes, mapClient } from "./workload/other.ts";

export const mappers: Readonly<Record<string, Mapper>> = {
  "AWS::EC2::VPC": mapVpc,
  "AWS::EC2::DHCPOptions": mapDhcpOptions,
  "AWS::EC2::Subnet": mapSubnet,
  "AWS::EC2::RouteTable": mapRouteTable,
  "AWS::EC2::SubnetRouteTableAssociation": mapTableAssociation,
  "AWS::EC2::NetworkAcl": mapNetworkAcl,
  "AWS::EC2::SubnetNetworkAclAssociation": mapAclAssociation,
  "AWS::EC2::SecurityGroup": mapSecurityGroup,
  "AWS::EC2::PrefixList": mapPrefixList,
  "AWS::EC2::InternetGateway": mapInternetGateway,
  "AWS::EC2::EgressOnlyInternetGateway": mapEgressOnlyGateway,
  "AWS::EC2::VPNGateway": mapVpnGateway,
  "AWS::EC2::VPNConnection": mapVpnConnection,
  "AWS::EC2::NatGateway": mapNatGateway,
  "AWS::EC2::VPCPeeringConnection": mapPeering,
  "AWS::EC2::TransitGateway": mapTransitGateway,
  "AWS::EC2::TransitGatewayAttachment": mapVpcAttachment,
  "AWS::EC2::TransitGatewayVpcAttachment": mapVpcAttachment,
  "AWS::EC2::TransitGatewayPeeringAttachment": mapPeeringAttachment,
  "AWS::EC2::TransitGatewayConnect": mapConnectAttachment,
  "AWS::EC2::TransitGatewayRouteTable": mapTransitRouteTable,
  "AWS::EC2::VPCEndpoint": mapEndpoint,
  "AWS::EC2::VPCBlockPublicAccessOptions": mapBlockPublicAccess,
  "AWS::Route53::HostedZone": mapHostedZone,
  "AWS::ServiceDiscovery::PrivateDnsNamespace": mapNamespace,
  "AWS::Route53Resolver::ResolverRule": mapResolverRule,
  "AWS::Route53Resolver::FirewallRuleGroupAssociation": mapDnsFirewall,
  "AWS::IAM::Role": mapRole,
  "AWS::SSM::Document": mapDocument,
  "Terraform::SSM::ServiceSetting": mapServiceSetting,
  "Terraform::DirectConnect::GatewayAssociation": mapDirectConnect,
  "AWS::EC2::Instance": mapInstance,
  "AWS::EC2::NetworkInterface": mapNetworkInterface,
  "AWS::AutoScaling::AutoScalingGroup": mapAutoScalingGroup,
  "AWS::Lambda::Function": mapFunction,
  "AWS::Serverless::Function": mapServerlessFunction,
  [mappingType]: mapEventSourceMapping,
  "AWS::ECS::Service": mapService,
  "AWS::ECS::TaskDefinition": mapTaskDefinition,
  "AWS::EKS::Cluster": mapCluster,
  "AWS::EKS::Nodegroup": mapNodegroup,
  "AWS::EKS::FargateProfile": mapFargateProfile,
  ...Object.fromEntries(Object.keys(clientTypes).map((type) => [type, mapClient])),
};
