import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "denat-cost-"));
  return () => rmSync(directory, { recursive: true, force: true });
});

function write(name: string, value: unknown): string {
  const path = join(directory, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}

async function cost(args: readonly string[], stdin = "") {
  const printed = { stdout: "", stderr: "" };
  const status = await run(["cost", ...args], {
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    write: (text) => (printed.stdout += text),
    writeError: (text) => (printed.stderr += text),
    page: { width: 160, paint: (_, text) => text },
    debug: false,
  });
  return { status, ...printed };
}

interface Answer {
  readonly region: string;
  readonly natMonthly: number | null;
  readonly endpointsMonthly: number | null;
  readonly otherMonthly: number | null;
  readonly unknowns: readonly { readonly fact: string }[];
  readonly lines: readonly { readonly item: string; readonly quantity: number }[];
}
async function priced(
  ...args: readonly string[]
): Promise<Answer & { readonly regions?: readonly Answer[] }> {
  const { stdout, stderr } = await cost([...args, "--format", "json"]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as Answer;
}

const design = {
  schema: "denat.design/1",
  region: "us-east-1",
  nats: [{}],
  interfaceEndpoints: [{ service: "sqs" }],
};

/** A VPC with a NAT gateway and an endpoint in two zones, as describe calls tell of it. */
function account(region: string, number: number): void {
  const files = {
    "vpcs.json": { Vpcs: [{ VpcId: `vpc-${number}`, CidrBlock: `10.${number}.0.0/16` }] },
    "subnets.json": {
      Subnets: ["a", "b"].map((zone, index) => ({
        SubnetId: `subnet-${number}${zone}`,
        VpcId: `vpc-${number}`,
        CidrBlock: `10.${number}.${index}.0/24`,
        AvailabilityZone: `${region}${zone}`,
      })),
    },
    "route-tables.json": { RouteTables: [] },
    "nat-gateways.json": {
      NatGateways: [
        {
          NatGatewayId: `nat-${number}`,
          VpcId: `vpc-${number}`,
          SubnetId: `subnet-${number}a`,
          State: "available",
          ConnectivityType: "public",
          NatGatewayAddresses: [{ PrivateIp: `10.${number}.0.5`, PublicIp: "203.0.113.5" }],
        },
      ],
    },
    "endpoints.json": {
      VpcEndpoints: [
        {
          VpcEndpointId: `vpce-${number}`,
          VpcId: `vpc-${number}`,
          VpcEndpointType: "Interface",
          ServiceName: `com.amazonaws.${region}.sqs`,
          State: "available",
          SubnetIds: [`subnet-${number}a`, `subnet-${number}b`],
        },
      ],
    },
  };
  for (const [name, value] of Object.entries(files)) write(`net/111122223333/${region}/${name}`, value);
}

describe("a design", () => {
  it("comes from a file or from standard input, with or without a byte order mark", async () => {
    const path = write("any-name.txt", `\uFEFF${JSON.stringify(design)}`);
    const { status, stdout } = await cost([path]);
    expect([status, stdout.split("\n")[0]]).toEqual([
      0,
      "ENDPOINTS CHEAPER: In us-east-1 the endpoints cost 7.30 USD a month, the NAT 36.50 USD, 29.20 less.",
    ]);
    expect((await cost(["-"], JSON.stringify(design))).stdout).toBe(stdout);
  });

  it("takes its Region from the command line where it has none, and hours and discount too", async () => {
    const { region: _, ...rest } = design;
    const path = write("d.json", { ...rest, nats: [{ hours: 10.5 }] });
    const answer = await priced(path, "--region", "eu-west-1", "--hours", "720", "--discount", "50");
    expect(answer).toMatchObject({ region: "eu-west-1", hoursPerMonth: 720, discountPercent: 50 });
    expect(answer.natMonthly).toBeCloseTo((11 * 0.048 + 10.5 * 0.005) / 2, 9);
    expect(answer.endpointsMonthly).toBeCloseTo((720 * 0.011) / 2, 9);
  });

  it("takes measured traffic in place of its own, way by way", async () => {
    const path = write("d.json", { ...design, trafficGb: { nat: 5, crossAz: 7 } });
    const traffic = write("t.json", {
      schema: "denat.traffic/1",
      trafficGb: { nat: 100, interface: 40, gateway: 60 },
    });
    const { lines } = await priced(path, "--traffic", traffic);
    expect(
      lines.filter(({ item }) => item.endsWith("-gb")).map(({ item, quantity }) => `${item} ${quantity}`),
    ).toEqual(["nat-gateway-gb 100", "interface-endpoint-gb 40", "cross-az-gb 7"]);
  });

  it.each<[string, () => readonly string[], RegExp]>([
    ["that is no JSON", () => [write("d.json", '{ "schema": "denat.design/1", "nats": [ }')], /d\.json/],
    [
      "with NaN in it",
      () => [write("d.json", '{ "schema": "denat.design/1", "discountPercent": NaN }')],
      /d\.json/,
    ],
    [
      "beside another input",
      () => [write("d.json", design), write("vpcs.json", { Vpcs: [] })],
      /d\.json is a design: it is priced by itself/,
    ],
    [
      "that is an answer",
      () => [write("d.json", { schema: "denat.cost/1" })],
      /has the schema "denat.cost\/1": a design file has "schema": "denat.design\/1"/,
    ],
    ["that is a list", () => [write("d.json", "[]")], /nothing in the input is a network/],
    ["that is not there", () => [join(directory, "none.json")], /there is no .*none\.json/],
    [
      "whose traffic is none",
      () => [write("d.json", design), "--traffic", write("t.json", { trafficGb: { nat: "much" } })],
      /t\.json: trafficGb\.nat is a text, "much"/,
    ],
    [
      "of a month too long",
      () => [write("d.json", design), "--hours", "745"],
      /--hours 745: a month is a number from 1 to 744/,
    ],
    ["with a discount too large", () => [write("d.json", design), "--discount", "101"], /--discount 101/],
  ])("%s is refused in one line", async (_, args, message) => {
    const { status, stdout, stderr } = await cost(args());
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("a network", () => {
  it("is priced as it stands, with what crossed its NATs", async () => {
    account("us-east-1", 1);
    const traffic = write("t.json", {
      trafficGb: { nat: 100, interface: 40, gateway: 60, internetEgress: 0, crossAz: 2 },
    });
    const answer = await priced(join(directory, "net"), "--traffic", traffic);
    expect(answer.natMonthly).toBeCloseTo(730 * (0.045 + 0.005) + 100 * 0.045, 9);
    // What the NAT carried went through no endpoint.
    expect(answer.endpointsMonthly).toBeCloseTo(2 * 730 * 0.01, 9);
    expect(answer.otherMonthly).toBeCloseTo(0.02, 9);
    expect(answer.regions).toBeUndefined();
  });

  it("may have designs beside it in its directory", async () => {
    account("us-east-1", 1);
    write("net/what-if.json", design);
    expect((await priced(join(directory, "net"))).natMonthly).toBeCloseTo(36.5, 9);
  });

  it("of several Regions is priced in each, at its own prices", async () => {
    account("us-east-1", 1);
    account("ap-northeast-1", 2);
    const { regions = [] } = await priced(join(directory, "net"));
    expect(Object.fromEntries(regions.map(({ region, natMonthly }) => [region, natMonthly]))).toEqual({
      "us-east-1": expect.closeTo(36.5, 9),
      "ap-northeast-1": expect.closeTo(48.91, 9),
    });
    const { stdout } = await cost([join(directory, "net")]);
    expect(stdout.match(/^Monthly cost/gm)).toHaveLength(2);
  });

  it("of several Regions does not divide traffic by itself", async () => {
    account("us-east-1", 1);
    account("ap-northeast-1", 2);
    const traffic = write("t.json", { trafficGb: { nat: 100 } });
    const { status, stderr } = await cost([join(directory, "net"), "--traffic", traffic]);
    expect(status).toBe(3);
    expect(stderr).toMatch(
      /--traffic does not say how it divides between .*: give the network of one Region/,
    );
  });

  it("of which not all was collected has no sum of that side", async () => {
    account("us-east-1", 1);
    rmSync(join(directory, "net/111122223333/us-east-1/endpoints.json"));
    const answer = await priced(join(directory, "net"));
    expect(answer).toMatchObject({
      endpointsMonthly: null,
      totalMonthly: null,
      savingMonthly: null,
      cheaper: null,
    });
    expect(answer.natMonthly).toBeCloseTo(36.5, 9);
    expect(answer.unknowns.length).toBeGreaterThan(0);
    expect((await cost([join(directory, "net")])).status).toBe(2);
  });
});
