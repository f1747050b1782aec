import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../src/readers/terraform/applied/parse.ts";
import { planOf } from "../../readers/terraform/plan.ts";
import type { Block, Call } from "../../readers/terraform/plan.ts";
import { applyPhases, directoryOf, plan, textOf } from "./changed.ts";

const root = join(import.meta.dirname, "../../..");
const example = textOf(root, "examples/session-manager/terraform/plan.json");
const source = textOf(root, "examples/session-manager/terraform/main.tf");

async function change(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const directory = directoryOf(files);
  const out = join(directory, "out");
  const planned = await plan(join(directory, "plan.json"), "--out", out, ...options);
  return { directory, out, planned };
}

const statuses = ({ change: { phases } }: Awaited<ReturnType<typeof plan>>) =>
  phases.map(({ number, status, why }) => [number, status, ...why].join(" "));
const allWritten = [1, 2, 3, 4, 5, 6].map((number) => `${number} written`);

/** All resources of the sources in a directory. */
async function addressesIn(directory: string): Promise<readonly string[]> {
  const names = readdirSync(directory).filter((name) => name.endsWith(".tf"));
  const parsed = await Promise.all(names.map((name) => parseHcl(name, textOf(directory, name))));
  return parsed.flatMap(({ resources }) => resources.map(({ type, name }) => `${type}.${name}`)).sort();
}

describe("a change of Terraform", () => {
  it("of the example adds files, takes blocks out, and is HCL all through", async () => {
    const { directory, out, planned } = await change({ "plan.json": example, "main.tf": source });
    expect(statuses(planned)).toEqual(allWritten);
    const before = await addressesIn(directory);
    applyPhases(out, join(directory, "main.tf"));
    const after = await addressesIn(directory);
    expect(before.filter((one) => !after.includes(one))).toEqual([
      "aws_eip.nat",
      "aws_nat_gateway.this",
      "aws_route.private_nat",
    ]);
    expect(after.filter((one) => !before.includes(one))).toEqual([
      "aws_security_group.vpc_endpoints",
      "aws_vpc_endpoint.s3",
      "aws_vpc_endpoint.ssm",
      "aws_vpc_endpoint.ssmmessages",
      "aws_vpc_security_group_ingress_rule.vpc_endpoints_from_instance_443",
    ]);
    expect(
      textOf(directory, "denat-interface-endpoints.tf").match(/private_dns_enabled = true/g),
    ).toHaveLength(2);
    expect(textOf(directory, "main.tf")).toContain('resource "aws_route" "public_internet"');
  });

  it("without sources names blocks by their address, and that their lines are not known", async () => {
    const { out, planned } = await change({ "plan.json": example });
    expect(statuses(planned)).toEqual(allWritten);
    const checklist = textOf(out, "5-default-routes/checklist.md");
    expect(checklist).toContain("| `aws_route.private_nat` | remove the block |");
    expect(checklist).toContain("their lines are not known (`--source DIR` gives them)");
  });

  it("finds sources that lie elsewhere by --source", async () => {
    const directory = directoryOf({ "plans/plan.json": example, "code/main.tf": source });
    const out = join(directory, "out");
    await plan(join(directory, "plans/plan.json"), "--out", out, "--source", join(directory, "code"));
    expect(textOf(out, "5-default-routes/change.patch")).toContain("code/main.tf");
  });

  it("takes away what only spoke of what goes, and nothing that still needs it", async () => {
    const more = `
resource "aws_vpc_dhcp_options" "x" {
  depends_on = [aws_nat_gateway.this, aws_vpc.this]
}

output "address" {
  value = aws_eip.nat.public_ip
}
`;
    const { directory, out, planned } = await change({ "plan.json": example, "main.tf": source + more });
    expect(statuses(planned)).toEqual(allWritten);
    applyPhases(out, join(directory, "main.tf"));
    const left = textOf(directory, "main.tf");
    expect(left).toContain("depends_on = [aws_vpc.this]");
    expect(left).not.toContain('output "address"');
    const local = "locals {\n  address = aws_eip.nat.public_ip\n}\n";
    const refused = await change({ "plan.json": example, "main.tf": source, "locals.tf": local });
    expect(statuses(refused.planned)[5]).toMatch(
      /^6 withheld aws_eip\.nat is still named at .*locals\.tf:2: change that first$/,
    );
  });

  it.each([
    '${file("/etc/passwd")}',
    '"\n}\nresource "aws_iam_user" "evil" {\n',
    "%{ for x in y }",
    "脱NAT 😀",
    "</script>",
  ])("keeps the tag %j inert", async (evil) => {
    const hostile = example.replaceAll('"Name": "session-manager"', `"Name": ${JSON.stringify(evil)}`);
    const { out, planned } = await change({ "plan.json": hostile, "main.tf": source });
    expect(statuses(planned)).toEqual(allWritten);
    const { resources } = await parseHcl(
      "x.tf",
      textOf(out, "1-gateway-endpoints/denat-gateway-endpoints.tf"),
    );
    expect(resources.map(({ type, name }) => `${type}.${name}`)).toEqual(["aws_vpc_endpoint.s3"]);
    const tags = resources[0]?.values["tags"] as Readonly<Record<string, string>>;
    expect(tags["Name"]?.replaceAll(/([$%])\1(?=\{)/g, "$1")).toBe(`${evil}-s3`);
  });
});

/** As terraform-aws-modules/vpc writes it, with an instance beside it. */
function moduleParts(): readonly (Block | Call)[] {
  const inside = { in: "module.vpc" } as const;
  const vpc_id = ["local.vpc_id"];
  const subnet = (name: string, first: number): Block => ({
    ...inside,
    block: `aws_subnet.${name}`,
    keyed: ["a", "b"].map((zone, index) => ({
      cidr_block: `10.0.${first + index}.0/24`,
      availability_zone: `eu-west-1${zone}`,
    })),
    refs: { vpc_id },
  });
  return [
    {
      call: "module.vpc",
      outputs: {
        vpc_id: ["aws_vpc.this[0].id"],
        private_subnets: ["aws_subnet.private"],
        private_route_table_ids: ["local.private_route_table_ids"],
      },
    },
    {
      ...inside,
      block: "aws_vpc.this",
      keyed: [
        {
          cidr_block: "10.0.0.0/16",
          enable_dns_hostnames: true,
          enable_dns_support: true,
          tags: { Name: "main" },
        },
      ],
      refs: { cidr_block: ["var.cidr"] },
    },
    subnet("private", 0),
    subnet("public", 10),
    { ...inside, block: "aws_internet_gateway.this", keyed: [{}], refs: { vpc_id } },
    { ...inside, block: "aws_eip.nat", keyed: [{ domain: "vpc" }] },
    {
      ...inside,
      block: "aws_nat_gateway.this",
      keyed: [{}],
      refs: { subnet_id: ["aws_subnet.public[0].id"], allocation_id: ["aws_eip.nat[0].id"] },
    },
    { ...inside, block: "aws_route_table.private", keyed: [{}], refs: { vpc_id } },
    { ...inside, block: "aws_route_table.public", keyed: [{}], refs: { vpc_id } },
    {
      ...inside,
      block: "aws_route.private_nat_gateway",
      keyed: [{ destination_cidr_block: "0.0.0.0/0" }],
      refs: {
        route_table_id: ["aws_route_table.private[0].id"],
        nat_gateway_id: ["aws_nat_gateway.this[0].id"],
      },
    },
    {
      ...inside,
      block: "aws_route.public_internet_gateway",
      keyed: [{ destination_cidr_block: "0.0.0.0/0" }],
      refs: {
        route_table_id: ["aws_route_table.public[0].id"],
        gateway_id: ["aws_internet_gateway.this[0].id"],
      },
    },
    ...["private", "public"].map((name): Block => ({
      ...inside,
      block: `aws_route_table_association.${name}`,
      keyed: [{}, {}],
      refs: {
        subnet_id: [`aws_subnet.${name}`, "count.index"],
        route_table_id: [`aws_route_table.${name}[0].id`],
      },
    })),
    {
      block: "aws_security_group.app",
      values: { egress: [everything] },
      refs: { vpc_id: ["module.vpc.vpc_id"], egress: null },
    },
    {
      block: "aws_instance.app",
      keyed: [{}, {}],
      refs: {
        subnet_id: ["module.vpc.private_subnets", "count.index"],
        vpc_security_group_ids: ["aws_security_group.app.id"],
      },
    },
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

function modulePlan(variables: readonly string[]): string {
  const json = planOf(moduleParts());
  const text = JSON.stringify(json, (key, value: unknown) =>
    key === "vpc" && typeof value === "object" && value !== null
      ? {
          ...value,
          source: "terraform-aws-modules/vpc/aws",
          module: {
            ...(value as { module: object }).module,
            variables: Object.fromEntries(variables.map((name) => [name, {}])),
          },
        }
      : value,
  );
  return text;
}

const call = `module "vpc" {
  source = "terraform-aws-modules/vpc/aws"

  enable_nat_gateway = true
}
`;

describe("a change of Terraform's VPC module", () => {
  it("sets its inputs, routes first, and names what it makes by its outputs", async () => {
    const files = { "plan.json": modulePlan(["create_private_nat_gateway_route"]), "main.tf": call };
    const { directory, out, planned } = await change(files, "--needs", "s3,ssm");
    expect(statuses(planned)).toEqual(allWritten);
    const gateway = textOf(out, "1-gateway-endpoints/denat-gateway-endpoints.tf");
    expect(gateway).toContain("vpc_id            = module.vpc.vpc_id");
    expect(gateway).toContain("route_table_ids   = [module.vpc.private_route_table_ids[0]]");
    applyPhases(out, join(directory, "main.tf"), 5);
    expect(textOf(directory, "main.tf")).toBe(
      call.replace("= true\n", "= true\n  create_private_nat_gateway_route = false\n"),
    );
  });

  it("says so where an older version takes routes and gateways away by one input", async () => {
    const { directory, out, planned } = await change(
      { "plan.json": modulePlan([]), "main.tf": call },
      "--needs",
      "s3,ssm",
    );
    expect(statuses(planned)).toEqual(allWritten);
    expect(textOf(out, "5-default-routes/checklist.md")).toContain("phase 6 comes with this phase");
    applyPhases(out, join(directory, "main.tf"));
    expect(textOf(directory, "main.tf")).toBe(call.replace("= true", "= false"));
  });
});
