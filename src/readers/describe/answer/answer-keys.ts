/**
 * The top-level keys of AWS API answers, by which a file is recognised: what call answers with it, and in which shape.
 * Names of calls and keys are those of the AWS CLI reference (https://docs.aws.amazon.com/cli/latest/reference/, read
 * 2026-11-24); `TransitGatewayStaticRoutes` and `TransitGatewayPropagations` are how Batfish records the answers of two
 * calls that do not say themselves which table they were asked about.
 */
export interface AnswerKey {
  /** Under which name the rows are collected: the key itself, or the plural of the same thing. */
  readonly name: string;
  readonly call: string;
  /** A list of rows, one row, or a row that is the answer as a whole. */
  readonly shape: "list" | "object" | "answer";
  /** For words that other programs use too: the field without which it is not AWS's answer. */
  readonly identifiedBy: string | undefined;
  /** IAM and Route 53 answer for the account, whatever Region they were asked in. */
  readonly global: boolean;
}

type Options = Partial<Omit<AnswerKey, "call">>;

const list = (call: string, more: Options = {}) => ({ call, shape: "list" as const, ...more });
const object = (call: string, more: Options = {}) => ({ call, shape: "object" as const, ...more });
const answer = (call: string, more: Options = {}) => ({ call, shape: "answer" as const, ...more });

const globally = { global: true } as const;

const written: Readonly<Record<string, Options & { readonly call: string }>> = {
  Vpcs: list("ec2 describe-vpcs"),
  Vpc: object("ec2 describe-vpcs", { name: "Vpcs", identifiedBy: "VpcId" }),
  EnableDnsSupport: answer("ec2 describe-vpc-attribute", { name: "VpcAttributes", identifiedBy: "VpcId" }),
  EnableDnsHostnames: answer("ec2 describe-vpc-attribute", { name: "VpcAttributes", identifiedBy: "VpcId" }),
  DhcpOptions: list("ec2 describe-dhcp-options"),
  Subnets: list("ec2 describe-subnets"),
  AvailabilityZones: list("ec2 describe-availability-zones"),
  VpcBlockPublicAccessOptions: object("ec2 describe-vpc-block-public-access-options"),
  VpcBlockPublicAccessExclusions: list("ec2 describe-vpc-block-public-access-exclusions"),
  VpcEncryptionControls: list("ec2 describe-vpc-encryption-controls"),
  NetworkInterfaces: list("ec2 describe-network-interfaces"),
  RouteTables: list("ec2 describe-route-tables"),
  NatGateways: list("ec2 describe-nat-gateways"),
  InternetGateways: list("ec2 describe-internet-gateways"),
  EgressOnlyInternetGateways: list("ec2 describe-egress-only-internet-gateways"),
  VpnGateways: list("ec2 describe-vpn-gateways"),
  VpcPeeringConnections: list("ec2 describe-vpc-peering-connections"),
  TransitGateways: list("ec2 describe-transit-gateways"),
  TransitGatewayAttachments: list("ec2 describe-transit-gateway-attachments"),
  TransitGatewayVpcAttachments: list("ec2 describe-transit-gateway-vpc-attachments"),
  TransitGatewayRouteTables: list("ec2 describe-transit-gateway-route-tables"),
  Associations: answer("ec2 get-transit-gateway-route-table-associations", {
    name: "TransitGatewayAssociations",
  }),
  Routes: answer("ec2 search-transit-gateway-routes", { name: "TransitGatewayRoutes" }),
  TransitGatewayStaticRoutes: list("ec2 search-transit-gateway-routes"),
  TransitGatewayPropagations: list("ec2 get-transit-gateway-route-table-propagations"),
  TransitGatewayRouteTablePropagations: answer("ec2 get-transit-gateway-route-table-propagations", {
    name: "TransitGatewayPropagations",
  }),
  SecurityGroups: list("ec2 describe-security-groups"),
  SecurityGroupRules: list("ec2 describe-security-group-rules"),
  SecurityGroupVpcAssociations: list("ec2 describe-security-group-vpc-associations"),
  NetworkAcls: list("ec2 describe-network-acls"),
  PrefixLists: list("ec2 describe-managed-prefix-lists"),
  Entries: answer("ec2 get-managed-prefix-list-entries", { name: "PrefixListEntries" }),
  VpcEndpoints: list("ec2 describe-vpc-endpoints"),
  ServiceDetails: list("ec2 describe-vpc-endpoint-services"),
  Reservations: list("ec2 describe-instances"),
  Instances: list("ec2 describe-instances", { identifiedBy: "InstanceId" }),
  UserData: answer("ec2 describe-instance-attribute", {
    name: "InstanceAttributes",
    identifiedBy: "InstanceId",
  }),
  Images: list("ec2 describe-images", { identifiedBy: "ImageId" }),
  LaunchTemplateVersions: list("ec2 describe-launch-template-versions"),
  LaunchConfigurations: list("autoscaling describe-launch-configurations"),
  AutoScalingGroups: list("autoscaling describe-auto-scaling-groups"),
  Functions: list("lambda list-functions", { identifiedBy: "FunctionArn" }),
  Configuration: object("lambda get-function", { name: "Functions", identifiedBy: "FunctionArn" }),
  FunctionArn: answer("lambda get-function-configuration", {
    name: "Functions",
    identifiedBy: "FunctionName",
  }),
  EventSourceMappings: list("lambda list-event-source-mappings", { identifiedBy: "UUID" }),
  ClusterInfo: object("kafka describe-cluster-v2", { name: "KafkaClusters", identifiedBy: "ClusterArn" }),
  ClusterInfoList: list("kafka list-clusters-v2", { name: "KafkaClusters", identifiedBy: "ClusterArn" }),
  BrokerArn: answer("mq describe-broker", { name: "Brokers", identifiedBy: "BrokerId" }),
  DBClusters: list("docdb describe-db-clusters", { identifiedBy: "DBClusterArn" }),
  DBSubnetGroups: list("docdb describe-db-subnet-groups", { identifiedBy: "DBSubnetGroupName" }),
  services: list("ecs describe-services", { identifiedBy: "serviceArn" }),
  tasks: list("ecs describe-tasks", { identifiedBy: "taskArn" }),
  taskDefinition: object("ecs describe-task-definition", {
    name: "taskDefinitions",
    identifiedBy: "taskDefinitionArn",
  }),
  taskDefinitions: list("ecs describe-task-definition", { identifiedBy: "taskDefinitionArn" }),
  containerInstances: list("ecs describe-container-instances", { identifiedBy: "containerInstanceArn" }),
  nodegroup: object("eks describe-nodegroup", { name: "nodegroups", identifiedBy: "nodegroupName" }),
  nodegroups: list("eks describe-nodegroup", { identifiedBy: "nodegroupName" }),
  addon: object("eks describe-addon", { name: "eksAddons", identifiedBy: "addonName" }),
  cluster: object("eks describe-cluster", { name: "eksClusters", identifiedBy: "resourcesVpcConfig" }),
  ServiceSetting: object("ssm get-service-setting", { name: "ServiceSettings", identifiedBy: "SettingId" }),
  DocumentIdentifiers: list("ssm list-documents"),
  Content: answer("ssm get-document", { name: "Documents", identifiedBy: "DocumentType" }),
  InstanceInformationList: list("ssm describe-instance-information"),
  HostedZones: list("route53 list-hosted-zones", globally),
  HostedZoneSummaries: list("route53 list-hosted-zones-by-vpc", globally),
  HostedZone: answer("route53 get-hosted-zone", { name: "HostedZoneVpcs", ...globally }),
  ResourceRecordSets: answer("route53 list-resource-record-sets", globally),
  ResolverRules: list("route53resolver list-resolver-rules"),
  ResolverRuleAssociations: list("route53resolver list-resolver-rule-associations"),
  FirewallRuleGroupAssociations: list("route53resolver list-firewall-rule-group-associations"),
  InstanceProfile: object("iam get-instance-profile", { name: "InstanceProfiles", ...globally }),
  InstanceProfiles: list("iam list-instance-profiles", globally),
  Role: object("iam get-role", { name: "Roles", identifiedBy: "RoleName", ...globally }),
  Roles: list("iam list-roles", { identifiedBy: "RoleName", ...globally }),
  RoleDetailList: list("iam get-account-authorization-details", globally),
  Policies: list("iam get-account-authorization-details", { identifiedBy: "PolicyName", ...globally }),
  AttachedPolicies: answer("iam list-attached-role-policies", globally),
  PolicyNames: answer("iam list-role-policies", globally),
  PolicyDocument: answer("iam get-role-policy", {
    name: "RolePolicies",
    identifiedBy: "RoleName",
    ...globally,
  }),
  PolicyVersion: answer("iam get-policy-version", { name: "PolicyVersions", ...globally }),
};

export const answerKeys: ReadonlyMap<string, AnswerKey> = new Map(
  Object.entries(written).map(([key, options]) => [
    key,
    { name: key, shape: "list", identifiedBy: undefined, global: false, ...options },
  ]),
);

/** The names under which account-wide answers are collected. */
export const globalNames: ReadonlySet<string> = new Set(
  [...answerKeys.values()].filter(({ global }) => global).map(({ name }) => name),
);

/** Keys that speak of the call itself and not of the account. */
export const callKeys: ReadonlySet<string> = new Set([
  "ResponseMetadata",
  "NextToken",
  "nextToken",
  "NextMarker",
  "Marker",
  "IsTruncated",
  "MaxItems",
  "status_code",
]);

/** What denat knows of and does not need, with why. A key in no table is reported as unknown. */
export const unneededKeys: Readonly<Record<string, string>> = {
  Addresses: "an Elastic IP address is read from the interface it is on",
  CarrierGateways: "carrier gateways lead to a mobile network, not to AWS services",
  CustomerGateways: "what stands behind a VPN is outside AWS",
  VpnConnections: "a route that leads to a VPN is judged where it leaves AWS",
  DirectConnectGateways: "what stands behind Direct Connect is outside AWS",
  DirectConnectGatewayAssociations: "what stands behind Direct Connect is outside AWS",
  VirtualInterfaces: "what stands behind Direct Connect is outside AWS",
  ServiceNames: "the names alone; zones and policy support stand in ServiceDetails",
  TransitGatewayPeeringAttachments: "describe-transit-gateway-attachments lists them with their tables",
  LaunchTemplates: "the settings stand in describe-launch-template-versions",
  AutoScalingInstances: "describe-auto-scaling-groups lists them too",
  LoadBalancers: "a load balancer answers; its interfaces are in describe-network-interfaces",
  LoadBalancerDescriptions: "a load balancer answers; its interfaces are in describe-network-interfaces",
  LoadBalancerListeners: "denat asks what clients may reach, not how a load balancer forwards",
  LoadBalancerAttributes: "denat asks what clients may reach, not how a load balancer forwards",
  LoadBalancerTargetHealth: "denat asks what clients may reach, not how a load balancer forwards",
  Listeners: "denat asks what clients may reach, not how a load balancer forwards",
  TargetGroups: "denat asks what clients may reach, not how a load balancer forwards",
  DBInstances: "a database answers; its interfaces are in describe-network-interfaces",
  DBClusters: "a database answers; its interfaces are in describe-network-interfaces",
  DomainStatusList: "a search domain answers; its interfaces are in describe-network-interfaces",
  CacheClusters: "a cache answers; its interfaces are in describe-network-interfaces",
  FileSystems: "a file system answers; its interfaces are in describe-network-interfaces",
  Firewalls: "Network Firewall rules are not modelled; a route through a firewall endpoint is",
  FirewallRuleGroups:
    "what a rule group of DNS Firewall blocks is not modelled: a VPC with one stays unknown",
  Regions: "which Regions there are says nothing about a network",
  Tags: "the tags that matter stand with the resources themselves",
  InstanceStatuses: "describe-instances tells the state of an instance",
  PlacementGroups: "where instances stand in a zone does not change what they reach",
  GroupDetailList: "IAM groups hold people, and workloads act under roles",
  UserDetailList: "IAM users are people, and workloads act under roles",
  failures: "what the call could not answer",
  clusters: "the network of a cluster is that of its services, tasks and nodes",
  clusterArns: "the names alone",
  serviceArns: "the names alone; the services stand in ecs describe-services",
  taskArns: "the names alone; the tasks stand in ecs describe-tasks",
  taskDefinitionArns: "the names alone; their text stands in ecs describe-task-definition",
};
