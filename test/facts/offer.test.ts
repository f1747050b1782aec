import { describe, expect, it } from "vitest";
import { createOfferReader, createRecordReader, offerCodes } from "../../src/facts/index.ts";
import type { OfferPrices, OfferQuestion } from "../../src/facts/index.ts";
import { AppError } from "../../src/model/app-error.ts";
import { facts } from "./facts.ts";
import { offerText, recordedRows, row, transferColumns } from "./offer-file.ts";
import type { OfferFile, OfferRow } from "./offer-file.ts";

type Offer = OfferQuestion["offer"];

function read(file: OfferFile, region: string, currency: OfferQuestion["currency"] = "USD"): OfferPrices {
  const offer = offerCodes.find((code) => code === file.offer) ?? "AmazonEC2";
  const wanted = facts.wantedPrices().filter((one) => one.offer === offer);
  const reader = createOfferReader({ offer, region, currency, wanted });
  const records = createRecordReader();
  for (const record of records.read(offerText(file))) reader.take(record);
  return reader.finish();
}

const pricesOf = ({ prices }: OfferPrices) =>
  Object.fromEntries(prices.map(({ item, tiers }) => [item, tiers.map(({ from, price }) => [from, price])]));

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error.message;
    throw error;
  }
  return "nothing";
}

/** What every Region's file holds, under the prefix of its usage types. */
const basics = (prefix: string, more: OfferRow = {}): Readonly<Record<Offer, readonly OfferRow[]>> => ({
  AmazonEC2: [
    row(`${prefix}NatGateway-Hours`, "0.0480000000", more),
    row(`${prefix}NatGateway-Bytes`, "0.0480000000", { Unit: "GB", ...more }),
  ],
  AmazonVPC: [
    row(`${prefix}VpcEndpoint-Hours`, "0.0110000000", { operation: "VpcEndpoint", ...more }),
    row(`${prefix}VpcEndpoint-Bytes`, "0.0100000000", { Unit: "GB", operation: "VpcEndpoint", ...more }),
  ],
  AWSDataTransfer: [
    row(`${prefix}DataTransfer-Out-Bytes`, "0.0900000000", {
      Unit: "GB",
      "To Location": "External",
      ...more,
    }),
  ],
});
const ec2 = (...rows: readonly OfferRow[]): OfferFile => ({
  offer: "AmazonEC2",
  rows: [...basics("EU-").AmazonEC2, ...rows],
});
const vpc = (...rows: readonly OfferRow[]): OfferFile => ({
  offer: "AmazonVPC",
  rows: [...basics("EU-").AmazonVPC, ...rows],
});

describe("the recorded rows", () => {
  const hours = recordedRows.filter(({ usageType = "" }) => /(^|-)NatGateway-Hours$/.test(usageType));

  it.each(hours.map((one) => [one["Region Code"] ?? "", one["usageType"] ?? "", one]))(
    "price the NAT gateway hour of %s, %s",
    (region, _, hour) => {
      const bytes = row("NatGateway-Bytes", "0.05", { Unit: "GB", "Region Code": region });
      const others = recordedRows.filter(
        (one) => one["OfferCode"] === "AmazonEC2" && one["usageType"]?.endsWith("NatGateway-Bytes") !== true,
      );
      const { prices, version, published } = read({ offer: "AmazonEC2", rows: [...others, bytes] }, region);
      const price = prices.find(({ item }) => item === "nat_gateway_hour");
      expect(price?.tiers).toEqual([{ from: 0, price: String(Number(hour["PricePerUnit"])) }]);
      expect(price?.sku).toBe(hour["SKU"]);
      expect([version, published]).toEqual(["20260904231117", "2026-09-04"]);
    },
  );

  it("price all of us-east-1 that they hold, to the last tier", () => {
    const rows = (offer: string) => recordedRows.filter(({ OfferCode }) => OfferCode === offer);
    expect(pricesOf(read({ offer: "AmazonEC2", rows: rows("AmazonEC2") }, "us-east-1"))).toEqual({
      nat_gateway_hour: [[0, "0.045"]],
      nat_regional_hour: [[0, "0.045"]],
      nat_gateway_gb: [[0, "0.045"]],
      nat_provisioned_gbps_hour: [[0, "1.076"]],
      nat_provisioned_gb: [[0, "0"]],
    });
    expect(pricesOf(read({ offer: "AmazonVPC", rows: rows("AmazonVPC") }, "us-east-1"))).toEqual({
      interface_endpoint_gb: [
        [0, "0.01"],
        [1_048_576, "0.006"],
        [5_242_880, "0.004"],
      ],
      interface_endpoint_hour_per_az: [[0, "0.01"]],
      gwlb_endpoint_hour_per_az: [[0, "0.01"]],
      gwlb_endpoint_gb: [[0, "0.0035"]],
      public_ipv4_inuse_hour: [[0, "0.005"]],
      public_ipv4_idle_hour: [[0, "0.005"]],
    });
  });
});

describe("a row", () => {
  it.each([
    ["of a reservation", row("EU-NatGateway-Hours", "0.01", { TermType: "Reserved" })],
    ["of a local zone", row("EU-NatGateway-Hours", "0.01", { "Location Type": "AWS Local Zone" })],
    ["of another Region", row("EUW2-NatGateway-Hours", "0.01", { "Region Code": "eu-west-2" })],
    ["that only ends like it", row("EU-RegionalNatGateway-Hours-More", "0.01")],
    ["that is longer", row("EU-NatGateway-Hours-Reserved", "0.01")],
    ["of two prefixes", row("EU-USE1-NatGateway-Hours", "0.01")],
    ["of Windows", row("EU-BoxUsage:t4g.nano", "0.01", { operation: "RunInstances:0002" })],
    ["of a larger instance", row("EU-BoxUsage:t4g.nano2", "0.01", { operation: "RunInstances" })],
  ])("%s is none that is wanted", (_, strange) => {
    expect(pricesOf(read(ec2(strange), "eu-west-1"))).toEqual({
      nat_gateway_hour: [[0, "0.048"]],
      nat_gateway_gb: [[0, "0.048"]],
    });
  });

  it("of a VPN's attachment, of an endpoint service or of a load balancer's endpoint is not the wanted one", () => {
    const file = vpc(
      row("EU-VpcEndpoint-Service-Hours", "0.2"),
      row("EU-VpcEndpoint-GWLBE-Hours", "0.0112"),
      row("EU-TransitGateway-Hours", "0.07", { operation: "TransitGatewayVPN" }),
      row("EU-TransitGateway-Hours", "0.05", { operation: "TransitGatewayVPC" }),
      row("EU-VpcEndpoint-Resource-Hours", "0.02", { operation: "VpcResourceConsumer" }),
    );
    expect(pricesOf(read(file, "eu-west-1"))).toEqual({
      interface_endpoint_hour_per_az: [[0, "0.011"]],
      interface_endpoint_gb: [[0, "0.01"]],
      gwlb_endpoint_hour_per_az: [[0, "0.0112"]],
      tgw_vpc_attachment_hour: [[0, "0.05"]],
      resource_endpoint_hour: [[0, "0.02"]],
    });
  });

  it("of data transfer tells both its ends", () => {
    const pair = { Unit: "GB", "To Location Type": "AWS Region" };
    const out = (from: string, end: string, price: string) =>
      row("EU-DataTransfer-Out-Bytes", price, {
        Unit: "GB",
        "To Location": "External",
        StartingRange: from,
        EndingRange: end,
      });
    const file: OfferFile = {
      offer: "AWSDataTransfer",
      columns: transferColumns,
      rows: [
        out("10240", "51200", "0.085"),
        out("0", "10240", "0.09"),
        out("51200", "Inf", "0.07"),
        row("EU-DataTransfer-Regional-Bytes", "0.01", { Unit: "GB" }),
        row("EU-APN1-AWS-Out-Bytes", "0.02", { ...pair, "To Region Code": "ap-northeast-1" }),
        row("EU-APN1-AWS-In-Bytes", "0", { ...pair, "To Region Code": "ap-northeast-1" }),
        row("APN1-EU-AWS-Out-Bytes", "0.09", {
          ...pair,
          "From Region Code": "ap-northeast-1",
          "To Region Code": "eu-west-1",
        }),
      ],
    };
    expect(pricesOf(read(file, "eu-west-1"))).toEqual({
      internet_egress_gb: [
        [0, "0.09"],
        [10_240, "0.085"],
        [51_200, "0.07"],
      ],
      cross_az_gb_per_direction: [[0, "0.01"]],
      inter_region_gb_to_ap_northeast_1: [[0, "0.02"]],
    });
  });

  it.each([
    [
      "in another unit",
      [row("EU-RegionalNatGateway-Hours", "0.05", { Unit: "GB" })],
      "its unit is GB, not Hrs",
    ],
    [
      "of two prices",
      [row("EU-RegionalNatGateway-Hours", "0.05"), row("EU-RegionalNatGateway-Hours", "0.06")],
      "it has two prices, 0.05 and 0.06",
    ],
    [
      "with a gap in its tiers",
      [row("EU-RegionalNatGateway-Hours", "0.05", { StartingRange: "5", EndingRange: "Inf" })],
      "its tiers do not join at 0",
    ],
    [
      "whose tiers end",
      [row("EU-RegionalNatGateway-Hours", "0.05", { StartingRange: "0", EndingRange: "9" })],
      "its last tier ends",
    ],
    ["without a price", [row("EU-RegionalNatGateway-Hours", "free")], 'its price is "free"'],
  ])("%s is left out, and said", (_, rows, why) => {
    const { prices, leftOut } = read(ec2(...rows), "eu-west-1");
    expect(prices.map(({ item }) => item)).not.toContain("nat_regional_hour");
    expect(leftOut).toEqual([{ item: "nat_regional_hour", why }]);
  });
});

describe("a price list", () => {
  it("may have its columns in another order, and others among them", () => {
    const columns = ["Region Code", "EBS Throughput", "usageType", "operation", "Location Type", "Currency"];
    const rest = ["PricePerUnit", "Unit", "TermType", "SKU"];
    const file = { ...ec2(), columns: [...columns, ...rest] };
    expect(pricesOf(read(file, "eu-west-1"))).toMatchObject({ nat_gateway_hour: [[0, "0.048"]] });
  });

  it("of China is in yuan, and nowhere else", () => {
    const rows = basics("CNN1-", { "Region Code": "cn-north-1", Currency: "CNY" }).AmazonEC2;
    const { prices } = read({ offer: "AmazonEC2", rows }, "cn-north-1", "CNY");
    expect(prices.map(({ currency }) => currency)).toEqual(["CNY", "CNY"]);
    expect(failureOf(() => read({ offer: "AmazonEC2", rows }, "cn-north-1"))).toBe(
      "the price list AmazonEC2 of cn-north-1 cannot be used: version 20260904231117 of 2026-09-04 has no NatGateway-Hours: its currency is CNY, not USD",
    );
  });

  const refused = (file: OfferFile, region = "eu-west-1") => failureOf(() => read(file, region));

  it.each<[string, () => string, RegExp]>([
    [
      "without a row of the Region",
      () => refused(ec2(), "eu-west-3"),
      /has no NatGateway-Hours: it has no such row/,
    ],
    ["without rows", () => refused({ offer: "AmazonEC2", rows: [] }), /has no NatGateway-Hours/],
    [
      "without columns",
      () => refused({ ...ec2(), columns: ["SKU", "Price"] }),
      /its columns have no names|it has no columns/,
    ],
    ["of another offer", () => refused({ ...ec2(), offer: "AmazonRDS" }), /its OfferCode is AmazonRDS/],
    ["without a version", () => refused({ ...ec2(), version: "" }), /it names no version/],
  ])("%s cannot be used", (_, run, message) => {
    expect(run()).toMatch(message);
  });

  it("that is empty, or no list, cannot be used", () => {
    const question = { offer: "AmazonEC2", region: "eu-west-1", currency: "USD", wanted: [] } as const;
    expect(failureOf(() => createOfferReader(question).finish())).toMatch(/it is empty/);
    const page = createOfferReader(question);
    const lines = Array.from({ length: 30 }, (_, index) => `<p>${index}</p>`);
    expect(failureOf(() => lines.forEach((line) => page.take(line)))).toMatch(/its columns have no names/);
    const torn = createOfferReader(question);
    expect(failureOf(() => torn.take('"a","b'))).toMatch(/a record of it is broken/);
  });

  it("is done when each wanted row is in, to its last tier", () => {
    const wanted = facts.wantedPrices().filter(({ offer, needed }) => offer === "AmazonVPC" && needed);
    const reader = createOfferReader({ offer: "AmazonVPC", region: "us-east-1", currency: "USD", wanted });
    const rows = recordedRows.filter(({ operation }) => operation === "VpcEndpoint");
    const done: boolean[] = [];
    for (const record of createRecordReader().read(offerText({ offer: "AmazonVPC", rows }))) {
      reader.take(record);
      done.push(reader.isDone());
    }
    expect(done.indexOf(true)).toBe(6 + 3);
  });
});

describe("records", () => {
  it("are the same, however the text is cut", () => {
    const text = '"a","b ""quoted"", c"\r\n"two\nlines","d"\nplain,e\n';
    const whole = createRecordReader().read(text);
    expect(whole).toEqual(['"a","b ""quoted"", c"', '"two\nlines","d"', "plain,e"]);
    for (const size of [1, 2, 3, 7]) {
      const reader = createRecordReader();
      const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      expect(pieces.flatMap((piece) => reader.read(piece))).toEqual(whole);
    }
  });

  it("without an end are not gathered", () => {
    const reader = createRecordReader();
    expect(() => {
      for (let count = 0; count < 100; count += 1) reader.read("x".repeat(100_000));
    }).toThrow(RangeError);
  });
});
