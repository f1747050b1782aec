import { describe, expect, it } from "vitest";
import { internetHosts } from "../../../src/lab/dns/index.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { Workload } from "../../../src/model/entity/workload.ts";
import { includes } from "../../../src/model/interval-set.ts";
import { known } from "../../../src/model/known.ts";
import { facts } from "../../facts/facts.ts";
import { base, networkInterface, scope, vpc, withRows } from "../../reach/estate.ts";
import { dig } from "./dig.ts";

const instance: Workload = {
  id: parseId("i-0abc123def4567890"),
  aliases: [],
  scope,
  origin: { file: "instances" },
  kind: "instance",
  networkInterfaces: [parseId("eni-b")],
  roles: known([]),
  platform: "linux",
  state: "running",
  clues: [],
};
const network = withRows(base, {
  vpcs: [vpc("vpc-1", ["10.0.0.0/16", "2001:db8:1::/56"]), vpc("vpc-2", ["10.1.0.0/16"])],
  workloads: [instance],
  networkInterfaces: [
    networkInterface("eni-b", {
      vpc: "vpc-1",
      subnet: "subnet-b",
      addresses: "10.0.2.10 2001:db8:1::10",
      groups: [],
    }),
  ],
});
const inVirginia = {
  ...network,
  scopes: new Map([[scope, { id: scope, account: "1", region: "us-east-1", kind: "account" as const }]]),
};
const hostnamesOff = withRows(network, {
  vpcs: [vpc("vpc-1", ["10.0.0.0/16"], { enableDnsHostnames: known(false) })],
});
const internal = "ap-northeast-1.compute.internal";

describe("names by private address", () => {
  it.each([
    [`ip-10-0-1-10.${internal}`, "A 10.0.1.10"],
    [`ip-10-0-2-10.${internal}`, "A 10.0.2.10"],
    [`ip-10-0-1-11.${internal}`, "NXDOMAIN"],
    [`ip-10-0-1-999.${internal}`, "NXDOMAIN"],
    [`ip-10-0-1-10.us-east-1.compute.internal`, "NXDOMAIN"],
    [`ip-10-0-1-10.ec2.internal`, "NXDOMAIN"],
    [internal, "NODATA"],
  ])("%s is %s", (name, answer) => {
    expect(dig(network, name)).toBe(answer);
  });

  it("are under ec2.internal in us-east-1", () => {
    expect(dig(inVirginia, "ip-10-0-1-10.ec2.internal")).toBe("A 10.0.1.10");
  });

  it("are known in their own VPC, with both DNS attributes on", () => {
    expect(dig(network, `ip-10-0-1-10.${internal}`, { from: "vpc-2" })).toBe("NXDOMAIN");
    expect(dig(network, `ip-10-0-1-10.${internal}`, { from: "internet" })).toBe("NXDOMAIN");
    expect(dig(hostnamesOff, `ip-10-0-1-10.${internal}`)).toBe("NXDOMAIN");
  });
});

describe("names by resource", () => {
  const name = `${instance.id}.${internal}`;
  const options = (a: boolean, aaaa: boolean) => ({ changes: { resourceNameRecords: () => ({ a, aaaa }) } });

  it.each([
    [options(true, true), "A 10.0.2.10", "AAAA 2001:db8:1::10"],
    [options(true, false), "A 10.0.2.10", "NODATA"],
    [options(false, true), "NODATA", "AAAA 2001:db8:1::10"],
    [options(false, false), "NXDOMAIN", "NXDOMAIN"],
  ])("have the records that the instance's options say", (asked, a, aaaa) => {
    expect(dig(network, name, asked)).toBe(a);
    expect(dig(network, name, { ...asked, type: "AAAA" })).toBe(aaaa);
  });

  it("are known in their own VPC", () => {
    expect(dig(network, name, { ...options(true, true), from: "vpc-2" })).toBe("NXDOMAIN");
  });
});

describe("names by public address", () => {
  const name = "ec2-54-1-2-3.ap-northeast-1.compute.amazonaws.com";
  it("lead to the private address inside the VPC, and to the public one from anywhere else", () => {
    expect(dig(network, name)).toBe("A 10.0.1.10");
    expect(dig(network, name, { from: "vpc-2" })).toBe("A 54.1.2.3");
    expect(dig(network, name, { from: "internet" })).toBe("A 54.1.2.3");
    expect(dig(inVirginia, "ec2-54-1-2-3.compute-1.amazonaws.com")).toBe("A 10.0.1.10");
  });

  it("exist for addresses that something has, in VPCs that give names", () => {
    expect(dig(network, name.replace("-3.", "-4."))).toBe("NXDOMAIN");
    expect(dig(network, name.replace("ap-northeast-1", "eu-west-1"))).toBe("NXDOMAIN");
    expect(dig(hostnamesOff, name)).toBe("NXDOMAIN");
    expect(dig(hostnamesOff, name, { from: "internet" })).toBe("NXDOMAIN");
  });
});

describe("reverse lookup", () => {
  const nibbles = "0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa";
  it.each([
    ["10.1.0.10.in-addr.arpa", `PTR ip-10-0-1-10.${internal}`],
    ["11.1.0.10.in-addr.arpa", "NXDOMAIN"],
    ["10.1.1.10.in-addr.arpa", "NXDOMAIN"],
    ["999.1.0.10.in-addr.arpa", "NXDOMAIN"],
    ["1.0.10.in-addr.arpa", "NXDOMAIN"],
    ["3.2.1.54.in-addr.arpa", "PTR ec2-54-1-2-3.ap-northeast-1.compute.amazonaws.com"],
    ["4.2.1.54.in-addr.arpa", "NXDOMAIN"],
    [nibbles, "NXDOMAIN"],
  ])("of %s is %s", (name, answer) => {
    expect(dig(network, name, { type: "PTR" })).toBe(answer);
  });

  it("of an IPv6 address is the resource name, where that has a record", () => {
    const changes = { resourceNameRecords: () => ({ a: false, aaaa: true }) };
    expect(dig(network, nibbles, { type: "PTR", changes })).toBe(`PTR ${instance.id}.${internal}`);
  });

  it("of private addresses is a matter of the VPC, with both DNS attributes on", () => {
    const name = "10.1.0.10.in-addr.arpa";
    expect(dig(network, name, { type: "PTR", from: "vpc-2" })).toBe("NXDOMAIN");
    expect(dig(hostnamesOff, name, { type: "PTR" })).toBe("NXDOMAIN");
    expect(dig(network, name, { type: "A" })).toBe("NODATA");
  });
});

describe("hosts of the lab's internet", () => {
  it("have public addresses, and no name twice", () => {
    const names = internetHosts.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, addresses } of internetHosts) {
      expect(facts.classifyHost(name)).toEqual({ kind: "internet" });
      for (const address of addresses) expect(includes(facts.publicAddresses, address), name).toBe(true);
    }
  });
});
