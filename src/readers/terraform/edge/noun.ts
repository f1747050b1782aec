/**
 * What an argument may name: the types of resources, and the attributes that are a name of each.
 *
 * "Attribute Reference" of each page under https://registry.terraform.io/providers/hashicorp/aws/latest/docs
 * (read 2026-11-29).
 */
export interface Source {
  /** Of a data source with `data.` before it. */
  readonly type: string;
  /** Attributes that name it, the first one where a reference says none. */
  readonly by: readonly string[];
  /** Where the attribute names what AWS makes beside the resource: its name in `resource/attribute.ts`. */
  readonly made?: string;
}

export interface Noun {
  readonly name: string;
  /** What an id of it looks like; other texts in an expression are no ids. */
  readonly isId: RegExp;
  readonly sources: readonly Source[];
}

const noun = (name: string, isId: RegExp, ...sources: readonly Source[]): Noun => ({ name, isId, sources });
const of = (type: string, ...by: readonly string[]): Source => ({ type, by: ["id", ...by] });
const beside = (type: string, made: string, ...by: readonly string[]): Source => ({ type, by, made });

export const nouns = {
  vpc: noun("VPC", /^vpc-/, of("aws_vpc", "arn"), of("aws_default_vpc"), of("data.aws_vpc")),
  subnet: noun(
    "subnet",
    /^subnet-/,
    of("aws_subnet", "arn"),
    of("aws_default_subnet"),
    of("data.aws_subnet"),
  ),
  group: noun(
    "security group",
    /^sg-/,
    of("aws_security_group", "arn"),
    of("aws_default_security_group"),
    beside("aws_vpc", "DefaultSecurityGroup", "default_security_group_id"),
    beside("aws_default_vpc", "DefaultSecurityGroup", "default_security_group_id"),
    beside("aws_eks_cluster", "ClusterSecurityGroupId", "vpc_config.cluster_security_group_id"),
  ),
  table: noun(
    "route table",
    /^rtb-/,
    of("aws_route_table"),
    of("aws_default_route_table"),
    { type: "awscc_ec2_route_table", by: ["route_table_id", "id"] },
    beside("aws_vpc", "MainRouteTable", "default_route_table_id", "main_route_table_id"),
    beside("aws_default_vpc", "MainRouteTable", "default_route_table_id", "main_route_table_id"),
  ),
  acl: noun(
    "network ACL",
    /^acl-/,
    of("aws_network_acl"),
    of("aws_default_network_acl"),
    beside("aws_vpc", "DefaultNetworkAcl", "default_network_acl_id"),
    beside("aws_default_vpc", "DefaultNetworkAcl", "default_network_acl_id"),
  ),
  gateway: noun(
    "internet or VPN gateway",
    /^(?:igw|vgw|vpce)-/,
    of("aws_internet_gateway"),
    of("aws_vpn_gateway"),
  ),
  egressOnly: noun("egress-only internet gateway", /^eigw-/, of("aws_egress_only_internet_gateway")),
  nat: noun("NAT gateway", /^nat-/, of("aws_nat_gateway")),
  elasticIp: noun("elastic IP", /^eipalloc-/, of("aws_eip", "allocation_id")),
  peering: noun("peering connection", /^pcx-/, of("aws_vpc_peering_connection")),
  transitGateway: noun("transit gateway", /^tgw-/, of("aws_ec2_transit_gateway", "arn")),
  transitAttachment: noun(
    "transit gateway attachment",
    /^tgw-attach-/,
    of("aws_ec2_transit_gateway_vpc_attachment"),
    of("aws_ec2_transit_gateway_peering_attachment"),
    of("aws_ec2_transit_gateway_connect"),
    { type: "aws_vpn_connection", by: ["transit_gateway_attachment_id"] },
  ),
  transitTable: noun(
    "transit gateway route table",
    /^tgw-rtb-/,
    of("aws_ec2_transit_gateway_route_table"),
    beside(
      "aws_ec2_transit_gateway",
      "DefaultRouteTable",
      "association_default_route_table_id",
      "propagation_default_route_table_id",
    ),
  ),
  endpoint: noun("VPC endpoint", /^vpce-/, of("aws_vpc_endpoint", "arn")),
  prefixList: noun(
    "prefix list",
    /^pl-/,
    of("aws_ec2_managed_prefix_list", "arn"),
    of("data.aws_ec2_managed_prefix_list"),
    beside("aws_vpc_endpoint", "PrefixListId", "prefix_list_id"),
  ),
  instance: noun("instance", /^i-/, of("aws_instance", "arn")),
  interface: noun("network interface", /^eni-/, of("aws_network_interface"), {
    type: "aws_instance",
    by: ["primary_network_interface_id", "network_interface_id"],
  }),
  dhcpOptions: noun(
    "DHCP option set",
    /^dopt-/,
    of("aws_vpc_dhcp_options"),
    of("aws_default_vpc_dhcp_options"),
  ),
  zone: noun("hosted zone", /^Z[A-Z0-9]{6,}$/, { type: "aws_route53_zone", by: ["zone_id", "id"] }),
  resolverRule: noun("resolver rule", /^rslvr-rr-/, of("aws_route53_resolver_rule")),
  role: noun("role", /^arn:[^:]*:iam::/, { type: "aws_iam_role", by: ["arn", "name", "id"] }),
  profile: noun("instance profile", /^arn:[^:]*:iam::/, {
    type: "aws_iam_instance_profile",
    by: ["name", "arn", "id"],
  }),
  // A policy of the account that the configuration only looks up; AWS's own are known by their names.
  policy: noun(
    "policy",
    /^arn:[^:]*:iam::/,
    { type: "aws_iam_policy", by: ["arn", "id"] },
    { type: "data.aws_iam_policy", by: ["arn"] },
  ),
  policyDocument: noun("policy document", /^\s*\{/, {
    type: "data.aws_iam_policy_document",
    by: ["json", "minified_json"],
  }),
  launchTemplate: noun("launch template", /^lt-/, { type: "aws_launch_template", by: ["id", "name", "arn"] }),
  launchConfiguration: noun("launch configuration", /^\b$/, {
    type: "aws_launch_configuration",
    by: ["name", "id", "arn"],
  }),
  ecsCluster: noun("cluster", /^arn:[^:]*:ecs:/, { type: "aws_ecs_cluster", by: ["id", "arn", "name"] }),
  taskDefinition: noun("task definition", /^arn:[^:]*:ecs:/, {
    type: "aws_ecs_task_definition",
    by: ["arn", "family", "id", "arn_without_revision"],
  }),
  function: noun("function", /^arn:[^:]*:lambda:/, {
    type: "aws_lambda_function",
    by: ["arn", "function_name", "id", "qualified_arn", "invoke_arn"],
  }),
  eventSource: noun(
    "event source",
    /^arn:[^:]*:(?:kafka|mq|rds):/,
    { type: "aws_msk_cluster", by: ["arn", "id"] },
    { type: "aws_msk_serverless_cluster", by: ["arn", "id"] },
    { type: "aws_msk_vpc_connection", by: ["arn", "id"] },
    { type: "aws_mq_broker", by: ["arn", "id"] },
    { type: "aws_docdb_cluster", by: ["arn", "id"] },
  ),
  documentSubnetGroup: noun("subnet group", /^\b$/, {
    type: "aws_docdb_subnet_group",
    by: ["name", "id", "arn"],
  }),
  repository: noun("repository", /\.dkr\.ecr\./, {
    type: "aws_ecr_repository",
    by: ["repository_url", "arn", "name"],
  }),
  secret: noun(
    "secret",
    /^arn:[^:]*:secretsmanager:/,
    { type: "aws_secretsmanager_secret", by: ["arn", "id", "name"] },
    { type: "aws_secretsmanager_secret_version", by: ["arn", "secret_id"] },
  ),
  parameter: noun("parameter", /^arn:[^:]*:ssm:/, { type: "aws_ssm_parameter", by: ["arn", "name", "id"] }),
  logGroup: noun("log group", /^arn:[^:]*:logs:/, {
    type: "aws_cloudwatch_log_group",
    by: ["name", "id", "arn"],
  }),
  eksCluster: noun("cluster", /^arn:[^:]*:eks:/, { type: "aws_eks_cluster", by: ["name", "id", "arn"] }),
} as const satisfies Readonly<Record<string, Noun>>;
