import { describe, expect, it } from "vitest";
import { mustAddress, mustCidr } from "../../src/model/address.ts";
import {
  includes,
  intersect,
  isEmpty,
  isSubset,
  subtract,
  toAddressSet,
} from "../../src/model/interval-set.ts";
import { createFacts } from "../../src/facts/index.ts";
import { facts, readTable, tables } from "./facts.ts";

describe("publicAddresses", () => {
  it.each([
    "8.8.8.8",
    "1.1.1.1",
    "52.94.8.1",
    "100.63.255.255",
    "172.32.0.1",
    "2600:9000::1",
    "2a05:d000::1",
  ])("has %s", (text) => {
    expect(includes(facts.publicAddresses, mustAddress(text))).toBe(true);
  });
  it.each([
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.0.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "64:ff9b::1",
    "fc00::1",
    "fe80::1",
    "2001:db8::1",
    "ff02::1",
  ])("has not %s", (text) => {
    expect(includes(facts.publicAddresses, mustAddress(text))).toBe(false);
  });
  it("holds every address that AWS publishes", () => {
    const published = toAddressSet(facts.addressRanges().ranges.map(({ cidr }) => cidr()));
    expect(subtract(published, facts.publicAddresses)).toEqual([]);
  });
});

describe("addressRanges", () => {
  it("keeps every row and the token of its day", () => {
    const { ranges, syncToken, date } = facts.addressRanges();
    expect([ranges.length, syncToken, date]).toEqual([11_013, "1787411825", "2026-08-22"]);
    expect(ranges.find(({ cidr }) => cidr().text === "3.5.140.0/22")).toMatchObject({
      region: "ap-northeast-2",
      tags: ["AMAZON", "EC2", "S3"],
    });
  });
  it("is read once, and not before it is asked for", () => {
    let reads = 0;
    const lazy = createFacts({
      tables,
      readAddressRanges: () => ((reads += 1), readTable("address-ranges")),
    });
    lazy.classifyHost("s3.us-east-1.amazonaws.com");
    lazy.findPrice("us-east-1", "nat_gateway_hour");
    expect(reads).toBe(0);
    lazy.findPrefixList("com.amazonaws.us-east-1.s3");
    lazy.publicAddressesOf("ssm", "us-east-1");
    expect(reads).toBe(1);
  });
  it.each([
    ["a file without its token", "cidr,region,services\n", "address-ranges.csv:1: no syncToken"],
    [
      "a block that is none",
      "# syncToken 1 (2026-01-02-03-04-05)\ncidr,region,services\n1.2.3/8,r,S3",
      "address-ranges.csv:3: no CIDR block",
    ],
  ])("throws on %s", (_, text, message) => {
    const { addressRanges } = createFacts({ tables, readAddressRanges: () => text });
    expect(() => addressRanges().ranges.map(({ cidr }) => cidr())).toThrow(message);
  });
});

describe("publicAddressesOf", () => {
  it("gives the ranges of a service's own tag", () => {
    const { set, basis, date } = facts.publicAddressesOf("s3", "ap-northeast-1");
    expect(basis).toBe("ranges of tag S3 in ap-northeast-1");
    expect(date).toBe("2026-08-22");
    expect(includes(set, mustAddress("52.219.0.1"))).toBe(true);
    expect(isEmpty(intersect(set, facts.publicAddressesOf("s3", "us-east-1").set))).toBe(true);
  });
  it("gives all of AWS in the Region for a service without a tag", () => {
    const ssm = facts.publicAddressesOf("ssm", "ap-northeast-1");
    expect(ssm.basis).toBe("all ranges of AWS (tag AMAZON) in ap-northeast-1");
    expect(isSubset(ssm.set, facts.publicAddresses)).toBe(true);
    expect(includes(ssm.set, mustAddress("8.8.8.8"))).toBe(false);
  });
  it.each([
    ["iam", "ap-northeast-1", "GLOBAL and us-east-1"],
    ["route53", "us-gov-west-1", "GLOBAL and us-gov-west-1"],
    ["iam", "cn-northwest-1", "cn-north-1"],
    ["organizations", "ap-northeast-1", "us-east-1"],
  ])("places %s as asked from %s in %s", (service, region, where) => {
    expect(facts.publicAddressesOf(service, region).basis).toBe(`all ranges of AWS (tag AMAZON) in ${where}`);
  });
  it("gives every public address where nothing is published", () => {
    expect(facts.publicAddressesOf("s3", "unknown-region")).toMatchObject({
      set: facts.publicAddresses,
      basis: "every public address: no range of unknown-region is published",
    });
  });
});

describe("prefix lists", () => {
  it.each([
    "com.amazonaws.ap-northeast-1.s3",
    "com.amazonaws.us-east-1.dynamodb",
    "com.amazonaws.us-east-1.s3express",
    "com.amazonaws.unknown-region.s3",
  ])("%s has a stand-in id that names it", (name) => {
    expect(facts.prefixListNameOf(facts.prefixListIdFor(name))).toBe(name);
  });
  it("holds the ranges of its tag, in its family", () => {
    const list = facts.findPrefixList("com.amazonaws.ap-northeast-1.s3");
    expect(list?.basis).toBe("IPv4 ranges of tag S3 in ap-northeast-1");
    expect(list?.entries.map(({ text }) => text)).toContain("52.219.0.0/20");
    expect(new Set(list?.entries.map(({ family }) => family))).toEqual(new Set([4]));
    expect(
      facts.findPrefixList("com.amazonaws.global.cloudfront.origin-facing")?.entries.length,
    ).toBeGreaterThan(20);
    const covered = toAddressSet(list?.entries ?? []);
    expect(includes(covered, mustCidr("52.219.0.0/20").last)).toBe(true);
  });
  it.each([
    "com.amazonaws.us-east-1.s3express",
    "com.amazonaws.unknown-region.s3",
    "com.amazonaws.us-east-1.vpc-lattice",
    "my-list",
    "",
  ])("has no stand-in for %s", (name) => {
    expect(facts.findPrefixList(name)).toBeUndefined();
  });
  it.each([
    ["s3", "us-east-1", "com.amazonaws.us-east-1.s3"],
    ["dynamodb", "eu-west-1", "com.amazonaws.eu-west-1.dynamodb"],
    ["s3", "cn-north-1", "com.amazonaws.cn-north-1.s3"],
    ["ssm", "us-east-1", undefined],
    ["no-such-service", "us-east-1", undefined],
  ])("the list of %s in %s is %s", (service, region, name) => {
    expect(facts.prefixListOf(service, region, 4)).toBe(name);
  });
  it("knows real ids, and asks for the Region where one id names several lists", () => {
    expect(facts.prefixListNameOf("pl-61a54008")).toBe("com.amazonaws.ap-northeast-1.s3");
    expect(facts.prefixListNameOf("pl-78a54011")).toBeUndefined();
    expect(facts.prefixListNameOf("pl-78a54011", "ap-northeast-1")).toBe(
      "com.amazonaws.ap-northeast-1.dynamodb",
    );
    expect(facts.prefixListNameOf("pl-78a54011", "ap-south-1")).toBe("com.amazonaws.ap-south-1.s3");
    expect(facts.prefixListNameOf("pl-61a54008", "us-east-1")).toBeUndefined();
    expect(facts.prefixListNameOf("pl-0123456789abcdef0")).toBeUndefined();
  });
  it.each([
    ["com.amazonaws.ap-northeast-1.s3", "pl-61a54008"],
    ["com.amazonaws.ap-northeast-1.dynamodb", "pl-78a54011"],
    ["com.amazonaws.ap-south-1.s3", "pl-78a54011"],
    ["com.amazonaws.nowhere-1.s3", undefined],
  ])("the id of %s is %s", (name, id) => {
    expect(facts.realPrefixListId(name)).toBe(id);
  });
});
