// The kinds of file, the sides of a plan, names and places of what is in them, and what is secret.
import { describe, expect, it } from "vitest";
import { readNetwork } from "../../../src/readers/index.ts";
import { facts } from "../../facts/facts.ts";
import { places, plain, row } from "../cloudformation/resource/read.ts";
import { ground, planOf, read, readJson, vpcId } from "./plan.ts";

const provider = 'provider["registry.opentofu.org/hashicorp/aws"]';
const arn = "arn:aws:ec2:eu-west-1:123456789012";

/** A state as it lies in a bucket. */
const stateOf = (serial: number, more: Readonly<Record<string, unknown>> = {}) => ({
  version: 4,
  terraform_version: "1.9.8",
  serial,
  lineage: "3f2a",
  outputs: {},
  resources: [
    {
      module: 'module.net["a"]',
      mode: "managed",
      type: "aws_vpc",
      name: "a",
      provider,
      instances: [
        {
          index_key: 0,
          schema_version: 1,
          attributes: {
            id: "vpc-1",
            arn: `${arn}:vpc/vpc-1`,
            owner_id: "123456789012",
            cidr_block: "10.0.0.0/16",
            tags: { Name: "main" },
            enable_dns_hostnames: false,
            ...more,
          },
        },
      ],
    },
    {
      mode: "managed",
      type: "aws_subnet",
      name: "a",
      provider,
      instances: [
        {
          index_key: "x",
          attributes: {
            id: "subnet-1",
            vpc_id: "vpc-1",
            cidr_block: "10.0.0.0/24",
            availability_zone: "eu-west-1a",
            arn: `${arn}:subnet/subnet-1`,
          },
        },
        { deposed: "1234", index_key: "x", attributes: { id: "subnet-0" } },
      ],
    },
  ],
});

describe("states", () => {
  it("link by the ids that things have, and call them by address", () => {
    const reading = readJson({ "terraform.tfstate": stateOf(1) });
    const subnet = row(reading, "subnets", 'aws_subnet.a["x"]');
    expect(subnet.vpc).toBe('module.net["a"].aws_vpc.a[0]');
    expect(row(reading, "vpcs", subnet.vpc).aliases).toEqual(["vpc-1", "main"]);
    expect(subnet.origin).toEqual({ file: 'aws_subnet.a["x"]' });
    expect([...reading.network.scopes.values()]).toEqual([
      { id: "terraform", account: "123456789012", region: "eu-west-1", kind: "template" },
    ]);
  });

  it("are the same by terraform show", () => {
    const raw = stateOf(1);
    const values = {
      root_module: {
        resources: [
          {
            address: 'aws_subnet.a["x"]',
            mode: "managed",
            type: "aws_subnet",
            name: "a",
            index: "x",
            provider_name: "registry.opentofu.org/hashicorp/aws",
            values: raw.resources[1]?.instances[0]?.attributes,
          },
        ],
        child_modules: [
          {
            address: 'module.net["a"]',
            resources: [
              {
                address: 'module.net["a"].aws_vpc.a[0]',
                mode: "managed",
                type: "aws_vpc",
                name: "a",
                index: 0,
                provider_name: "registry.opentofu.org/hashicorp/aws",
                values: raw.resources[0]?.instances[0]?.attributes,
              },
            ],
          },
        ],
      },
    };
    const shown = readJson({
      "terraform.tfstate": { format_version: "1.0", terraform_version: "1.9.8", values },
    });
    expect(shown.network).toEqual(readJson({ "terraform.tfstate": raw }).network);
  });

  it("are read once, where a backup lies beside them", () => {
    const reading = readJson({
      "t.tfstate": stateOf(2, { enable_dns_hostnames: true }),
      "t.tfstate.backup": stateOf(1),
    });
    expect(reading.network.vpcs.size).toBe(1);
    expect(plain(row(reading, "vpcs", 'module.net["a"].aws_vpc.a[0]').enableDnsHostnames)).toBe(true);
    expect(places(reading)).toEqual(["t.tfstate.backup: an older state of another file of the input"]);
  });

  it("are told by the plan that was made of them", () => {
    const vpc = { block: "aws_vpc.a", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } };
    const plan = planOf([vpc], [vpc]);
    const state = {
      version: 4,
      terraform_version: "1.9.8",
      resources: [
        { mode: "managed", type: "aws_vpc", name: "a", provider, instances: [{ attributes: vpc.values }] },
      ],
    };
    const reading = readJson({ "plan.json": plan, "terraform.tfstate": state });
    expect([...reading.network.vpcs.keys()]).toEqual(["aws_vpc.a"]);
    expect(places(reading)).toEqual(["terraform.tfstate: a plan of the input tells of the same resources"]);
  });

  it("of several directories refer to each other", () => {
    const network = {
      version: 4,
      terraform_version: "1.9.8",
      resources: [
        {
          mode: "managed",
          type: "aws_vpc",
          name: "a",
          provider,
          instances: [{ attributes: { id: "vpc-1", cidr_block: "10.0.0.0/16" } }],
        },
      ],
    };
    const app = planOf([
      { block: "aws_vpc.a", values: { cidr_block: "10.9.0.0/16" }, refs: { cidr_block: null } },
      {
        block: "aws_subnet.s",
        values: { vpc_id: "vpc-1", cidr_block: "10.0.7.0/24" },
        refs: { vpc_id: ["data.terraform_remote_state.net.outputs.vpc_id"] },
      },
    ]);
    const reading = readJson(
      { "net/terraform.tfstate": network, "app/plan.json": app },
      { region: "eu-west-1" },
    );
    expect([...reading.network.vpcs.keys()].toSorted()).toEqual(["plan/aws_vpc.a", "terraform/aws_vpc.a"]);
    const subnet = row(reading, "subnets", "aws_subnet.s");
    expect(subnet.vpc).toBe("terraform/aws_vpc.a");
    expect(subnet.origin).toEqual({ file: "app/plan.json", call: "aws_subnet.s" });
  });
});

describe("the sides of a plan", () => {
  const stood = { block: "aws_vpc.a", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } };
  const plan = planOf(
    [{ block: "aws_vpc.b", values: { cidr_block: "10.1.0.0/16" }, refs: { cidr_block: null } }],
    [stood],
  );

  it.each([
    { side: undefined, vpcs: ["aws_vpc.b"] },
    { side: "after", vpcs: ["aws_vpc.b"] },
    { side: "before", vpcs: ["aws_vpc.a"] },
  ] as const)("$side", ({ side, vpcs }) => {
    expect([...readJson({ "p.json": plan }, side === undefined ? {} : { side }).network.vpcs.keys()]).toEqual(
      vpcs,
    );
  });

  it("hold after it what Terraform forgets, which goes on standing", () => {
    const left = {
      ...plan,
      resource_changes: [{ address: "aws_vpc.a", change: { actions: ["forget"], after_unknown: {} } }],
    };
    expect([...readJson({ "p.json": left }).network.vpcs.keys()].toSorted()).toEqual([
      "aws_vpc.a",
      "aws_vpc.b",
    ]);
  });

  it("hold nothing after a plan that destroys, which is said", () => {
    const reading = readJson({ "p.json": planOf([], [stood]) });
    expect(reading.network.vpcs.size).toBe(0);
    expect(places(reading)[0]).toMatch(/^p\.json: a plan that takes away all of AWS/);
  });

  it("are empty before the first apply, which is no failure", () => {
    const { network } = readJson({ "p.json": planOf([...ground]) }, { side: "before" });
    expect(network.vpcs.size).toBe(0);
    expect(network.scopes.size).toBe(1);
  });
});

describe("data sources", () => {
  it("tell of themselves, and not of all that is in them", () => {
    const reading = read(
      {
        block: "data.aws_vpc.main",
        values: {
          id: "vpc-7",
          cidr_block: "10.0.0.0/16",
          enable_dns_support: true,
          enable_dns_hostnames: true,
        },
      },
      {
        block: "aws_subnet.a",
        values: { vpc_id: "vpc-7", cidr_block: "10.0.0.0/24" },
        refs: { vpc_id: ["data.aws_vpc.main.id"] },
      },
    );
    expect(row(reading, "subnets", "aws_subnet.a").vpc).toBe("data.aws_vpc.main");
    expect([
      ...(reading.network.gaps.get("plan" as never)?.get("routeTables") === undefined ? [] : ["routeTables"]),
      reading.network.routeTables.size,
    ]).toEqual(["routeTables", 0]);
    expect(reading.network.gaps.get("plan" as never)?.get("vpcEndpoints")?.settledBy).toBe(
      "aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=vpc-7",
    );
  });
});

describe("blocks that the file does not tell", () => {
  it("are no reason to refuse a subnet that stands", () => {
    const reading = read(
      { block: "aws_vpc.a", values: { id: "vpc-1", cidr_block: "10.0.0.0/16" } },
      { block: "aws_subnet.a", values: { id: "subnet-1", vpc_id: "vpc-1", cidr_block: "100.64.0.0/24" } },
    );
    expect(reading.network.subnets.size).toBe(1);
  });
});

describe("a subnet outside the blocks of its VPC", () => {
  it("is refused by its address, whatever name it is given", () => {
    const subnet = { cidr_block: "10.9.0.0/24", tags: { Name: "subnet-public" } };
    expect(() => read(...ground, { block: "aws_subnet.a", values: subnet, refs: vpcId })).toThrow(
      "aws_subnet.a (10.9.0.0/24) is outside aws_vpc.a (10.0.0.0/16)",
    );
  });
});

describe("Regions", () => {
  it("are those of providers, of resources, and then of the option", () => {
    const json = planOf([
      ...ground,
      {
        block: "aws_vpc.far",
        values: { cidr_block: "10.1.0.0/16", region: "us-east-1" },
        refs: { cidr_block: null },
      },
    ]);
    const { network } = readJson({ "p.json": json }, { region: "ap-south-1" });
    expect([...network.scopes.values()].map(({ id, region }) => [id, region])).toEqual([
      ["p", "eu-west-1"],
      ["p/us-east-1", "us-east-1"],
    ]);
    expect(
      [
        ...readJson(
          { "p.json": { ...json, configuration: {} } },
          { region: "ap-south-1" },
        ).network.scopes.values(),
      ].map(({ region }) => region),
    ).toEqual(["us-east-1"]);
  });
});

describe("what is secret", () => {
  it("is never kept: what is marked, and all types that are not read", () => {
    const reading = read(
      ...ground,
      { block: "aws_subnet.a", values: { cidr_block: "10.0.0.0/24" }, refs: vpcId },
      {
        block: "aws_lambda_function.f",
        values: {
          function_name: "f",
          vpc_config: [{ subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] }],
          environment: [{ variables: { PASSWORD: "hunter2", PLAIN: "seen" } }],
        },
        sensitive: { environment: [{ variables: { PASSWORD: true } }] },
      },
      { block: "aws_db_instance.d", values: { password: "hunter2" } },
      {
        block: "aws_vpc_endpoint.e",
        values: { service_name: "hunter2" },
        sensitive: { service_name: true },
        refs: vpcId,
      },
    );
    const text = JSON.stringify([
      ...reading.network.workloads.values(),
      ...reading.network.vpcEndpoints.values(),
      reading.unused,
    ]);
    expect(text).toContain("PLAIN=seen");
    expect(text).not.toContain("hunter2");
    expect(plain(row(reading, "vpcEndpoints", "aws_vpc_endpoint.e").serviceName)).toBe(
      "? service_name of aws_vpc_endpoint.e, which is sensitive",
    );
  });

  it("is marked by paths in a state", () => {
    const state = {
      version: 4,
      terraform_version: "1.9.8",
      resources: [
        {
          mode: "managed",
          type: "aws_vpc",
          name: "a",
          provider,
          instances: [
            {
              attributes: { id: "vpc-1", cidr_block: "10.0.0.0/16" },
              sensitive_attributes: [[{ type: "get_attr", value: "cidr_block" }]],
            },
          ],
        },
      ],
    };
    expect(plain(row(readJson({ "s.tfstate": state }), "vpcs", "aws_vpc.a").cidrs)).toMatch(
      /^\? cidr_block of aws_vpc\.a, which is sensitive/,
    );
  });
});

describe("bad input", () => {
  const whole = planOf([...ground]);
  const text = JSON.stringify(whole);
  const azure = {
    ...whole,
    planned_values: {
      root_module: {
        resources: [
          {
            address: "azurerm_subnet.a",
            mode: "managed",
            type: "azurerm_subnet",
            name: "a",
            provider_name: "registry.terraform.io/hashicorp/azurerm",
            values: {},
          },
        ],
      },
    },
  };
  const indexed = (index: unknown) =>
    JSON.stringify({
      ...whole,
      planned_values: {
        root_module: {
          resources: [
            { address: "aws_vpc.a", mode: "managed", type: "aws_vpc", name: "a", index, values: {} },
          ],
        },
      },
    });

  it.each([
    ["a plan that breaks off", text.slice(0, 400), /p\.json was broken off/, /terraform show -json tfplan/],
    ["several plans in one file", `${text}\n${text}\n`, /several plans or states/, /a file of its own/],
    ["a list of plans", `[${text},${text}]`, /list of plans or states/, /a file of its own/],
    [
      "a plan for people",
      'Terraform will perform the following actions:\n\n  # aws_vpc.a will be created\n  + resource "aws_vpc" "a" {\n',
      /prints for people/,
      /terraform show -json tfplan/,
    ],
    [
      "a plan for people, in colours",
      '\n\u001B[1m  # aws_vpc.a\u001B[0m will be created\n  + resource "aws_vpc" "a" {\n',
      /prints for people/,
      /terraform show -json tfplan/,
    ],
    [
      "a state that OpenTofu has encrypted",
      '{"serial":1,"lineage":"a","encrypted_data":"AAAA","encryption_version":"v0"}',
      /encrypted by OpenTofu/,
      /tofu show -json/,
    ],
    [
      "schemas of providers",
      '{"format_version":"1.0","provider_schemas":{"aws":{}}}',
      /providers schema/,
      /plan\.json/,
    ],
    [
      "the findings of a validation",
      '{"format_version":"1.0","valid":true,"diagnostics":[]}',
      /terraform validate/,
      /plan\.json/,
    ],
    [
      "the log of a plan",
      '{"@level":"info","@message":"Terraform 1.9.0"}\n{"@level":"info"}\n',
      /log of terraform plan -json/,
      /terraform show -json/,
    ],
    [
      "source",
      'terraform {\n}\n\nresource "aws_vpc" "a" {\n  cidr_block = "10.0.0.0/16"\n}\n',
      /Terraform's source/,
      /terraform plan -out=tfplan && terraform show -json tfplan/,
    ],
    [
      "source in JSON",
      '{"provider":{"aws":{}},"resource":{"aws_vpc":{}}}',
      /source in JSON/,
      /terraform plan/,
    ],
    [
      "source that a program made",
      '{"//":{"metadata":{"stackName":"s"}},"resource":{"aws_vpc":{}}}',
      /source in JSON/,
      /terraform plan/,
    ],
    [
      "a major version that never was",
      JSON.stringify({ ...whole, format_version: "0.0" }),
      /format_version "0.0" is not one/,
      /0\.1 to 1\.x/,
    ],
    [
      "another major version",
      JSON.stringify({ ...whole, format_version: "2.0" }),
      /format_version "2.0" is not one/,
      /0\.1 to 1\.x/,
    ],
    [
      "an old state",
      '{"version":3,"terraform_version":"0.11.14","modules":[]}',
      /format_version|state version/,
      /version 4/,
    ],
    ["a plan that failed", JSON.stringify({ ...whole, errored: true }), /ended with an error/, /new plan/],
    [
      "a plan of another provider",
      JSON.stringify({ ...azure, prior_state: {} }),
      /has no resource of the aws provider: it has azurerm/,
      /the VPC/,
    ],
    ["a state of nothing", '{"version":4,"lineage":"a"}', /has no resource of the aws provider/, /the VPC/],
    ["an empty state", '{"format_version":"1.0"}', /has no resource of the aws provider/, /the VPC/],
    ["an index below nothing", indexed(-1), /aws_vpc\.a has index -1/, /terraform show -json/],
    ["an index beyond all numbers", indexed(1e308), /aws_vpc\.a has index 1e\+308/, /terraform show -json/],
    ["an index that is a list", indexed([[]]), /aws_vpc\.a has index \[\[\]\]/, /terraform show -json/],
  ])("%s is refused", async (_, content, message, hint) => {
    const options = {
      region: "eu-west-1",
      parameters: new Map<string, string>(),
      findBeside: () => undefined,
    };
    await expect(readNetwork([{ path: "p.json", text: content }], options, facts)).rejects.toMatchObject({
      name: "AppError",
      message: expect.stringMatching(message) as string,
      hint: expect.stringMatching(hint) as string,
    });
  });

  it("is none where a wrapper has printed around the plan", async () => {
    const options = { region: undefined, parameters: new Map<string, string>(), findBeside: () => undefined };
    const wrapped = `[command]/opt/terraform-bin show -json tfplan\n${text}\n\n::debug::exited with code 0.\n`;
    const { network } = await readNetwork([{ path: "p.json", text: wrapped }], options, facts);
    expect([...network.vpcs.keys()]).toEqual(["aws_vpc.a"]);
  });

  it("of odd shapes is read as far as it goes", () => {
    const odd = {
      ...whole,
      configuration: { root_module: { resources: [null, 3, { address: [] }], module_calls: [] } },
      resource_changes: [null, { change: 3 }],
    };
    expect(readJson({ "p.json": odd }).network.vpcs.size).toBe(1);
  });

  it("of no bottom is read as far as it goes", () => {
    const deep = (open: string, close: string) =>
      JSON.parse(`${open.repeat(20_000)}${close.repeat(20_000)}`) as unknown;
    const reading = read(
      ...ground,
      {
        block: "aws_lambda_function.f",
        values: {
          vpc_config: [{ subnet_ids: ["subnet-1"], security_group_ids: ["sg-1"] }],
          environment: [{ variables: deep("[", "]") }],
        },
      },
      {
        block: "aws_ecs_task_definition.t",
        values: { container_definitions: `${"[".repeat(20_000)}${"]".repeat(20_000)}` },
      },
    );
    expect(reading.network.workloads.size).toBe(1);
    const odd = { ...planOf([...ground]), configuration: { root_module: { resources: deep("[", "]") } } };
    expect(readJson({ "p.json": odd }).network.vpcs.size).toBe(1);
  });

  it.each(["constructor", "__proto__", "toString"])("knows no type %s", (type) => {
    const json = planOf([
      ...ground,
      { block: `${type}.x`, values: {} },
      {
        block: "aws_subnet.a",
        values: { cidr_block: "10.0.0.0/24" },
        refs: { vpc_id: [`${type}.x`, "aws_vpc.a.id"] },
      },
    ]);
    expect(readJson({ "p.json": json }).network.subnets.size).toBe(1);
  });
});
