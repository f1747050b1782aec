/** A change of an account that only answers of the API tell of, written as Terraform. */
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseHcl } from "../../../src/readers/terraform/applied/parse.ts";
import { applyPhases, denat, directoryOf, plan, textOf } from "./changed.ts";

const example = join(import.meta.dirname, "../../../examples/session-manager/describe/0-nat");
const vpc = "vpc-0c3251415ee066f60";

type Row = Record<string, unknown>;
type Change = (rows: Row[], name: string) => void;

/** The example's answers, each as `change` leaves it. */
function answers(change: Change = () => {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(example).map((name) => {
      const json = JSON.parse(textOf(example, name)) as Row;
      for (const [key, rows] of Object.entries(json)) if (Array.isArray(rows)) change(rows as Row[], key);
      return [`ap-northeast-1/${name}`, JSON.stringify(json)];
    }),
  );
}

async function change(files: Readonly<Record<string, string>>, ...options: readonly string[]) {
  const directory = directoryOf({ ...files, "code/main.tf": "# nothing yet\n" });
  const out = join(directory, "out");
  const input = join(directory, "ap-northeast-1");
  const code = join(directory, "code");
  const planned = await plan(input, "--out", out, "--as", "terraform", "--source", code, ...options);
  return { out, planned, code };
}

const statuses = ({ change: { phases } }: Awaited<ReturnType<typeof plan>>) =>
  phases.map(({ number, status, why }) => [number, status, ...why].join(" "));
const allWritten = [1, 2, 3, 4, 5, 6].map((number) => `${number} written`);

/** What stands in the sources, as HashiCorp's parser reads them. */
async function read(directory: string) {
  const names = readdirSync(directory).filter((name) => name.endsWith(".tf"));
  const parsed = await Promise.all(names.map((name) => parseHcl(name, textOf(directory, name))));
  const resources = parsed.flatMap((one) => one.resources);
  return {
    resources: new Map(resources.map(({ type, name, values }) => [`${type}.${name}`, values])),
    imports: new Map(parsed.flatMap(({ imports }) => [...imports])),
  };
}

function undo(out: string, phase: string): void {
  const patch = join(out, phase, "rollback.patch");
  execFileSync("git", ["apply", "--unsafe-paths", "--directory=/", patch], { cwd: out });
}

const endpoint = (more: Row): Row => ({
  VpcEndpointId: "vpce-0123456789abcdef0",
  VpcEndpointType: "Interface",
  VpcId: vpc,
  ServiceName: "com.amazonaws.ap-northeast-1.ssm",
  State: "available",
  PolicyDocument: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}',
  RouteTableIds: [],
  SubnetIds: ["subnet-0cf7aefaa58119108"],
  Groups: [{ GroupId: "sg-09ce19fb0bc215b9b", GroupName: "endpoints" }],
  PrivateDnsEnabled: false,
  IpAddressType: "ipv4",
  NetworkInterfaceIds: [],
  DnsEntries: [],
  Tags: [],
  ...more,
});

describe("a change of what answers of the API tell of", () => {
  it("adds endpoints by the ids of what stands, and takes in only what it takes away", async () => {
    const { out, planned, code } = await change(answers());
    expect(statuses(planned)).toEqual(allWritten);
    applyPhases(out, join(code, "main.tf"), 4);
    const { resources, imports } = await read(code);
    expect(resources.get("aws_vpc_endpoint.s3")).toMatchObject({
      vpc_id: vpc,
      route_table_ids: ["rtb-07715df81f4170e15"],
    });
    expect(resources.get("aws_vpc_endpoint.ssm")).toMatchObject({ private_dns_enabled: true });
    expect(imports.size).toBe(0);
  });

  it("imports routes, gateways and addresses as AWS tells of them, then takes them out, and puts them back", async () => {
    const { out, code } = await change(answers());
    const phase = "5-default-routes";
    const standing = "denat-default-routes-standing.tf";
    const first = await read(join(out, phase));
    const [eip, nat, route] = ["aws_eip", "aws_nat_gateway", "aws_route"].map((type) =>
      [...first.imports].find(([address]) => address.startsWith(`${type}.`)),
    );
    expect([eip?.[1], nat?.[1], route?.[1]]).toEqual([
      "eipalloc-06ba4ea36e7b1e110",
      "nat-006798ebe8ae34a8e",
      "rtb-07715df81f4170e15_0.0.0.0/0",
    ]);
    expect(first.resources.get(nat?.[0] ?? "")).toEqual({
      connectivity_type: "public",
      allocation_id: `\${${eip?.[0]}.id}`,
      subnet_id: "subnet-0bbabfddac84fe04c",
      tags: { Name: "session-manager-public" },
    });
    expect(first.resources.get(route?.[0] ?? "")).toEqual({
      route_table_id: "rtb-07715df81f4170e15",
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: `\${${nat?.[0]}.id}`,
    });
    applyPhases(out, join(code, "main.tf"), 5);
    rmSync(join(code, "denat-default-routes-import.tf"));
    const before = textOf(code, standing);
    expect([...(await read(code)).resources.keys()]).not.toContain(route?.[0]);
    undo(out, phase);
    expect(textOf(code, standing)).toBe(textOf(out, phase, standing));
    expect(before).not.toBe(textOf(code, standing));
    const checklist = textOf(out, phase, "checklist.md");
    expect(checklist).toContain("is to show 3 to import and nothing to add, change or destroy");
    expect(checklist).toContain("Do not delete `denat-default-routes-standing.tf`");
    expect(checklist).toContain("is of the CloudFormation stack session-manager");
  });

  it("imports a standing endpoint and a VPC before it turns their names on", async () => {
    const files = {
      ...answers((rows, name) => {
        if (name === "VpcEndpoints") rows.push(endpoint({}));
        if (name === "SecurityGroups")
          for (const row of rows) if (row["GroupId"] === "sg-09ce19fb0bc215b9b") row["IpPermissions"] = [];
      }),
    };
    const { out, planned, code } = await change(files);
    expect(statuses(planned).slice(0, 3)).toEqual(allWritten.slice(0, 3));
    const taken = await read(join(out, "3-private-dns"));
    const [address = ""] = [...taken.imports].find(([, id]) => id === "vpce-0123456789abcdef0") ?? [];
    expect(address).toMatch(/^aws_vpc_endpoint\./);
    expect(taken.resources.get(address)).toMatchObject({
      private_dns_enabled: false,
      security_group_ids: ["sg-09ce19fb0bc215b9b"],
      lifecycle: [{ prevent_destroy: true }],
    });
    applyPhases(out, join(code, "main.tf"), 3);
    const { resources } = await read(code);
    expect(resources.get(address)).toMatchObject({ private_dns_enabled: true });
    const rules = [...resources].filter(([name]) => name.startsWith("aws_vpc_security_group_ingress_rule."));
    expect(rules.map(([, values]) => values["security_group_id"])).toContain("sg-09ce19fb0bc215b9b");
  });

  it("turns DNS of a VPC on in the VPC that was imported", async () => {
    const files = answers();
    const name = `ap-northeast-1/describe-vpc-attribute-${vpc}-enableDnsHostnames.json`;
    const off = JSON.stringify({ VpcId: vpc, EnableDnsHostnames: { Value: false } });
    const { out, planned, code } = await change({ ...files, [name]: off });
    expect(statuses(planned)).toEqual(allWritten);
    const taken = await read(join(out, "1-gateway-endpoints"));
    expect([...taken.imports.values()]).toEqual([vpc]);
    expect([...taken.resources.values()].find((values) => "cidr_block" in values)).toMatchObject({
      enable_dns_hostnames: false,
      enable_dns_support: true,
    });
    applyPhases(out, join(code, "main.tf"), 1);
    const patched = textOf(code, "denat-gateway-endpoints-standing.tf");
    expect(patched).toMatch(/enable_dns_hostnames\s+= true/);
    undo(out, "1-gateway-endpoints");
    expect(textOf(code, "denat-gateway-endpoints-standing.tf")).toBe(
      textOf(out, "1-gateway-endpoints", "denat-gateway-endpoints-standing.tf"),
    );
  });

  it("associates a standing gateway endpoint by a resource beside it", async () => {
    const gateway = endpoint({
      VpcEndpointType: "Gateway",
      ServiceName: "com.amazonaws.ap-northeast-1.s3",
      SubnetIds: [],
      Groups: [],
    });
    const { out, planned } = await change(
      answers((rows, name) => {
        if (name === "VpcEndpoints") rows.push(gateway);
      }),
    );
    expect(statuses(planned)).toEqual(allWritten);
    const { resources, imports } = await read(join(out, "1-gateway-endpoints"));
    expect([...resources.values()]).toEqual([
      { vpc_endpoint_id: "vpce-0123456789abcdef0", route_table_id: "rtb-07715df81f4170e15" },
    ]);
    expect(imports.size).toBe(0);
  });

  it("withholds what no block can say, and keeps the phases before it", async () => {
    const { planned } = await change(
      answers((rows, name) => {
        if (name === "NatGateways") for (const row of rows) row["AvailabilityMode"] = "regional";
      }),
    );
    const [first, second, third, , fifth, sixth] = statuses(planned);
    expect([first, second, third]).toEqual(allWritten.slice(0, 3));
    expect(fifth).toBe("5 withheld nat-006798ebe8ae34a8e cannot be imported: it is a regional gateway");
    expect(sixth).toBe("6 withheld it builds on phase 5, which is withheld");
  });

  it.each([
    '${file("/etc/passwd")}',
    '"\n}\nresource "aws_iam_user" "evil" {\n',
    "%{ for x in y }",
    "脱NAT 😀",
  ])("keeps the tag %j inert in what it takes in", async (evil) => {
    const { out, planned } = await change(
      answers((rows, name) => {
        if (name !== "NatGateways" && name !== "Addresses") return;
        for (const row of rows) row["Tags"] = [{ Key: "Name", Value: evil }];
      }),
    );
    expect(statuses(planned)).toEqual(allWritten);
    const { resources } = await read(join(out, "5-default-routes"));
    expect([...resources.keys()].map((address) => address.split(".")[0])).toEqual([
      "aws_eip",
      "aws_nat_gateway",
      "aws_route",
    ]);
    for (const [address, values] of resources) {
      if (address.startsWith("aws_route.")) continue;
      const { Name } = values["tags"] as { readonly Name: string };
      expect(Name.replaceAll(/([$%])\1(?=\{)/g, "$1")).toBe(evil);
    }
  });

  it("is asked for: an account has no code that would tell the tool", async () => {
    const { stderr, status } = await denat("plan", example, "--out", join(directoryOf({}), "out"));
    expect(status).toBe(3);
    expect(stderr).toContain("or --as terraform, which imports what it must change");
    const cdk = await denat("plan", example, "--as", "cdk", "--out", join(directoryOf({}), "out"));
    expect(cdk.stderr).toContain("no change is written as cdk for an account or its answers");
  });
});
