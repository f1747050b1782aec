import { describe, expect, it } from "vitest";
import { unknownRegion } from "../../src/model/network.ts";
import { facts } from "./facts.ts";

describe("regionNamed", () => {
  it.each([
    ["us-east-1", "aws", "amazonaws.com"],
    ["us-gov-west-1", "aws-us-gov", "amazonaws.com"],
    ["cn-north-1", "aws-cn", "amazonaws.com.cn"],
    ["eusc-de-east-1", "aws-eusc", "amazonaws.eu"],
    ["us-iso-east-1", "aws-iso", "c2s.ic.gov"],
    ["us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"],
    ["eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"],
    ["xx-nowhere-9", "aws", "amazonaws.com"],
    ["cn-east-7", "aws-cn", "amazonaws.com.cn"],
    ["us-gov-north-1", "aws-us-gov", "amazonaws.com"],
    ["eusc-fr-west-1", "aws-eusc", "amazonaws.eu"],
    [unknownRegion, "aws", "amazonaws.com"],
  ])("%s is of partition %s", (name, partition, dnsSuffix) => {
    expect(facts.regionNamed(name)).toMatchObject({ name, partition: { name: partition, dnsSuffix } });
  });

  it("knows the zones of listed Regions alone", () => {
    expect(facts.regionNamed("ap-northeast-1").zones).toEqual([
      "ap-northeast-1a",
      "ap-northeast-1c",
      "ap-northeast-1d",
    ]);
    expect(facts.regionNamed("ap-northeast-9").zones).toEqual([]);
  });
});

describe("isRegionName", () => {
  it.each(["us-east-1", "cn-north-1", "ap-east-9", unknownRegion])("%s is one", (name) => {
    expect(facts.isRegionName(name)).toBe(true);
  });
  it.each(["", "global", "us-east", "us-east-1a", "queue", "east-1", "us-east-1.evil"])(
    "%s is none",
    (name) => {
      expect(facts.isRegionName(name)).toBe(false);
    },
  );
});

describe("isOpenedSince", () => {
  it.each([
    ["mx-central-1", "2024-01-01", true],
    ["us-east-1", "2024-01-01", false],
    ["ca-west-1", "2023-12-20", true],
    ["ca-west-1", "2023-12-21", false],
    ["il-central-1", "2023-01-01", true],
    ["il-central-1", "2023-06-01", undefined],
    ["us-iso-east-1", "2020-01-01", undefined],
    ["xx-nowhere-9", "2020-01-01", undefined],
  ])("%s since %s: %s", (region, date, expected) => {
    expect(facts.isOpenedSince(region, date)).toBe(expected);
  });
});
