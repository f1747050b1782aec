import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadFacts } from "../../src/app/facts.ts";
import { run } from "../../src/cli/run.ts";
import { emptyDesign, priceDesign, zonalNat } from "../../src/pricing/index.ts";
import { offerHead, offerLine, offerText, recordedRows, row, transferColumns } from "../facts/offer-file.ts";
import type { OfferRow } from "../facts/offer-file.ts";
import { rangesFile } from "../facts/ranges-file.ts";
import { ec2, query, setEnvironment, startAws } from "./aws/fake-aws.ts";

type Answer = (response: ServerResponse) => void;

/** A mirror of AWS's files; each test says what differs in it. */
let server: Server;
let source = "";
const answers = new Map<string, Answer>();
let directory = "";

const text =
  (body: string, status = 200): Answer =>
  (response) =>
    response.writeHead(status).end(body);
const json = (value: unknown) => text(JSON.stringify(value));

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "");
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  source = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  process.env["DENAT_FACTS"] = "bundled";
});

const vpcRows = (prefix: string, more: OfferRow): readonly OfferRow[] => [
  row(`${prefix}VpcEndpoint-Hours`, "0.0150000000", { operation: "VpcEndpoint", ...more }),
  row(`${prefix}VpcEndpoint-Bytes`, "0.0100000000", { Unit: "GB", operation: "VpcEndpoint", ...more }),
  row(`${prefix}PublicIPv4:InUseAddress`, "0.0050000000", more),
];
const ec2Rows = (prefix: string, more: OfferRow): readonly OfferRow[] => [
  row(`${prefix}NatGateway-Hours`, "0.0630000000", more),
  row(`${prefix}NatGateway-Bytes`, "0.0630000000", { Unit: "GB", ...more }),
];

/** The three offers of a Region, below the path of its partition. */
function serve(region: string, prefix: string, { path = "/offers/v1.0/aws", Currency = "USD" } = {}): void {
  const more = { "Region Code": region, "From Region Code": region, Currency };
  const egress = row(`${prefix}DataTransfer-Out-Bytes`, "0.114", {
    Unit: "GB",
    "To Location": "External",
    ...more,
  });
  const files = {
    AmazonEC2: offerText({ offer: "AmazonEC2", rows: ec2Rows(prefix, more) }),
    AmazonVPC: offerText({ offer: "AmazonVPC", rows: vpcRows(prefix, more) }),
    AWSDataTransfer: offerText({ offer: "AWSDataTransfer", rows: [egress], columns: transferColumns }),
  };
  for (const [offer, body] of Object.entries(files)) {
    const current = `${path}/${offer}/20260904231117/${region}/index`;
    answers.set(
      `${path}/${offer}/current/region_index.json`,
      json({ regions: { [region]: { regionCode: region, currentVersionUrl: `${current}.json` } } }),
    );
    answers.set(`${current}.csv`, text(body));
  }
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "denat-facts-"));
  process.env["DENAT_FACTS"] = directory;
  answers.clear();
  // Nobody is signed in.
  setEnvironment({});
  serve("ap-northeast-1", "APN1-");
  answers.set("/ip-ranges.json", json(rangesFile({ syncToken: "1900000000" })));
  return () => rmSync(directory, { recursive: true, force: true });
});

const ec2Csv = "/offers/v1.0/aws/AmazonEC2/20260904231117/ap-northeast-1/index.csv";

async function denat(...args: readonly string[]) {
  const printed = { stdout: "", stderr: "" };
  const status = await run(args, {
    stdin: (async function* () {})(),
    write: (out) => (printed.stdout += out),
    writeError: (out) => (printed.stderr += out),
    page: { width: 200, paint: (_, shown) => shown },
    debug: false,
  });
  return { status, ...printed };
}
const refresh = (...regions: readonly string[]) =>
  denat("facts", "refresh", "--source", source, ...regions.flatMap((region) => ["--region", region]));
const table = (name: string) => readFileSync(join(directory, `${name}.csv`), "utf8");

describe.sequential("denat facts refresh", () => {
  it("writes what it read, with offer, version, SKU and day on every row", async () => {
    const { status, stdout, stderr } = await refresh("ap-northeast-1");
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(
      "2 prices of ap-northeast-1 from AmazonEC2 20260904231117, published 2026-09-04",
    );
    expect(stdout).toContain("syncToken 1900000000");
    expect(stdout).toMatch(/endpoint services of ap-northeast-1: /);
    expect(table("prices")).toMatch(
      /^ap-northeast-1,nat_gateway_hour,Hrs,0,0.063,USD,AWS price list AmazonEC2 20260904231117 of 2026-09-04 SKU SKUAPN1NATGATEWAYHOURS APN1-NatGateway-Hours,20\d\d-\d\d-\d\d$/m,
    );
    expect(readdirSync(directory).sort()).toEqual(["address-ranges.csv", "prices.csv"]);
  });

  it("is what is priced by from then on", async () => {
    await refresh("ap-northeast-1");
    const facts = await loadFacts(directory);
    const design = {
      ...emptyDesign("ap-northeast-1", 730),
      nats: [zonalNat(730)],
      gatewayEndpoints: [{ service: "s3" }],
    };
    const { lines } = priceDesign(design, facts);
    expect(lines.map(({ item, unitPrice }) => [item, unitPrice])).toEqual([
      ["nat-gateway-hours", 0.063],
      ["nat-public-ipv4-hours", 0.005],
      ["gateway-endpoint", 0],
    ]);
    expect(lines[0]?.source).toMatch(
      /^AWS price list AmazonEC2 20260904231117 of 2026-09-04 SKU .*, 20\d\d-\d\d-\d\d$/,
    );
    // What the list lacks is as it was.
    expect(facts.findPrice("ap-northeast-1", "cross_az_gb_per_direction")?.date).toBe("2024-09-25");
    expect(facts.addressRanges().syncToken).toBe("1900000000");
  });

  it("of China is in yuan, from China's own list", async () => {
    serve("cn-north-1", "CNN1-", { path: "/offers/v1.0/cn", Currency: "CNY" });
    expect((await refresh("cn-north-1")).status).toBe(0);
    const design = {
      ...emptyDesign("cn-north-1", 730),
      nats: [zonalNat(730)],
      gatewayEndpoints: [{ service: "s3" }],
    };
    const answer = priceDesign(design, await loadFacts(directory));
    expect(answer).toMatchObject({ currency: "CNY", unknowns: [] });
    expect(answer.natMonthly).toBeCloseTo(730 * (0.063 + 0.005), 9);
  });

  it("keeps the Regions that it does not read", async () => {
    await refresh("ap-northeast-1");
    serve("eu-west-1", "EU-");
    await refresh("eu-west-1");
    const regions = new Set(
      table("prices")
        .split("\n")
        .slice(1, -1)
        .map((line) => line.split(",")[0]),
    );
    expect(regions).toEqual(new Set(["ap-northeast-1", "eu-west-1"]));
  });

  it("stops reading when all wanted rows are in, and holds none of what it passes over", async () => {
    const wanted = recordedRows.filter(
      (one) => one["Region Code"] === "us-east-1" && one["OfferCode"] === "AmazonEC2",
    );
    serve("us-east-1", "USE1-");
    const nano = row("USE1-BoxUsage:t4g.nano", "0.0042", {
      operation: "RunInstances",
      "Region Code": "us-east-1",
    });
    let sent = 0;
    const closed = new Promise<void>((resolve) => {
      answers.set("/offers/v1.0/aws/AmazonEC2/20260904231117/us-east-1/index.csv", (response) => {
        response.once("close", resolve);
        const filler = offerLine(
          row("USE1-BoxUsage:m5.large", "0.096", { "Region Code": "us-east-1" }),
        ).repeat(2000);
        const pour = (): void => {
          while (!response.destroyed && response.write(filler)) sent += filler.length;
        };
        response.on("drain", pour);
        response.write(offerHead({ offer: "AmazonEC2", rows: [] }));
        response.write(filler.repeat(40));
        response.write([...wanted, nano].map((one) => offerLine(one)).join(""));
        pour();
      });
    });
    expect((await refresh("us-east-1")).status).toBe(0);
    await closed;
    // The server would have gone on for ever.
    expect(sent).toBeLessThan(200_000_000);
    expect(table("prices")).toContain("us-east-1,nat_provisioned_gbps_hour,Gbps-hrs,0,1.076,USD");
    expect(table("prices")).not.toContain("m5.large");
  });

  it.each<[string, () => void, RegExp]>([
    [
      "an empty file",
      () => answers.set(ec2Csv, text("")),
      /AmazonEC2 of ap-northeast-1 cannot be used: it is empty/,
    ],
    [
      "no row of what must be there",
      () => answers.set(ec2Csv, text(offerText({ offer: "AmazonEC2", rows: [] }))),
      /version 20260904231117 of 2026-09-04 has no NatGateway-Hours/,
    ],
    [
      "another currency",
      () => {
        const rows = ec2Rows("APN1-", { "Region Code": "ap-northeast-1", Currency: "CNY" });
        answers.set(ec2Csv, text(offerText({ offer: "AmazonEC2", rows })));
      },
      /its currency is CNY, not USD/,
    ],
    [
      "a page of a proxy",
      () => answers.set(ec2Csv, text("<html>\n".repeat(50))),
      /its columns have no names/,
    ],
    ["a refusal", () => answers.set(ec2Csv, text("", 403)), /index.csv cannot be read: HTTP 403/],
    [
      "a file that breaks off",
      () =>
        answers.set(ec2Csv, (response) => {
          response.writeHead(200, { "content-length": "100000" });
          response.write(offerHead({ offer: "AmazonEC2", rows: [] }));
          setImmediate(() => response.destroy());
        }),
      /index.csv cannot be read: /,
    ],
    [
      "no such Region",
      () => answers.set("/offers/v1.0/aws/AmazonEC2/current/region_index.json", json({ regions: {} })),
      /the price list AmazonEC2 has no Region ap-northeast-1/,
    ],
    [
      "an index that leads to another host",
      () =>
        answers.set(
          "/offers/v1.0/aws/AmazonEC2/current/region_index.json",
          json({ regions: { "ap-northeast-1": { currentVersionUrl: "//elsewhere.example/index.json" } } }),
        ),
      /the price list AmazonEC2 has no Region ap-northeast-1/,
    ],
    ["no ranges", () => answers.delete("/ip-ranges.json"), /ip-ranges.json cannot be read: HTTP 404/],
    [
      "empty ranges",
      () => answers.set("/ip-ranges.json", text("")),
      /ip-ranges.json cannot be read: it is empty/,
    ],
    [
      "ranges that were cut",
      () => answers.set("/ip-ranges.json", json(rangesFile({ count: 10 }))),
      /ip-ranges.json cannot be used: it holds 10 prefixes/,
    ],
  ])("keeps what there was when it meets %s, and says so", async (_, spoil, message) => {
    await refresh("ap-northeast-1");
    const before = { prices: table("prices"), ranges: table("address-ranges") };
    spoil();
    const { status, stdout, stderr } = await refresh("ap-northeast-1");
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect({ prices: table("prices"), ranges: table("address-ranges") }).toEqual(before);
    expect(readdirSync(directory).sort()).toEqual(["address-ranges.csv", "prices.csv"]);
  });

  /** An account that sees `token` on its second page, by a private name of its own. */
  const signIn = (token: string) =>
    startAws(({ operation, params }) => {
      if (operation === "GetCallerIdentity")
        return {
          body: query(
            operation,
            "<Account>123456789012</Account><Arn>arn:aws:iam::123456789012:user/me</Arn>",
          ),
        };
      const isFirst = params.get("NextToken") === null;
      const name = isFirst ? "ssm" : token;
      const detail =
        `<item><serviceName>com.amazonaws.ap-northeast-1.${name}</serviceName><owner>amazon</owner>` +
        "<serviceType><item><serviceType>Interface</serviceType></item></serviceType>" +
        `<privateDnsNameSet><item><privateDnsName>${name}.ap-northeast-1.api.aws</privateDnsName></item></privateDnsNameSet></item>`;
      const next = isFirst ? "<nextToken>2</nextToken>" : "";
      return { body: ec2(operation, `<serviceDetailSet>${detail}</serviceDetailSet>${next}`) };
    });

  it("asks an account, where there are credentials, for services that the catalogue lacks", async () => {
    const aws = await signIn("brand-new");
    const { status, stdout } = await refresh("ap-northeast-1");
    expect(aws.asked.map(({ operation }) => operation)).toEqual([
      "GetCallerIdentity",
      "DescribeVpcEndpointServices",
      "DescribeVpcEndpointServices",
    ]);
    expect(status).toBe(0);
    expect(stdout).not.toContain("Left out");
    const facts = await loadFacts(directory);
    expect(facts.findService("brand-new")?.source).toBe("DescribeVpcEndpointServices in ap-northeast-1");
  });

  it("leaves services out that do not fit the catalogue, and says so", async () => {
    await signIn("under_score");
    const { status, stdout } = await refresh("ap-northeast-1");
    expect(status).toBe(0);
    expect(stdout).toMatch(/endpoint services of ap-northeast-1: .*no host: under_score/);
    expect(readdirSync(directory).sort()).toEqual(["address-ranges.csv", "prices.csv"]);
    await expect(loadFacts(directory)).resolves.toBeDefined();
  });

  it("has no list for a partition that nobody told of, and none where facts are set aside", async () => {
    expect((await refresh("eusc-de-east-1")).stderr).toMatch(
      /no price list of the partition aws-eusc is known/,
    );
    process.env["DENAT_FACTS"] = "bundled";
    expect((await refresh("ap-northeast-1")).stderr).toMatch(/DENAT_FACTS says bundled/);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("replaces a snapshot that is broken, which every other verb refuses", async () => {
    writeFileSync(join(directory, "prices.csv"), "region,item\nnonsense\n");
    await expect(loadFacts(directory)).rejects.toMatchObject({
      code: "FACTS_BROKEN",
      hint: expect.stringContaining("DENAT_FACTS=bundled"),
    });
    expect((await refresh("ap-northeast-1")).status).toBe(0);
    await expect(loadFacts(directory)).resolves.toBeDefined();
  });
});
