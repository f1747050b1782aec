// Which instance an argument means that is known only once it is applied.
import { describe, expect, it } from "vitest";
import { known } from "../../../src/model/known.ts";
import type { Unknown } from "../../../src/model/known.ts";
import { ask } from "../../reach/ask.ts";
import { plain, row, routes, told } from "../cloudformation/resource/read.ts";
import { ground, planOf, read, readJson, vpcId } from "./plan.ts";
import type { Block, Call } from "./plan.ts";

const zones = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];
const subnets = (name: string, first: number, more: Partial<Block> = {}): Block => ({
  block: `aws_subnet.${name}`,
  keyed: zones.map((zone, index) => ({
    cidr_block: `10.0.${first + index}.0/24`,
    availability_zone: zone,
    tags: { Name: `main-${name}-${zone}` },
  })),
  refs: vpcId,
  ...more,
});

/** As terraform-aws-modules/vpc writes it: locals for the VPC, `element(…, count.index)` for all else. */
function vpcModule(nats: number): readonly (Block | Call)[] {
  const inside = { in: "module.vpc" } as const;
  const vpc_id = ["local.vpc_id"];
  const many = (count: number) => Array.from({ length: count }, () => ({}));
  return [
    {
      call: "module.vpc",
      outputs: {
        vpc_id: ["aws_vpc.this[0].id"],
        private_subnets: ["aws_subnet.private"],
        private_route_table_ids: ["aws_route_table.private"],
      },
    },
    {
      ...inside,
      block: "aws_vpc.this",
      keyed: [{ cidr_block: "10.0.0.0/16" }],
      refs: { cidr_block: ["var.cidr"] },
    },
    { ...subnets("private", 0, inside), refs: { vpc_id } },
    { ...subnets("public", 10, inside), refs: { vpc_id } },
    { ...inside, block: "aws_internet_gateway.this", keyed: [{}], refs: { vpc_id } },
    {
      ...inside,
      block: "aws_nat_gateway.this",
      keyed: many(nats),
      refs: { subnet_id: ["aws_subnet.public", "var.single_nat_gateway", "count.index"] },
    },
    { ...inside, block: "aws_route_table.private", keyed: many(nats), refs: { vpc_id } },
    {
      ...inside,
      block: "aws_route.private_nat_gateway",
      keyed: Array.from({ length: nats }, () => ({ destination_cidr_block: "0.0.0.0/0" })),
      refs: {
        route_table_id: ["aws_route_table.private", "count.index"],
        nat_gateway_id: ["aws_nat_gateway.this", "count.index"],
      },
    },
    {
      ...inside,
      block: "aws_route_table_association.private",
      keyed: many(3),
      refs: {
        subnet_id: ["aws_subnet.private", "count.index"],
        route_table_id: ["aws_route_table.private", "var.single_nat_gateway", "count.index"],
      },
    },
  ];
}

describe("count and element", () => {
  it("leads each table to the NAT gateway of its own index", () => {
    const reading = read(...vpcModule(3));
    expect(
      [0, 1, 2].map((index) => {
        const table = row(reading, "routeTables", `module.vpc.aws_route_table.private[${index}]`);
        return [table.subnets, routes(table)?.[1]];
      }),
    ).toEqual(
      [0, 1, 2].map((index) => [
        [`module.vpc.aws_subnet.private[${index}]`],
        `0.0.0.0/0 -> nat-gateway module.vpc.aws_nat_gateway.this[${index}]`,
      ]),
    );
    const nat = row(reading, "natGateways", "module.vpc.aws_nat_gateway.this[1]");
    expect(told(nat.subnet, (id) => id)).toBe("module.vpc.aws_subnet.public[1]");
  });

  it("leads every subnet to the one table there is", () => {
    const table = row(read(...vpcModule(1)), "routeTables", "module.vpc.aws_route_table.private[0]");
    expect(table.subnets).toHaveLength(3);
  });

  it("takes the zone where there are more of one than of the other", () => {
    const tables = zones.slice(0, 2).map((zone) => ({ tags: { Name: `main-private-${zone}` } }));
    const reading = read(
      ...ground,
      subnets("private", 0),
      { block: "aws_route_table.private", keyed: tables, refs: vpcId },
      {
        block: "aws_route_table_association.private",
        keyed: [{}, {}, {}],
        refs: {
          subnet_id: ["aws_subnet.private", "count.index"],
          route_table_id: ["aws_route_table.private", "count.index"],
        },
      },
    );
    expect(row(reading, "routeTables", "aws_route_table.private[1]").subnets).toEqual([
      "aws_subnet.private[1]",
    ]);
    const third = row(reading, "routeTables", "aws_route_table_association.private[2]");
    expect(third.subnets).toEqual(["aws_subnet.private[2]"]);
    expect(routes(third)).toBe(
      "? route_table_id of aws_route_table_association.private[2], which is any of aws_route_table.private[0], aws_route_table.private[1]",
    );
  });
});

const takenIn = ({ assumed = [] }: { readonly assumed?: readonly Unknown[] }) =>
  assumed.map(({ fact }) => fact);

describe("what the plan does not prove", () => {
  const inside = { in: "module.vpc" } as const;
  const published: readonly Block[] = [
    { ...inside, block: "aws_route_table.public", keyed: [{}], refs: { vpc_id: ["local.vpc_id"] } },
    {
      ...inside,
      block: "aws_route.public",
      keyed: [{ destination_cidr_block: "0.0.0.0/0" }],
      refs: {
        route_table_id: ["aws_route_table.public[0].id"],
        gateway_id: ["aws_internet_gateway.this[0].id"],
      },
    },
    {
      ...inside,
      block: "aws_route_table_association.public",
      keyed: [{}, {}, {}],
      refs: {
        subnet_id: ["aws_subnet.public", "count.index"],
        route_table_id: ["aws_route_table.public", "count.index"],
      },
    },
  ];

  it("is listed with each answer that rests on it, and is unknown where that is asked for", () => {
    const { network } = read(...vpcModule(3), ...published);
    const asked = { from: "module.vpc.aws_subnet.private[0]", to: "example.com" };
    const { verdict, assumptions } = ask(network, asked);
    expect(verdict).toBe("reachable");
    expect(assumptions.map(({ fact }) => fact)).toEqual(
      expect.arrayContaining([
        "subnet_id of module.vpc.aws_route_table_association.private picks the one of the same index",
        "nat_gateway_id of module.vpc.aws_route.private_nat_gateway picks the one of the same index",
        "subnet_id of module.vpc.aws_nat_gateway.this picks the one of the same index",
      ]),
    );
    expect(ask(network, { ...asked, more: { strict: true } }).verdict).toBe("unknown");
  });

  it("is nothing of a table and a NAT gateway that are the only ones", () => {
    const { network } = read(...vpcModule(1), ...published);
    const { assumptions } = ask(network, { from: "module.vpc.aws_subnet.private[0]", to: "example.com" });
    expect(assumptions.map(({ fact }) => fact)).toEqual([
      "subnet_id of module.vpc.aws_route_table_association.private picks the one of the same index",
      "subnet_id of module.vpc.aws_nat_gateway.this picks the one of the same index",
      "subnet_id of module.vpc.aws_route_table_association.public picks the one of the same index",
      "Block Public Access is off",
    ]);
  });

  const natsIn = (names: readonly string[]): readonly Block[] => [
    ...ground,
    subnets("public", 0),
    {
      block: "aws_nat_gateway.n",
      keyed: names.map((zone) => ({ tags: { Name: `main-${zone}` } })),
      refs: { subnet_id: ["aws_subnet.public", "count.index"] },
    },
  ];

  it("is borne out by zones that agree", () => {
    const nat = row(read(...natsIn(zones)), "natGateways", "aws_nat_gateway.n[1]");
    expect([plain(nat.subnet ?? known("")), takenIn(nat)]).toEqual(["aws_subnet.public[1]", []]);
  });

  it("is not taken where zones speak against it", () => {
    const reading = read(...natsIn(zones.toReversed()));
    const { subnet } = row(reading, "natGateways", "aws_nat_gateway.n[0]");
    expect(reading.network.unresolved.get(plain(subnet ?? known("")) ?? "")?.fact).toMatch(
      /^subnet_id of .* any of aws_subnet\.public\[0\]/,
    );
  });

  it("is that a list of several leaves none out, whatever its function", () => {
    const endpoint = (refs: readonly string[]): Block => ({
      block: "aws_vpc_endpoint.e",
      values: { service_name: "com.amazonaws.eu-west-1.ec2", vpc_endpoint_type: "Interface" },
      refs: { ...vpcId, subnet_ids: refs },
    });
    const takenOf = (refs: readonly string[]) =>
      takenIn(row(read(...ground, subnets("a", 0), endpoint(refs)), "vpcEndpoints", "aws_vpc_endpoint.e"));
    expect(takenOf(["aws_subnet.a"])).toEqual([
      "subnet_ids of aws_vpc_endpoint.e takes all that it refers to, aws_subnet.a[0], aws_subnet.a[1], aws_subnet.a[2]",
    ]);
    expect(takenOf(["aws_subnet.a[1].id"])).toEqual([]);
  });
});

describe("for_each", () => {
  it("goes through a map of resources by key", () => {
    const reading = read(
      ...ground,
      { ...subnets("a", 0), keyed: { x: { cidr_block: "10.0.1.0/24" }, y: { cidr_block: "10.0.2.0/24" } } },
      { block: "aws_route_table.a", keyed: { x: {}, y: {} }, refs: vpcId },
      {
        block: "aws_route_table_association.a",
        keyed: { x: {}, y: {} },
        forEach: ["aws_subnet.a"],
        refs: {
          subnet_id: ["each.value.id", "each.value"],
          route_table_id: ["aws_route_table.a", "each.key"],
        },
      },
    );
    expect(row(reading, "routeTables", 'aws_route_table.a["y"]').subnets).toEqual(['aws_subnet.a["y"]']);
  });

  it("goes through modules by the key of the module", () => {
    const keys = { moduleKeys: ["blue", "green"] };
    const reading = read(
      { call: "module.net", outputs: { vpc: ["aws_vpc.a"], subnets: ["aws_subnet.a"] } },
      {
        block: "aws_vpc.a",
        in: "module.net",
        ...keys,
        values: { cidr_block: "10.0.0.0/16" },
        refs: { cidr_block: null },
      },
      { ...subnets("a", 0, { in: "module.net", ...keys }), refs: { vpc_id: ["local.vpc.id"] } },
      {
        call: "module.app",
        forEach: ["module.net"],
        refs: {
          vpc: ["each.value.vpc.id", "each.value.vpc", "each.value"],
          subnets: ["each.value.subnets", "each.value"],
        },
      },
      {
        block: "aws_vpc_endpoint.ssm",
        in: "module.app",
        ...keys,
        values: { service_name: "com.amazonaws.eu-west-1.ssm", vpc_endpoint_type: "Interface" },
        refs: { vpc_id: ["var.vpc"], subnet_ids: ["var.subnets"] },
      },
    );
    const endpoint = row(reading, "vpcEndpoints", 'module.app["green"].aws_vpc_endpoint.ssm');
    expect(plain(endpoint.vpc)).toBe('module.net["green"].aws_vpc.a');
    expect(told(endpoint.subnets, (ids) => ids.length)).toBe(3);
    expect(row(reading, "subnets", 'module.net["blue"].aws_subnet.a[0]').vpc).toBe(
      'module.net["blue"].aws_vpc.a',
    );
  });
});

describe("outputs, variables and splats", () => {
  const endpoint = (refs: Block["refs"]): readonly (Block | Call)[] => [
    {
      block: "aws_vpc_endpoint.e",
      in: "module.ends",
      values: { service_name: "com.amazonaws.eu-west-1.ec2", vpc_endpoint_type: "Interface" },
      refs: { vpc_id: ["var.vpc_id"], ...refs },
    },
    {
      call: "module.ends",
      refs: { vpc_id: ["module.vpc.vpc_id"], subnet_ids: ["module.vpc.private_subnets"] },
    },
  ];

  it("takes all of a list", () => {
    const reading = read(...vpcModule(1), ...endpoint({ subnet_ids: ["var.subnet_ids"] }));
    const { subnets: ids, vpc } = row(reading, "vpcEndpoints", "module.ends.aws_vpc_endpoint.e");
    expect(told(ids, (all) => all.length)).toBe(3);
    expect(plain(vpc)).toBe("module.vpc.aws_vpc.this[0]");
  });

  it("sees no more through a map of settings than stands there anyway", () => {
    // `concat(var.subnet_ids, lookup(each.value, "subnet_ids", []))` of terraform-aws-modules' vpc-endpoints
    const reading = read(
      ...vpcModule(1),
      ...endpoint({ subnet_ids: ["var.subnet_ids", "each.value"] }).map((one) =>
        "block" in one ? { ...one, forEach: ["local.endpoints"] } : one,
      ),
    );
    const { subnets: ids } = row(reading, "vpcEndpoints", "module.ends.aws_vpc_endpoint.e");
    expect(told(ids, (all) => all.length)).toBe(3);
  });

  it("picks by index", () => {
    const reading = read(...vpcModule(1), {
      block: "aws_instance.a",
      values: { ami: "ami-1" },
      refs: { ami: null, subnet_id: ["module.vpc.private_subnets[1]"] },
    });
    const [id = ""] = row(reading, "workloads", "aws_instance.a").networkInterfaces;
    expect(plain(row(reading, "networkInterfaces", id).subnet)).toBe("module.vpc.aws_subnet.private[1]");
  });

  it("guesses nothing of an index that is not listed", () => {
    const reading = read(...vpcModule(1), {
      block: "aws_instance.a",
      values: { ami: "ami-1" },
      refs: { ami: null, subnet_id: ["module.vpc.private_subnets"] },
    });
    const [id = ""] = row(reading, "workloads", "aws_instance.a").networkInterfaces;
    const { subnet } = row(reading, "networkInterfaces", id);
    expect(told(subnet, (text) => reading.network.unresolved.get(text)?.fact)).toMatch(
      /^subnet_id of aws_instance\.a, which is any of module\.vpc\.aws_subnet\.private\[0\], .*\[2\]$/,
    );
  });

  it("knows the VPC all the same, where all of them are in one", () => {
    const reading = read(
      ...vpcModule(1),
      {
        block: "aws_instance.a",
        values: { ami: "ami-1" },
        refs: { ami: null, subnet_id: ["module.vpc.private_subnets"] },
      },
      { block: "aws_nat_gateway.n", refs: { subnet_id: ["module.vpc.private_subnets"] } },
    );
    const [id = ""] = row(reading, "workloads", "aws_instance.a").networkInterfaces;
    expect(row(reading, "networkInterfaces", id).vpc).toBe("module.vpc.aws_vpc.this[0]");
    expect(plain(row(reading, "natGateways", "aws_nat_gateway.n").vpc)).toBe("module.vpc.aws_vpc.this[0]");
    expect([...reading.network.gaps.values()].flatMap((gaps) => [...gaps.keys()])).toEqual([]);
  });

  it("names what a local hides", () => {
    const reading = read(...ground, subnets("a", 0), {
      block: "aws_vpc_endpoint.e",
      values: { service_name: "com.amazonaws.eu-west-1.ec2", vpc_endpoint_type: "Interface" },
      refs: { ...vpcId, subnet_ids: ["local.some"] },
    });
    expect(plain(row(reading, "vpcEndpoints", "aws_vpc_endpoint.e").subnets)).toMatch(
      /^\? subnet_ids of .* any of aws_subnet\.a\[0\]/,
    );
  });

  it("sees through no data source that is read while it is applied", () => {
    const reading = read(...ground, {
      block: "aws_subnet.a",
      values: { cidr_block: "10.0.0.0/24" },
      refs: { vpc_id: ["data.aws_vpc.other.id"] },
    });
    const { vpc } = row(reading, "subnets", "aws_subnet.a");
    expect(reading.network.unresolved.get(vpc)).toEqual({
      known: false,
      fact: "vpc_id of aws_subnet.a, which comes of data.aws_vpc.other.id, which is read while it is applied",
      settledBy: "terraform state show 'aws_subnet.a', once it is applied",
    });
  });

  it("ends where references lead in a circle", () => {
    const circle: Call = { call: "module.a", refs: { x: ["module.a.x"] }, outputs: { x: ["var.x"] } };
    const reading = read(...ground, circle, {
      block: "aws_subnet.a",
      in: "module.a",
      values: { cidr_block: "10.0.0.0/24" },
      refs: { vpc_id: ["var.x"] },
    });
    expect(row(reading, "subnets", "module.a.aws_subnet.a").vpc).toContain("vpc_id");
  });
});

describe("what adds to one of several", () => {
  const groups: Block = {
    block: "aws_security_group.a",
    keyed: [{ name: "one" }, { name: "two" }],
    refs: vpcId,
  };

  it("may add to each of them", () => {
    const reading = read(...ground, groups, {
      block: "aws_vpc_security_group_ingress_rule.r",
      values: { ip_protocol: "tcp", from_port: 443, to_port: 443, cidr_ipv4: "10.0.0.0/16" },
      refs: { security_group_id: ["aws_security_group.a"] },
    });
    for (const id of ["aws_security_group.a[0]", "aws_security_group.a[1]"]) {
      const { ingress } = row(reading, "securityGroups", id);
      expect(told(ingress, ([rule]) => plain(rule?.traffic))).toMatch(/^\? security_group_id of .* any of/);
    }
  });

  it("makes the routes of each subnet unknown", () => {
    const reading = read(
      ...ground,
      subnets("a", 0),
      { block: "aws_route_table.t", refs: vpcId },
      {
        block: "aws_route_table_association.x",
        refs: { subnet_id: ["aws_subnet.a"], route_table_id: ["aws_route_table.t.id"] },
      },
    );
    const unclear = [...reading.network.routeTables.values()].filter(({ routes: all }) => !all.known);
    expect(unclear.flatMap((table) => table.subnets)).toEqual(
      zones.map((_, index) => `aws_subnet.a[${index}]`),
    );
  });

  it("leaves an endpoint without the tables that it may have", () => {
    const ends = (service: string, name: string): Block => ({
      block: `aws_vpc_endpoint.${name}`,
      keyed: [{ service_name: service }, { service_name: service }],
      refs: vpcId,
    });
    const reading = readJson({
      "p.json": planOf([
        ...ground,
        ends("com.amazonaws.eu-west-1.s3", "e"),
        { block: "aws_route_table.t", refs: vpcId },
        {
          block: "aws_vpc_endpoint_route_table_association.x",
          refs: { vpc_endpoint_id: ["aws_vpc_endpoint.e"], route_table_id: ["aws_route_table.t.id"] },
        },
      ]),
    });
    expect(plain(row(reading, "vpcEndpoints", "aws_vpc_endpoint.e[1]").routeTables)).toMatch(
      /^\? vpc_endpoint_id of .* any of/,
    );
  });
});
