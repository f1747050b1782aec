/** The form that a change of Terraform takes where the input calls the community's module of endpoints. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../src/readers/terraform/applied/parse.ts";
import { locateHcl } from "../../../src/readers/terraform/source/hcl.ts";
import { planOf } from "../../readers/terraform/plan.ts";
import type { Block, Call } from "../../readers/terraform/plan.ts";
import { applyPhases, directoryOf, plan, textOf } from "./changed.ts";

const vpc_id = ["aws_vpc.main.id"];

/** Two private subnets behind a NAT gateway, an instance in the first, and what the module makes of its map. */
function parts(
  standing: readonly Block[],
  subnets: readonly string[] | undefined,
): readonly (Block | Call)[] {
  const subnet = (name: string, block: string, zone: string, tags = {}): Block => ({
    block: `aws_subnet.${name}`,
    values: { cidr_block: block, availability_zone: zone, tags },
    refs: { vpc_id },
  });
  const association = (name: string, table: string): Block => ({
    block: `aws_route_table_association.${name}`,
    refs: { subnet_id: [`aws_subnet.${name}.id`], route_table_id: [`aws_route_table.${table}.id`] },
  });
  const route = (name: string, argument: string, target: string): Block => ({
    block: `aws_route.${name}`,
    values: { destination_cidr_block: "0.0.0.0/0" },
    refs: { route_table_id: [`aws_route_table.${name}.id`], [argument]: [target] },
  });
  return [
    {
      block: "aws_vpc.main",
      values: { cidr_block: "10.0.0.0/16", enable_dns_hostnames: true, enable_dns_support: true },
    },
    subnet("a", "10.0.0.0/24", "eu-west-1a"),
    subnet("b", "10.0.1.0/24", "eu-west-1b"),
    subnet("public", "10.0.9.0/24", "eu-west-1a"),
    { block: "aws_internet_gateway.main", refs: { vpc_id } },
    { block: "aws_eip.nat", values: { domain: "vpc" } },
    {
      block: "aws_nat_gateway.main",
      refs: { subnet_id: ["aws_subnet.public.id"], allocation_id: ["aws_eip.nat.id"] },
    },
    { block: "aws_route_table.private", refs: { vpc_id } },
    { block: "aws_route_table.public", refs: { vpc_id } },
    route("private", "nat_gateway_id", "aws_nat_gateway.main.id"),
    route("public", "gateway_id", "aws_internet_gateway.main.id"),
    association("a", "private"),
    association("b", "private"),
    association("public", "public"),
    { block: "aws_security_group.app", values: { egress: [everything] }, refs: { vpc_id, egress: null } },
    {
      block: "aws_instance.app",
      refs: { subnet_id: ["aws_subnet.a.id"], vpc_security_group_ids: ["aws_security_group.app.id"] },
    },
    { call: "module.endpoints", refs: { vpc_id, ...(subnets === undefined ? {} : { subnet_ids: subnets }) } },
    ...standing,
  ];
}

const everything = {
  from_port: 0,
  to_port: 0,
  protocol: "-1",
  cidr_blocks: ["0.0.0.0/0"],
  ipv6_cidr_blocks: [],
  prefix_list_ids: [],
  security_groups: [],
  self: false,
};

const registry = "terraform-aws-modules/vpc/aws//modules/vpc-endpoints";

function planText(source: string, standing: readonly Block[] = [], subnets?: readonly string[]): string {
  return JSON.stringify(planOf(parts(standing, subnets)), (key, value: unknown) =>
    key === "endpoints" && typeof value === "object" && value !== null ? { ...value, source } : value,
  );
}

const call = (body: string, source = registry) => `module "endpoints" {
  source = "${source}"
  vpc_id = aws_vpc.main.id
${body}}
`;

async function change(plan_: string, main: string, ...options: readonly string[]) {
  const directory = directoryOf({ "plan.json": plan_, "main.tf": `${main}${others}` });
  const out = join(directory, "out");
  const planned = await plan(join(directory, "plan.json"), "--out", out, "--needs", "s3,ssm", ...options);
  return { directory, out, planned, main: join(directory, "main.tf") };
}

/** What the phases after the third take out. */
const others = `
resource "aws_eip" "nat" {
  domain = "vpc"
}

resource "aws_nat_gateway" "main" {
  subnet_id     = aws_subnet.public.id
  allocation_id = aws_eip.nat.id
}

resource "aws_route" "private" {
  route_table_id         = aws_route_table.private.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.main.id
}
`;

const statuses = ({ change: { phases } }: Awaited<ReturnType<typeof plan>>) =>
  phases.map(({ number, status, why }) => [number, status, ...why].join(" "));
const allWritten = [1, 2, 3, 4, 5, 6].map((number) => `${number} written`);

interface Parser {
  readonly parse: (file: string, text: string) => Promise<Parsed>;
}

interface Parsed {
  readonly module: { readonly endpoints: readonly [{ readonly endpoints: unknown }] };
}

/** The map of the call, as HashiCorp's parser reads it. */
async function mapOf(text: string): Promise<unknown> {
  // By its name as a mere text: its types drag in those of browsers, which clash with Node's.
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- it is there for what it keeps out
  const { parse } = (await import("@cdktn/hcl2json" as string)) as Parser;
  const parsed = await parse("main.tf", text);
  return parsed.module.endpoints[0].endpoints;
}

const s3 = {
  service: "s3",
  service_type: "Gateway",
  route_table_ids: ["${aws_route_table.private.id}"],
};
const ssm = {
  service: "ssm",
  service_type: "Interface",
  subnet_ids: ["${aws_subnet.a.id}"],
  security_group_ids: ["${aws_security_group.vpc_endpoints.id}"],
  private_dns_enabled: true,
};

describe("a change where Terraform calls vpc-endpoints", () => {
  it.each([
    registry,
    "registry.terraform.io/terraform-aws-modules/vpc/aws//modules/vpc-endpoints",
    "git::https://github.com/terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints?ref=v5.21.0",
    "github.com/terraform-aws-modules/terraform-aws-vpc//modules/vpc-endpoints",
    "git@github.com:terraform-aws-modules/terraform-aws-vpc.git//modules/vpc-endpoints",
  ])("enters new endpoints into the map of %s", async (source) => {
    const text = call("\n  endpoints = {\n  }\n", source);
    const { out, planned, main } = await change(planText(source), text);
    expect(statuses(planned)).toEqual(allWritten);
    applyPhases(out, main, 3);
    const { ssmmessages: _, ...map } = (await mapOf(textOf(main))) as Readonly<Record<string, unknown>>;
    expect(map).toEqual({ s3, ssm });
    const made = textOf(out, "2-interface-endpoints/denat-interface-endpoints.tf");
    const { resources } = await parseHcl("x.tf", made);
    expect(resources.map(({ type }) => type)).toEqual(["aws_security_group"]);
    const served = planned.change.phases[5]?.proof.map(({ service, via }) => `${service} ${via}`);
    expect(served).toContain("s3 gateway-endpoint");
    expect(served).toContain("ssm interface-endpoint");
  });

  it.each([
    ["a map on lines", '  endpoints = {\n    # ours\n    sqs = { service = "sqs" } # kept\n  }\n'],
    ["a map with commas", '  endpoints = {\n    sqs = {\n      service = "sqs"\n    },\n  }\n'],
    ["a map on one line", '  endpoints = { sqs = { service = "sqs" } }\n'],
    ["a map of quoted keys", '  endpoints = { "sqs" : { service = "sqs" }, }\n'],
    ["no map", ""],
    ["an empty map", "  endpoints = {}\n"],
    ["a map that is named", "  endpoints = local.endpoints\n"],
    ["a map that is merged", '  endpoints = merge(local.endpoints, {\n    sqs = { service = "sqs" }\n  })\n'],
    ["a map that is made", "  endpoints = { for one in var.services : one => { service = one } }\n"],
  ])("edits %s and gives the text back to the letter", async (_, body) => {
    const { directory, out, planned, main } = await change(planText(registry), call(body));
    expect(statuses(planned)).toEqual(allWritten);
    const before = textOf(main);
    applyPhases(out, main, 3);
    const written = textOf(main);
    await parseHcl("main.tf", written);
    const block = locateHcl({ path: "main.tf", text: written }).blocks[0];
    const map = block?.attributes.find(({ name }) => name === "endpoints")?.object;
    const keys = map?.entries.map(({ name }) => name) ?? [];
    expect(keys).toEqual(expect.arrayContaining(["s3", "ssm"]));
    expect(keys.includes("sqs")).toBe(body.includes("sqs"));
    const own = map?.entries.find(({ name }) => name === "ssm")?.object?.entries;
    const dns = own?.find(({ name }) => name === "private_dns_enabled");
    expect(written.slice(dns?.value.start, dns?.value.end)).toBe("true");
    for (const phase of ["3-private-dns", "2-interface-endpoints", "1-gateway-endpoints"])
      execFileSync("git", ["apply", "--unsafe-paths", "--directory=/", join(out, phase, "rollback.patch")], {
        cwd: directory,
      });
    expect(textOf(main)).toBe(before);
  });

  it("lets the call give its subnets, names no second one of a zone, and says which are more than planned", async () => {
    const subnets = ["aws_subnet.a.id", "aws_subnet.b.id"];
    const text = call("  subnet_ids = [aws_subnet.a.id, aws_subnet.b.id]\n  endpoints = {}\n");
    const { out, planned, main } = await change(planText(registry, [], subnets), text);
    expect(statuses(planned)).toEqual(allWritten);
    applyPhases(out, main, 3);
    const map = (await mapOf(textOf(main))) as { readonly ssm: object };
    expect(map.ssm).not.toHaveProperty("subnet_ids");
    expect(textOf(out, "2-interface-endpoints/checklist.md")).toContain(
      "interfaces in aws\\_subnet.b too, which the plan does not price",
    );
  });

  it("writes raw resources where nothing tells which subnets the call gives", async () => {
    const text = call("  subnet_ids = local.subnets\n  endpoints = {}\n");
    const { out, planned } = await change(planText(registry, [], ["local.subnets"]), text);
    expect(statuses(planned)).toEqual(allWritten);
    const made = textOf(out, "2-interface-endpoints/denat-interface-endpoints.tf");
    expect(made).toContain('resource "aws_vpc_endpoint" "ssm"');
    expect(textOf(out, "2-interface-endpoints/checklist.md")).toContain(
      "ssm is a resource of its own and no entry of module.endpoints",
    );
    expect(textOf(out, "1-gateway-endpoints/change.patch")).toContain("+    s3 = {");
  });

  it("changes endpoints of the map that stand, and takes no key twice", async () => {
    const inside = { in: "module.endpoints" } as const;
    const standing: readonly Block[] = [
      {
        ...inside,
        block: "aws_vpc_endpoint.this",
        keyed: {
          s3: {
            service_name: "com.amazonaws.eu-west-1.s3",
            vpc_endpoint_type: "Gateway",
            route_table_ids: [],
          },
        },
        refs: { vpc_id: ["var.vpc_id"] },
      },
    ];
    const body =
      '  endpoints = {\n    s3 = {\n      service      = "s3"\n      service_type = "Gateway"\n      route_table_ids = []\n    }\n  }\n';
    const { out, planned, main } = await change(planText(registry, standing), call(body));
    expect(statuses(planned)).toEqual(allWritten);
    applyPhases(out, main, 1);
    expect(await mapOf(textOf(main))).toMatchObject({
      s3: { route_table_ids: ["${aws_route_table.private.id}"] },
    });
  });

  it("says where an entry goes when the sources are not at hand", async () => {
    const directory = directoryOf({ "plan.json": planText(registry) });
    const out = join(directory, "out");
    const planned = await plan(join(directory, "plan.json"), "--out", out, "--needs", "s3");
    expect(statuses(planned)[0]).toBe("1 written");
    const checklist = textOf(out, "1-gateway-endpoints/checklist.md");
    expect(checklist).toContain('`module.endpoints.aws_vpc_endpoint.this["s3"]`');
    expect(checklist).toContain("to `endpoints` of the module's call");
  });

  it.each(['${file("/etc/passwd")}', '"\n}\nresource "aws_iam_user" "evil" {\n', "%{ for x in y }"])(
    "keeps the tag %j inert in an entry",
    async (evil) => {
      const json = planText(registry).replaceAll(
        '"enable_dns_hostnames":true',
        `"enable_dns_hostnames":true,"tags":{"Name":${JSON.stringify(evil)}}`,
      );
      const { out, planned, main } = await change(json, call("  endpoints = {}\n"));
      expect(statuses(planned)).toEqual(allWritten);
      applyPhases(out, main, 1);
      const map = (await mapOf(textOf(main))) as {
        readonly s3: { readonly tags: { readonly Name: string } };
      };
      expect(map.s3.tags.Name.replaceAll(/([$%])\1(?=\{)/g, "$1")).toBe(`${evil}-s3`);
    },
  );
});
