// What types of Terraform come to, where its words are others than CloudFormation's.
import { describe, expect, it } from "vitest";
import {
  clues,
  entries,
  interfaces,
  places,
  plain,
  routes,
  row,
  rules,
  told,
} from "../cloudformation/resource/read.ts";
import { ground, planOf, read, readJson, vpcId } from "./plan.ts";
import type { Block } from "./plan.ts";

const subnet: Block = {
  block: "aws_subnet.a",
  values: { cidr_block: "10.0.0.0/24", availability_zone: "eu-west-1a" },
  refs: vpcId,
};
const table: Block = { block: "aws_route_table.a", refs: vpcId };
const nat: Block = { block: "aws_nat_gateway.a", refs: { subnet_id: ["aws_subnet.a.id"] } };
const group = (name: string, more: Partial<Block> = {}): Block => ({
  block: `aws_security_group.${name}`,
  values: { name },
  refs: vpcId,
  ...more,
});

describe("routes", () => {
  it("are one, written in the table and beside it", () => {
    const inside = read(...ground, subnet, nat, {
      ...table,
      values: { route: [{ cidr_block: "0.0.0.0/0", gateway_id: "", ipv6_cidr_block: "" }] },
      refs: { ...vpcId, route: ["aws_nat_gateway.a.id"] },
      unknown: { route: [{ nat_gateway_id: true }] },
    });
    const beside = read(...ground, subnet, nat, table, {
      block: "aws_route.r",
      values: { destination_cidr_block: "0.0.0.0/0" },
      refs: { route_table_id: ["aws_route_table.a.id"], nat_gateway_id: ["aws_nat_gateway.a.id"] },
    });
    const shown = (reading: typeof inside) => routes(row(reading, "routeTables", "aws_route_table.a"));
    expect(shown(inside)).toEqual([
      "10.0.0.0/16 -> local local",
      "0.0.0.0/0 -> nat-gateway aws_nat_gateway.a",
    ]);
    expect(shown(beside)).toEqual(shown(inside));
  });

  it("lead each to its own kind of gateway, though all references of the table are listed as one", () => {
    const reading = read(
      ...ground,
      subnet,
      nat,
      { block: "aws_internet_gateway.g", refs: vpcId },
      {
        ...table,
        values: { route: [{ cidr_block: "0.0.0.0/0" }, { cidr_block: "8.8.8.0/24" }] },
        refs: { ...vpcId, route: ["aws_internet_gateway.g.id", "aws_nat_gateway.a.id"] },
        unknown: { route: [{ nat_gateway_id: true }, { gateway_id: true }] },
      },
    );
    expect(routes(row(reading, "routeTables", "aws_route_table.a"))?.slice(1)).toEqual([
      "0.0.0.0/0 -> nat-gateway aws_nat_gateway.a",
      "8.8.8.0/24 -> internet-gateway aws_internet_gateway.g",
    ]);
  });

  it("are gone where the plan takes them away, though the table goes on showing them", () => {
    const stood: readonly Block[] = [
      { block: "aws_vpc.a", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      {
        block: "aws_route_table.a",
        values: {
          id: "rtb-1",
          vpc_id: "vpc-1",
          route: [
            { cidr_block: "0.0.0.0/0", nat_gateway_id: "nat-1" },
            { cidr_block: "192.168.0.0/16", gateway_id: "vgw-1" },
          ],
        },
      },
      { block: "aws_nat_gateway.a", values: { id: "nat-1", subnet_id: "subnet-1" } },
      {
        block: "aws_route.r",
        values: {
          id: "r-1",
          route_table_id: "rtb-1",
          destination_cidr_block: "0.0.0.0/0",
          nat_gateway_id: "nat-1",
        },
      },
    ];
    const plan = planOf(stood.slice(0, 2), stood);
    const of = (side: "before" | "after") =>
      routes(row(readJson({ "p.json": plan }, { side }), "routeTables", "aws_route_table.a"));
    expect(of("after")).toEqual(["10.0.0.0/16 -> local local", "192.168.0.0/16 -> vpn-gateway vgw-1"]);
    expect(of("before")).toContain("0.0.0.0/0 -> nat-gateway aws_nat_gateway.a");
  });

  it("of the main table are those of the resource that takes it over", () => {
    const reading = read(...ground, {
      block: "aws_default_route_table.main",
      values: { route: [] },
      refs: { default_route_table_id: ["aws_vpc.a.default_route_table_id"], route: null },
    });
    expect([...reading.network.routeTables.values()].map(({ id, main, vpc }) => [id, main, vpc])).toEqual([
      ["aws_default_route_table.main", true, "aws_vpc.a"],
    ]);
  });

  it("of the main table are those of another one that is made main", () => {
    const reading = read(...ground, table, {
      block: "aws_main_route_table_association.m",
      refs: { ...vpcId, route_table_id: ["aws_route_table.a.id"] },
    });
    expect([...reading.network.routeTables.values()].filter(({ main }) => main).map(({ id }) => id)).toEqual([
      "aws_route_table.a",
    ]);
  });

  it("lead to an instance by its interface", () => {
    const reading = read(
      ...ground,
      subnet,
      table,
      {
        block: "aws_instance.nat",
        values: { ami: "ami-1", source_dest_check: false },
        refs: { ami: null, source_dest_check: null, subnet_id: ["aws_subnet.a.id"] },
      },
      {
        block: "aws_route.r",
        values: { destination_cidr_block: "0.0.0.0/0" },
        refs: {
          route_table_id: ["aws_route_table.a.id"],
          network_interface_id: ["aws_instance.nat.primary_network_interface_id"],
        },
      },
    );
    expect(routes(row(reading, "routeTables", "aws_route_table.a"))).toContain(
      "0.0.0.0/0 -> instance aws_instance.nat",
    );
  });
});

describe("security groups", () => {
  it("let nothing out by themselves", () => {
    expect(rules(row(read(...ground, group("a")), "securityGroups", "aws_security_group.a").egress)).toEqual(
      [],
    );
  });

  it("have the same rules in all three forms", () => {
    const inline = read(
      ...ground,
      group("b"),
      group("a", {
        values: {
          name: "a",
          ingress: [
            {
              from_port: 443,
              to_port: 443,
              protocol: "tcp",
              cidr_blocks: ["10.0.0.0/16", "10.1.0.0/16"],
              ipv6_cidr_blocks: [],
              prefix_list_ids: [],
              self: true,
            },
          ],
          egress: [],
        },
        refs: { ...vpcId, ingress: ["aws_security_group.b.id"], egress: null },
        unknown: { ingress: [{ security_groups: true }] },
      }),
    );
    const common = { type: "ingress", from_port: 443, to_port: 443, protocol: "tcp" };
    const toGroup = { security_group_id: ["aws_security_group.a.id"] };
    const older = read(
      ...ground,
      group("a"),
      group("b"),
      {
        block: "aws_security_group_rule.cidr",
        values: { ...common, cidr_blocks: ["10.0.0.0/16", "10.1.0.0/16"], self: false },
        refs: toGroup,
      },
      {
        block: "aws_security_group_rule.other",
        values: { ...common, self: false },
        refs: { ...toGroup, source_security_group_id: ["aws_security_group.b.id"] },
      },
      { block: "aws_security_group_rule.self", values: { ...common, self: true }, refs: toGroup },
    );
    const newer = read(
      ...ground,
      group("a"),
      group("b"),
      {
        block: "aws_vpc_security_group_ingress_rule.cidr",
        keyed: ["10.0.0.0/16", "10.1.0.0/16"].map((cidr_ipv4) => ({
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
          cidr_ipv4,
        })),
        refs: toGroup,
      },
      {
        block: "aws_vpc_security_group_ingress_rule.other",
        values: { ip_protocol: "tcp", from_port: 443, to_port: 443 },
        refs: { ...toGroup, referenced_security_group_id: ["aws_security_group.b.id"] },
      },
      {
        block: "aws_vpc_security_group_ingress_rule.self",
        values: { ip_protocol: "tcp", from_port: 443, to_port: 443 },
        refs: { ...toGroup, referenced_security_group_id: ["aws_security_group.a.id"] },
      },
    );
    const shown = (reading: typeof inline) =>
      rules(row(reading, "securityGroups", "aws_security_group.a").ingress);
    expect(shown(inline)).toEqual([
      "tcp 443 10.0.0.0/16",
      "tcp 443 10.1.0.0/16",
      "tcp 443 security-group aws_security_group.b",
      "tcp 443 security-group aws_security_group.a",
    ]);
    expect(shown(older)).toEqual(shown(inline));
    expect(shown(newer)).toEqual(shown(inline));
  });

  it("lose the rules beside them that the plan takes away", () => {
    const stood: readonly Block[] = [
      { block: "aws_vpc.a", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      {
        block: "aws_security_group.a",
        values: {
          id: "sg-1",
          name: "a",
          vpc_id: "vpc-1",
          egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
          ingress: [],
        },
      },
      {
        block: "aws_vpc_security_group_egress_rule.r",
        values: { id: "sgr-1", security_group_id: "sg-1", ip_protocol: "-1", cidr_ipv4: "0.0.0.0/0" },
      },
    ];
    const { egress } = row(
      readJson({ "p.json": planOf(stood.slice(0, 2), stood) }),
      "securityGroups",
      "aws_security_group.a",
    );
    expect(rules(egress)).toEqual([]);
  });

  it("take over the default one of a VPC, and all that names it", () => {
    const reading = read(
      ...ground,
      subnet,
      {
        block: "aws_default_security_group.d",
        values: { ingress: [], egress: [] },
        refs: { ...vpcId, ingress: null, egress: null },
      },
      {
        block: "aws_vpc_endpoint.e",
        values: { service_name: "com.amazonaws.eu-west-1.ssm", vpc_endpoint_type: "Interface" },
        refs: { ...vpcId, subnet_ids: ["aws_subnet.a.id"] },
        unknown: { security_group_ids: true },
      },
    );
    expect([...reading.network.securityGroups.keys()]).toEqual(["aws_default_security_group.d"]);
    expect(plain(row(reading, "vpcEndpoints", "aws_vpc_endpoint.e").groups)).toEqual([
      "aws_default_security_group.d",
    ]);
  });
});

describe("network ACLs", () => {
  it("have entries of both forms, and take over the default one", () => {
    const entry = {
      protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_block: "10.0.0.0/16",
      icmp_type: 0,
      icmp_code: 0,
    };
    const reading = read(
      ...ground,
      {
        block: "aws_default_network_acl.d",
        values: { ingress: [{ ...entry, rule_no: 10, action: "allow" }], egress: [] },
        refs: { default_network_acl_id: ["aws_vpc.a.default_network_acl_id"], ingress: null, egress: null },
      },
      {
        block: "aws_network_acl_rule.r",
        values: { ...entry, rule_number: 20, rule_action: "deny", egress: true },
        refs: { network_acl_id: ["aws_default_network_acl.d.id"] },
      },
      {
        block: "aws_network_acl_rule.ping",
        values: {
          protocol: "icmp",
          icmp_type: 8,
          icmp_code: 0,
          from_port: 0,
          to_port: 0,
          cidr_block: "10.0.0.0/16",
          rule_number: 30,
          rule_action: "allow",
          egress: false,
        },
        refs: { network_acl_id: ["aws_default_network_acl.d.id"] },
      },
    );
    const acls = [...reading.network.networkAcls.values()];
    expect(acls.map(({ id, isDefault }) => [id, isDefault])).toEqual([["aws_default_network_acl.d", true]]);
    expect(acls[0] && entries(acls[0].entries)).toEqual([
      "10 ingress allow tcp 443 10.0.0.0/16",
      "20 egress deny tcp 443 10.0.0.0/16",
      "30 ingress allow icmp type 8 code 0 10.0.0.0/16",
    ]);
  });
});

describe("endpoints", () => {
  const gateway: Block = {
    block: "aws_vpc_endpoint.s3",
    values: { service_name: "com.amazonaws.eu-west-1.s3", vpc_endpoint_type: "Gateway" },
    refs: vpcId,
    unknown: { route_table_ids: true, policy: true, private_dns_enabled: true },
  };
  const policy = JSON.stringify({
    Statement: [{ Effect: "Deny", Principal: "*", Action: "*", Resource: "*" }],
  });

  it("have what associations and policies add", () => {
    const reading = read(
      ...ground,
      table,
      gateway,
      {
        block: "aws_vpc_endpoint_route_table_association.a",
        refs: { vpc_endpoint_id: ["aws_vpc_endpoint.s3.id"], route_table_id: ["aws_route_table.a.id"] },
      },
      {
        block: "aws_vpc_endpoint_policy.p",
        values: { policy },
        refs: { vpc_endpoint_id: ["aws_vpc_endpoint.s3.id"] },
      },
    );
    const endpoint = row(reading, "vpcEndpoints", "aws_vpc_endpoint.s3");
    expect(plain(endpoint.routeTables)).toEqual(["aws_route_table.a"]);
    expect(told(endpoint.policy, ({ kind }) => kind)).toBe("document");
  });

  it("have private DNS as nobody wrote it: that is not known before it is there", () => {
    expect(
      plain(row(read(...ground, gateway), "vpcEndpoints", "aws_vpc_endpoint.s3").privateDnsEnabled),
    ).toBe("? private_dns_enabled of aws_vpc_endpoint.s3, which the plan leaves to AWS");
  });

  it.each([
    { replace: true, expected: ["aws_security_group.g"] },
    { replace: false, expected: ["aws_vpc.a.default", "aws_security_group.g"] },
  ])("keep the default group unless an association replaces it ($replace)", ({ replace, expected }) => {
    const reading = read(
      ...ground,
      group("g"),
      {
        block: "aws_vpc_endpoint.ssm",
        values: { service_name: "com.amazonaws.eu-west-1.ssm", vpc_endpoint_type: "Interface" },
        refs: vpcId,
        unknown: { security_group_ids: true },
      },
      {
        block: "aws_vpc_endpoint_security_group_association.x",
        values: { replace_default_association: replace },
        refs: {
          vpc_endpoint_id: ["aws_vpc_endpoint.ssm.id"],
          security_group_id: ["aws_security_group.g.id"],
        },
      },
    );
    expect(plain(row(reading, "vpcEndpoints", "aws_vpc_endpoint.ssm").groups)).toEqual(expected);
  });

  it("have a prefix list that rules may name before it is there", () => {
    const reading = read(...ground, gateway, group("a"), {
      block: "aws_vpc_security_group_egress_rule.r",
      values: { ip_protocol: "tcp", from_port: 443, to_port: 443 },
      refs: {
        security_group_id: ["aws_security_group.a.id"],
        prefix_list_id: ["aws_vpc_endpoint.s3.prefix_list_id"],
      },
    });
    expect(rules(row(reading, "securityGroups", "aws_security_group.a").egress)).toEqual([
      "tcp 443 prefix-list pl-com.amazonaws.eu-west-1.s3",
    ]);
  });
});

describe("at the edge of a VPC", () => {
  it("regional NAT gateways stand in the VPC", () => {
    const reading = read(...ground, {
      block: "aws_nat_gateway.r",
      values: { availability_mode: "regional", connectivity_type: "public" },
      refs: vpcId,
    });
    expect(row(reading, "natGateways", "aws_nat_gateway.r")).toMatchObject({
      availability: "regional",
      vpc: { known: true, value: "aws_vpc.a" },
    });
  });

  it.each([
    { accepter: [], status: "pending-acceptance" },
    {
      accepter: [
        {
          block: "aws_vpc_peering_connection_accepter.x",
          values: { auto_accept: true },
          refs: { vpc_peering_connection_id: ["aws_vpc_peering_connection.p.id"] },
        },
      ],
      status: "active",
    },
  ])("a peering connection is $status", ({ accepter, status }) => {
    const reading = read(
      ...ground,
      {
        block: "aws_vpc_peering_connection.p",
        values: { peer_vpc_id: "vpc-9", peer_owner_id: "123456789012" },
        refs: vpcId,
      },
      ...accepter,
    );
    expect(row(reading, "peerings", "aws_vpc_peering_connection.p").status).toBe(status);
  });

  it("a managed prefix list has entries of both forms", () => {
    const reading = read(
      {
        block: "aws_ec2_managed_prefix_list.l",
        values: { name: "l", entry: [{ cidr: "10.0.0.0/8" }] },
        refs: { entry: null },
      },
      {
        block: "aws_ec2_managed_prefix_list_entry.e",
        values: { cidr: "192.168.0.0/16" },
        refs: { prefix_list_id: ["aws_ec2_managed_prefix_list.l.id"] },
      },
    );
    expect(
      told(row(reading, "prefixLists", "aws_ec2_managed_prefix_list.l").entries, (all) =>
        all.map(({ text }) => text),
      ),
    ).toEqual(["10.0.0.0/8", "192.168.0.0/16"]);
  });

  it("an attachment to a transit gateway leaves its default tables where it says so", () => {
    const reading = read(
      ...ground,
      subnet,
      { block: "aws_ec2_transit_gateway.t", values: { default_route_table_association: "enable" } },
      {
        block: "aws_ec2_transit_gateway_vpc_attachment.v",
        values: { transit_gateway_default_route_table_association: false },
        refs: {
          ...vpcId,
          transit_gateway_id: ["aws_ec2_transit_gateway.t.id"],
          subnet_ids: ["aws_subnet.a.id"],
        },
      },
    );
    expect(
      plain(
        row(reading, "transitGatewayAttachments", "aws_ec2_transit_gateway_vpc_attachment.v").association,
      ),
    ).toBe("none");
  });
});

describe("what leads beyond a VPC", () => {
  const transit: readonly Block[] = [
    { block: "aws_ec2_transit_gateway.t", values: { default_route_table_propagation: "enable" } },
    {
      block: "aws_ec2_transit_gateway_route_table.r",
      refs: { transit_gateway_id: ["aws_ec2_transit_gateway.t.id"] },
    },
  ];
  const inTable = { transit_gateway_route_table_id: ["aws_ec2_transit_gateway_route_table.r.id"] };
  const routesIn = (reading: ReturnType<typeof read>, id: string) =>
    told(row(reading, "transitGatewayRouteTables", id).routes, (all) =>
      all.map(({ destination, attachment }) => [
        destination.known ? destination.value.kind : destination.fact,
        attachment?.known === true ? attachment.value : attachment?.fact,
      ]),
    );

  it("is the attachment of a VPN connection, which a data source looks up while it is applied", () => {
    const reading = read(
      ...transit,
      { block: "aws_vpn_connection.v", refs: { transit_gateway_id: ["aws_ec2_transit_gateway.t.id"] } },
      {
        block: "data.aws_ec2_transit_gateway_vpn_attachment.v",
        keyed: [],
        refs: { vpn_connection_id: ["aws_vpn_connection.v.id"] },
      },
      {
        block: "aws_ec2_transit_gateway_route_table_propagation.p",
        refs: {
          ...inTable,
          transit_gateway_attachment_id: ["data.aws_ec2_transit_gateway_vpn_attachment.v.id"],
        },
      },
    );
    expect(routesIn(reading, "aws_ec2_transit_gateway_route_table.r")).toEqual([
      ["routes that aws_vpn_connection.v propagates", "aws_vpn_connection.v"],
    ]);
  });

  it("is Direct Connect, which tells a transit gateway of routes that no plan has", () => {
    const reading = read(
      ...transit,
      {
        block: "aws_dx_gateway_association.d",
        refs: { associated_gateway_id: ["aws_ec2_transit_gateway.t.id"] },
      },
      { block: "aws_vpn_gateway.g", refs: vpcId },
      ...ground,
      { block: "aws_dx_gateway_association.g", refs: { associated_gateway_id: ["aws_vpn_gateway.g.id"] } },
    );
    expect(
      [...reading.network.transitGatewayAttachments.values()].map(({ id, resource }) => [id, resource]),
    ).toEqual([["aws_dx_gateway_association.d", "direct-connect-gateway"]]);
    const [table] = reading.network.transitGatewayRouteTables.keys();
    expect(routesIn(reading, table ?? "")).toEqual([
      ["routes that aws_dx_gateway_association.d propagates", "aws_dx_gateway_association.d"],
    ]);
  });

  it("is a prefix list in the table of a transit gateway", () => {
    const reading = read(
      ...ground,
      subnet,
      ...transit,
      { block: "aws_ec2_managed_prefix_list.l", values: { name: "l", entry: [{ cidr: "10.0.0.0/8" }] } },
      {
        block: "aws_ec2_transit_gateway_vpc_attachment.v",
        refs: {
          ...vpcId,
          transit_gateway_id: ["aws_ec2_transit_gateway.t.id"],
          subnet_ids: ["aws_subnet.a.id"],
        },
      },
      {
        block: "aws_ec2_transit_gateway_prefix_list_reference.p",
        refs: {
          ...inTable,
          prefix_list_id: ["aws_ec2_managed_prefix_list.l.id"],
          transit_gateway_attachment_id: ["aws_ec2_transit_gateway_vpc_attachment.v.id"],
        },
      },
    );
    expect(routesIn(reading, "aws_ec2_transit_gateway_route_table.r")).toEqual([
      ["prefix-list", "aws_ec2_transit_gateway_vpc_attachment.v"],
    ]);
  });

  it("is a route server, whose routes a plan does not tell", () => {
    const reading = read(...ground, table, {
      block: "aws_vpc_route_server_propagation.p",
      refs: { route_table_id: ["aws_route_table.a.id"] },
    });
    expect(routes(row(reading, "routeTables", "aws_route_table.a"))?.[1]).toMatch(
      /routes that aws_vpc_route_server_propagation\.p brings/,
    );
  });

  it.each([
    ["aws_vpc_peering_connection_options", /leads nothing another way/],
    ["aws_dx_gateway", /outside AWS/],
    ["aws_customer_gateway", /outside AWS/],
    ["aws_ec2_transit_gateway_policy_table", /not read, though it may route traffic/],
    ["aws_s3_bucket", /no part in the network/],
  ])("is named where it is not read: %s", (type, reason) => {
    expect(places(read(...ground, { block: `${type}.x`, values: {} }))).toEqual([
      expect.stringMatching(reason) as string,
    ]);
  });

  it("is a profile of Route 53, which may answer for any name", () => {
    const reading = read(...ground, {
      block: "aws_route53profiles_association.p",
      values: { profile_id: "rp-1" },
      refs: { resource_id: ["aws_vpc.a.id"] },
    });
    expect([...(reading.network.gaps.get("plan" as never)?.keys() ?? [])]).toEqual([
      "hostedZones",
      "resolverRules",
      "dnsFirewalls",
    ]);
  });
});

describe("roles", () => {
  it("have the policies of every kind of attachment", () => {
    const document = (action: string) =>
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] });
    const reading = read(
      { block: "aws_iam_role.r", values: { name: "r" } },
      {
        block: "aws_iam_role_policy_attachment.a",
        values: { role: "r", policy_arn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
      },
      {
        block: "aws_iam_policy_attachment.b",
        values: { roles: ["r"], policy_arn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
      },
      { block: "aws_iam_policy.p", values: { policy: document("sqs:*") } },
      {
        block: "aws_iam_role_policy_attachment.c",
        values: { role: "r" },
        refs: { policy_arn: ["aws_iam_policy.p.arn"] },
      },
      { block: "aws_iam_role_policy.d", values: { role: "r", policy: document("kms:*") } },
    );
    const role = row(reading, "roles", "aws_iam_role.r");
    expect(told(role.managedPolicies, (all) => all.map((name) => name.split("/").at(-1)))).toEqual([
      "AmazonSSMManagedInstanceCore",
      "AmazonS3ReadOnlyAccess",
    ]);
    expect(told(role.documents, (all) => all.length)).toBe(2);
  });
});

describe("workloads", () => {
  const role: Block = { block: "aws_iam_role.r", values: { name: "r" } };

  it("are instances with the groups that are attached to them, and the platform of their image", () => {
    const reading = read(
      ...ground,
      subnet,
      group("a"),
      group("b"),
      { block: "data.aws_ami.linux", values: { id: "ami-1", name: "al2023-ami-2023.1" } },
      {
        block: "aws_instance.i",
        values: { ami: "ami-1", associate_public_ip_address: true },
        refs: {
          ami: ["data.aws_ami.linux.id"],
          associate_public_ip_address: null,
          subnet_id: ["aws_subnet.a.id"],
          vpc_security_group_ids: ["aws_security_group.a.id"],
        },
      },
      {
        block: "aws_network_interface_sg_attachment.x",
        refs: {
          security_group_id: ["aws_security_group.b.id"],
          network_interface_id: ["aws_instance.i.primary_network_interface_id"],
        },
      },
    );
    expect(interfaces(reading)).toEqual({
      "aws_instance.i@aws_subnet.a":
        "aws_vpc.a/aws_subnet.a aws_security_group.a+aws_security_group.b any public linux",
    });
  });

  it("are functions, services and node groups", () => {
    const inVpc = { subnet_ids: ["aws_subnet.a.id"] };
    const reading = read(
      ...ground,
      subnet,
      group("a"),
      role,
      {
        block: "aws_lambda_function.f",
        values: { function_name: "f", vpc_config: [{}], environment: [{ variables: { TABLE: "t" } }] },
        refs: { role: ["aws_iam_role.r.arn"] },
        unknown: { vpc_config: [{ subnet_ids: true, security_group_ids: true }] },
      },
      { block: "aws_ecs_cluster.c", values: { name: "c" } },
      {
        block: "aws_ecs_task_definition.t",
        values: {
          family: "t",
          container_definitions: JSON.stringify([
            {
              image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
              logConfiguration: { logDriver: "awslogs" },
            },
          ]),
        },
        refs: { task_role_arn: ["aws_iam_role.r.arn"] },
      },
      {
        block: "aws_ecs_service.s",
        values: { name: "s", launch_type: "FARGATE", network_configuration: [{ assign_public_ip: false }] },
        refs: { cluster: ["aws_ecs_cluster.c.id"], task_definition: ["aws_ecs_task_definition.t.arn"] },
        unknown: { network_configuration: [{ subnets: true, security_groups: true }] },
      },
      {
        block: "aws_eks_cluster.k",
        values: { name: "k", vpc_config: [{}] },
        unknown: { vpc_config: [{ subnet_ids: true }] },
      },
      {
        block: "aws_eks_node_group.n",
        values: { node_group_name: "n", cluster_name: "k", ami_type: "AL2_x86_64" },
        refs: { ...inVpc, node_role_arn: ["aws_iam_role.r.arn"] },
      },
    );
    expect([...reading.network.workloads.values()].map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      "aws_lambda_function.f lambda",
      "aws_ecs_service.s ecs-service",
      "aws_eks_node_group.n eks-nodegroup",
    ]);
    expect(clues(reading, "aws_ecs_service.s")).toContain(
      "image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/app:1",
    );
    expect(plain(row(reading, "workloads", "aws_eks_node_group.n").roles)).toEqual(["aws_iam_role.r"]);
  });

  it("are whatever else is put into subnets, of which nothing but that is read", () => {
    const reading = read(...ground, subnet, {
      block: "aws_new_thing.x",
      values: { password: "hunter2" },
      refs: { subnet_ids: ["aws_subnet.a.id"] },
    });
    expect(interfaces(reading)).toHaveProperty(["aws_new_thing.x@aws_subnet.a"]);
    expect(places(reading)).toEqual(["aws_new_thing.x: read as interfaces alone: what it calls is unknown"]);
    expect(plain(row(reading, "workloads", "aws_new_thing.x").roles)).toMatch(/^\? what aws_new_thing\.x/);
  });
});

describe("clients that are not read", () => {
  it.each(["aws_dms_replication_instance", "aws_elastic_beanstalk_environment", "aws_workspaces_workspace"])(
    "leave the workloads of the file incomplete: %s",
    (type) => {
      const reading = read(...ground, subnet, { block: `${type}.x`, values: {} });
      expect(reading.network.gaps.get("plan" as never)?.get("workloads")?.fact).toMatch(`what ${type}.x`);
      expect(places(reading)[0]).toMatch(/runs clients that are not read/);
    },
  );

  it("are found by their subnets in whatever block those stand", () => {
    const reading = read(...ground, subnet, {
      block: "aws_scheduler_schedule.x",
      values: { target: [{ ecs_parameters: [{ network_configuration: [{ subnets: ["subnet-1"] }] }] }] },
    });
    expect(interfaces(reading)).toHaveProperty(["aws_scheduler_schedule.x@subnet-1"]);
  });
});

describe("the setting of Default Host Management", () => {
  it("is that of the account, by its path or its ARN", () => {
    const path = "/ssm/managed-instance/default-ec2-instance-management-role";
    const reading = read(...ground, {
      block: "aws_ssm_service_setting.s",
      values: {
        setting_id: `arn:aws:ssm:eu-west-1:123456789012:servicesetting${path}`,
        setting_value: "service-role/Default",
      },
    });
    expect(
      [...reading.network.serviceSettings.values()].map(({ settingId, value }) => [settingId, value]),
    ).toEqual([[path, { known: true, value: "service-role/Default" }]]);
  });
});

describe("DNS", () => {
  it("has zones of VPCs associated in both ways, and names within the zone", () => {
    const reading = read(
      ...ground,
      { block: "aws_vpc.b", values: { cidr_block: "10.1.0.0/16" }, refs: { cidr_block: null } },
      {
        block: "aws_route53_zone.z",
        values: { name: "corp.example", vpc: [{}] },
        refs: { vpc: ["aws_vpc.a.id"] },
        unknown: { vpc: [{ vpc_id: true }] },
      },
      {
        block: "aws_route53_zone_association.b",
        refs: { zone_id: ["aws_route53_zone.z.zone_id"], vpc_id: ["aws_vpc.b.id"] },
      },
      {
        block: "aws_route53_record.r",
        values: { name: "db", type: "A", records: ["10.0.0.9"] },
        refs: { zone_id: ["aws_route53_zone.z.zone_id"] },
      },
    );
    const zone = row(reading, "hostedZones", "aws_route53_zone.z");
    expect(plain(zone.vpcs)).toEqual(["aws_vpc.a", "aws_vpc.b"]);
    expect(told(zone.records, (all) => all.map(({ name }) => name))).toEqual(["db.corp.example"]);
  });
});
