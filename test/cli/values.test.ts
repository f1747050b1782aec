import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  amount,
  labName,
  names,
  oneOf,
  parameter,
  protocolNumber,
  region,
  ssmAgent,
  wholeNumber,
} from "../../src/cli/values.ts";

describe("option values", () => {
  const port = wholeNumber("--port", "a port", 1, 65535);

  it("are whole numbers only when written as such, and within their range", () => {
    expect([port("1"), port("443"), port("65535")]).toEqual([1, 443, 65535]);
    for (const text of [
      "0",
      "65536",
      "4 43",
      "4.0",
      "1e3",
      "0x1bb",
      "-1",
      "+1",
      "",
      "٤٤٣",
      "https",
      "9".repeat(30),
    ]) {
      expect(() => port(text)).toThrow(/^--port/);
    }
  });

  it("are amounts without exponents or signs", () => {
    const gb = amount("--gb-month", "a volume");
    expect([gb("0"), gb("250"), gb("1.5")]).toEqual([0, 250, 1.5]);
    for (const text of ["-5", "1e3", "1,000", "", ".", "5.", "Infinity", "NaN"]) {
      expect(() => gb(text)).toThrow(/^--gb-month/);
    }
  });

  it("are protocols by name or number", () => {
    expect(["tcp", "UDP", "icmp", "47", "0", "255"].map(protocolNumber)).toEqual([6, 17, 1, 47, 0, 255]);
    for (const text of ["256", "-1", "all", "constructor", ""]) {
      expect(() => protocolNumber(text)).toThrow(/^--protocol/);
    }
  });

  it("are names in one list, however often the option is given", () => {
    const needs = names("--needs");
    expect(needs("ecr.api", needs("s3, ssm"))).toEqual(["s3", "ssm", "ecr.api"]);
    expect(() => needs("s3,,ssm")).toThrow(/^--needs/);
  });

  it("are template parameters, whose values may hold anything", () => {
    expect(parameter("B=", parameter("A=x=y z"))).toEqual(
      new Map([
        ["A", "x=y z"],
        ["B", ""],
      ]),
    );
    expect(() => parameter("A")).toThrow(/^--parameter A/);
    expect(() => parameter("=x")).toThrow(/^--parameter =x/);
    expect(() => parameter("A=2", parameter("A=1"))).toThrow("--parameter A is given twice");
  });

  it("are Regions of every partition", () => {
    const regions = ["ap-northeast-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1", "us-iso-east-1"];
    expect(regions.map(region)).toEqual(regions);
    for (const text of ["tokyo", "ap-northeast-1a", "AP-NORTHEAST-1", ""]) {
      expect(() => region(text)).toThrow(/^--region/);
    }
  });

  it("are one of the forms a verb has, or a failure that lists them", () => {
    const format = oneOf("--format", "plan", ["text", "json"]);
    expect(format("json")).toBe("json");
    expect(() => format("html")).toThrow("plan has no --format html");
  });

  it("are names that a directory may have", () => {
    expect(labName("my.lab_2-b")).toBe("my.lab_2-b");
    for (const text of ["", "..", "../up", "a/b", "-x", "x".repeat(41)]) {
      expect(() => labName(text)).toThrow(/^--name/);
    }
  });

  it("are an agent of the lab's, none, or the path of the real one", () => {
    expect(ssmAgent("own")).toEqual({ kind: "own" });
    expect(ssmAgent("/usr/bin/amazon-ssm-agent")).toEqual({
      kind: "real",
      path: "/usr/bin/amazon-ssm-agent",
    });
    expect(() => ssmAgent("mine")).toThrow(/^--ssm-agent mine/);
  });

  it("never become a number by accident", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/^\d+$/.test(text));
        expect(() => port(text)).toThrow(/^--port/);
      }),
    );
  });
});
