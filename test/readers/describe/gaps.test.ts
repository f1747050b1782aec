import { describe, expect, it } from "vitest";
import { tableNames } from "../../../src/model/network.ts";
import { gapsOf, only, read } from "./answers.ts";

const vpc = { VpcId: "vpc-1", CidrBlock: "10.0.0.0/16" };
const subnet = (id: string, more: object = {}) => ({
  SubnetId: id,
  VpcId: "vpc-1",
  CidrBlock: "10.0.0.0/24",
  ...more,
});

describe("what was not collected", () => {
  it("is a gap with the call, in every table", () => {
    const gaps = gapsOf(read({ Vpcs: [vpc] }).network);
    expect(Object.keys(gaps).sort()).toEqual(tableNames.filter((table) => table !== "vpcs").sort());
    expect(gaps["networkAcls"]).toBe("aws ec2 describe-network-acls");
    expect(gaps["gateways"]).toBe(
      "aws ec2 describe-internet-gateways && aws ec2 describe-egress-only-internet-gateways && aws ec2 describe-vpn-gateways",
    );
  });

  it("is complete with an empty answer", () => {
    const gaps = gapsOf(
      read({ Vpcs: [vpc], NetworkAcls: [], VpnGateways: [], InternetGateways: [], TransitGateways: [] })
        .network,
    );
    expect(gaps).not.toHaveProperty("networkAcls");
    expect(gaps["gateways"]).toBe("aws ec2 describe-egress-only-internet-gateways");
    expect(gaps).not.toHaveProperty("transitGatewayRouteTables");
  });

  it("is a gap while the last page is missing", () => {
    const first = { Subnets: [subnet("subnet-1")], NextToken: "more" };
    expect(gapsOf(read(first).network)).toHaveProperty("subnets");
    const both = read(first, { Subnets: [subnet("subnet-2", { CidrBlock: "10.0.1.0/24" })] }).network;
    expect(gapsOf(both)).not.toHaveProperty("subnets");
    expect(both.subnets.size).toBe(2);
  });

  it("settles facts of describe output one by one", () => {
    expect(only(read({ Vpcs: [vpc] }).network, "vpcs")).toMatchObject({
      enableDnsSupport: {
        known: false,
        settledBy: "aws ec2 describe-vpc-attribute --vpc-id vpc-1 --attribute enableDnsSupport",
      },
      encryptionControl: { known: false },
    });
    expect(
      only(read({ Vpcs: [vpc] }, { VpcId: "vpc-1", EnableDnsSupport: { Value: false } }).network, "vpcs")
        .enableDnsSupport,
    ).toEqual({ known: true, value: false });
  });
});

describe("a row that cannot be read", () => {
  it.each([
    { wrong: { CidrBlock: "10.0.0.0/99" }, reason: 'CidrBlock is "10.0.0.0/99", which is no CIDR block' },
    { wrong: { VpcId: 7 }, reason: "VpcId is a number, not text" },
    { wrong: { SubnetId: "" }, reason: "SubnetId is missing" },
    { wrong: { MapPublicIpOnLaunch: [] }, reason: "MapPublicIpOnLaunch is a list, not true or false" },
  ])("$reason", ({ wrong, reason }) => {
    const { network, unused } = read({
      Subnets: [subnet("subnet-1"), subnet("subnet-2", { CidrBlock: "10.0.1.0/24", ...wrong })],
    });
    expect([...network.subnets.keys()]).toEqual(["subnet-1"]);
    expect(unused).toEqual([
      { path: "snapshot/accounts/123456789012/eu-west-1/answer-0.json#Subnets[1]", reason },
    ]);
    expect(gapsOf(network)).toHaveProperty("subnets", "aws ec2 describe-subnets");
  });

  it("leaves no gap when it can never matter", () => {
    const reservation = { Instances: [{ InstanceId: "i-1", State: { Name: "terminated" } }] };
    const { network, unused } = read({ Reservations: [reservation], NetworkInterfaces: [] });
    expect(network.workloads.size).toBe(0);
    expect(unused).toMatchObject([{ reason: "the instance is terminated" }]);
    expect(gapsOf(network)).not.toHaveProperty("workloads");
  });

  it("is told of when a whole key is no list", () => {
    const { network, unused } = read({ Vpcs: [vpc], RouteTables: "none" });
    expect(unused).toMatchObject([{ reason: "RouteTables is no list" }]);
    expect(gapsOf(network)).toHaveProperty("routeTables");
  });
});
