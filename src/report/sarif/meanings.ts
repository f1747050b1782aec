/** What each code means, in a sentence; those of docs/codes, word by word. */
export const meanings: Readonly<Record<string, string>> = {
  BAD_STATE: "A component on the way is not in a state that passes traffic.",
  BAD_STATE_ATTACHMENT:
    "The attachment of the VPC to the transit gateway is not in a state that passes traffic.",
  BAD_STATE_ROUTE: "The route that wins is a blackhole: it still takes the traffic, and drops it.",
  BAD_STATE_VPN: "The VPN gateway that the route leads to is not attached to this VPC.",
  CANNOT_ROUTE: "The routes lead the packet round in a circle.",
  ENI_SG_RULES_MISMATCH: "The security groups have rules, and none of them admits this traffic.",
  ENI_SOURCE_DEST_CHECK_RESTRICTION:
    "An instance that should forward other people's packets still has its source/destination check on.",
  GATEWAY_REJECTS_SPOOFED_TRAFFIC:
    "A gateway refuses a packet whose source address is not one of the VPC it comes from.",
  IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS:
    "The destination lies in the VPC's own CIDR blocks, so packets to it never leave the VPC.",
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS:
    "The route leads to an internet gateway, and the destination is a private address of RFC 1918, which the internet does not carry.",
  IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS:
    "The route leads to an internet gateway, and the destination is a shared (carrier-grade NAT) address of RFC 6598, which the internet does not carry.",
  IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS:
    "The route leads to an internet gateway, and the source has no public IPv4 address.",
  NGW_REQUIRES_SOURCE_IN_VPC: "A NAT gateway is asked to carry traffic that came from outside its VPC.",
  NO_POSSIBLE_DESTINATION: "The address is one of the VPC, and no interface has it.",
  NO_ROUTE_TO_DESTINATION: "The route table of the subnet has no route for the destination.",
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR:
    "A peering connection carries only traffic between the CIDR blocks of its two VPCs.",
  PROTOCOL_RESTRICTION: "A component on the way does not carry this protocol.",
  SG_HAS_NO_RULES:
    "The security groups of the interface have no rule at all in this direction, so nothing is allowed.",
  SG_REFERENCES_NOT_PRESERVED:
    "A rule names a security group, and what stands between the two ends tells nothing of groups.",
  SG_REFERENCING_SUPPORT:
    "A rule names a security group across a transit gateway that has security group referencing switched off.",
  SUBNET_ACL_RESTRICTION: "A network ACL of a subnet on the way denies the packet, or its answer.",
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION:
    "The attachment by which the packet enters the transit gateway is associated with no route table.",
  TGW_ATTACH_VPC_AZ_RESTRICTION:
    "The transit gateway attachment has no interface in the Availability Zone where the traffic starts or ends.",
  TGW_RTB_BAD_STATE_ROUTE:
    "The route that wins in the transit gateway's route table is a blackhole or not active.",
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: "The transit gateway's route table has no route for the destination.",
  VPCE_GATEWAY_EGRESS_SOURCE_ADDRESS_RESTRICTION:
    "A gateway endpoint is asked to carry traffic between its service and an address outside its VPC.",
  VPCE_GATEWAY_PROTOCOL_RESTRICTION:
    "A gateway endpoint takes only TCP and ICMP echo, and the packet is something else.",
  VPCE_INTRA_VPC_TRAFFIC:
    "A VPC endpoint is asked to open a connection into its own VPC, which endpoints never do.",
  VPCE_SERVICE_NOT_INSTALLED_IN_AZ:
    "The endpoint service is not offered in the Availability Zone of the endpoint's subnet.",
  VPC_BLOCK_PUBLIC_ACCESS_ENABLED:
    "VPC Block Public Access of the account stops traffic between the VPC and the internet.",
  DNS_CUSTOM_SERVERS:
    "Clients of the VPC ask DNS servers that are not the VPC's own resolver, and may never see private names.",
  DNS_HOSTNAMES_DISABLED:
    "`enableDnsHostnames` of the VPC is off, so the private names of its endpoints do not resolve to them.",
  DNS_INBOUND_RESOLVER_ONLY:
    "The S3 interface endpoint answers only queries from an inbound Resolver endpoint; the VPC's own clients are left to the gateway endpoint.",
  DNS_NAME_NOT_COVERED: "There is an endpoint for the service, but not for the name that the client dials.",
  DNS_NO_IPV4_ANSWER:
    "The client asks over IPv4, and a gateway endpoint leaves the name only IPv6 addresses.",
  DNS_NO_IPV6_ANSWER: "The client has only IPv6, and the name has only IPv4 addresses.",
  DNS_NO_RESOLVER: "The DHCP options of the VPC hand out no DNS server.",
  DNS_PRIVATE_DNS_DISABLED:
    "The endpoint for this service has private DNS off, so the service's name still resolves to public addresses.",
  DNS_SUPPORT_DISABLED: "The VPC's own resolver is switched off, so names do not resolve.",
  DNS_ZONE_SHADOWS:
    "A private hosted zone of the VPC answers for the name, and has no record of it: NXDOMAIN.",
  POLICY_DENIES: "The packet arrives, and the endpoint's policy refuses the request.",
  SERVICE_CAPTURES_PUBLIC_APIS:
    "Private DNS of an API Gateway endpoint takes the names of all APIs of the Region, public ones included.",
  SERVICE_CERTIFICATE_MISMATCH:
    "The connection opens, and the service has no certificate for the name that the client asked for.",
  SERVICE_HAS_NO_ENDPOINT:
    "The workload needs an AWS service for which no VPC endpoint is known in this Region.",
  SERVICE_HAS_NO_PRIVATE_DNS:
    "An interface endpoint of this service has no private DNS, so clients would not use it by themselves.",
  SERVICE_IN_OTHER_REGION:
    "The workload dials a service in another Region, where the endpoints of this one do not lead.",
  SERVICE_NEEDS_INTERNET:
    "The workload needs something on the internet, and no endpoint of AWS can stand in for it.",
  SERVICE_NOT_IN_REGION:
    "The service has endpoints elsewhere, and the Region does not list it among its endpoint services.",
  SSM_AGENT_NOT_INSTALLED: "The image does not carry SSM Agent, and nothing in the user data installs it.",
  SSM_INSTANCE_NOT_RUNNING: "The instance is stopped, and its agent with it.",
  SSM_LAB_DISAGREES: "What a session did in the lab is not what the checks say.",
  SSM_METADATA_DISABLED:
    "The instance's metadata service is off, so the agent learns neither who it is nor its credentials.",
  SSM_NOT_AN_INSTANCE: "What was named is no EC2 instance, so Session Manager does not connect to it.",
  SSM_NO_CREDENTIALS:
    "The instance has no instance profile, and Default Host Management Configuration is off.",
  SSM_ROLE_LACKS_PERMISSION: "The role of the instance does not allow what SSM Agent asks.",
  VPCE_GATEWAY_REQUIRED:
    "An S3 interface endpoint with private DNS needs an S3 gateway endpoint in the same VPC, and there is none.",
  VPCE_NO_NETWORK_INTERFACE: "The interface endpoint has no network interface to answer with.",
  VPCE_PORT_NOT_SERVED: "The endpoint does not serve the port that is asked.",
  VPCE_PRIVATE_DNS_CONFLICT: "Two owners in one VPC claim the same private name, and AWS refuses the second.",
  VPCE_ROUTE_TABLE_CONFLICT: "Two gateway endpoints for one service share a route table, which AWS refuses.",
  VPCE_SUBNETS_SHARE_AZ: "Two subnets of one endpoint lie in the same Availability Zone, which AWS refuses.",
  VPCE_TYPE_NOT_SUPPORTED: "The service has no endpoint of the type that is asked for.",
};
