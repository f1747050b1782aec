/** A template as it would be deployed: addresses, interfaces of endpoints, routes of gateway endpoints. */
import { describe, expect, it } from "vitest";
import { deployNetwork } from "../../../src/lab/deploy/index.ts";
import { formatAddress } from "../../../src/model/address.ts";
import { known, unknown, valueOr } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { facts } from "../../reach/ask.ts";
import {
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  natGateway,
  networkInterface,
  subnet,
  withRows,
} from "../../reach/estate.ts";

const later = unknown("an address", "deploy it");
const unplaced = (id: string, at: string) => ({
  ...networkInterface(id, { vpc: "vpc-1", subnet: at, addresses: "10.0.1.99", groups: ["sg-client"] }),
  addresses: later,
  hasPublicIpv4: later,
});
const addressesOf = (network: Network, id: string): readonly string[] => {
  const row = network.networkInterfaces.get(id as never);
  return row === undefined ? [] : valueOr(row.addresses, []).map(formatAddress);
};

describe("addresses", () => {
  it("are the lowest free ones above the four that AWS keeps", () => {
    const network = withRows(base, {
      networkInterfaces: ["eni-1", "eni-2", "eni-3"].map((id) => unplaced(id, "subnet-a")),
    });
    const deployed = deployNetwork(network, facts);
    // eni-a has 10.0.1.10 already.
    expect(["eni-a", "eni-1", "eni-2", "eni-3"].map((id) => addressesOf(deployed, id))).toEqual([
      ["10.0.1.10"],
      ["10.0.1.4"],
      ["10.0.1.5"],
      ["10.0.1.6"],
    ]);
  });
  it("are of every family that the subnet has", () => {
    const network = withRows(base, {
      subnets: [subnet("subnet-6", "vpc-1", "10.0.3.0/24 2600:1f14::/64", "a")],
      networkInterfaces: [unplaced("eni-6", "subnet-6")],
    });
    const [four, six] = addressesOf(deployNetwork(network, facts), "eni-6");
    expect(four).toBe("10.0.3.4");
    if (six !== undefined) expect(six).toBe("2600:1f14::4");
  });
  it("stay with whoever has them when the network changes, and are given to nobody else", () => {
    const first = withRows(base, { networkInterfaces: [unplaced("eni-2", "subnet-a")] });
    const before = deployNetwork(first, facts);
    expect(addressesOf(before, "eni-2")).toEqual(["10.0.1.4"]);
    const changed = withRows(base, {
      networkInterfaces: [unplaced("eni-1", "subnet-a"), unplaced("eni-2", "subnet-a")],
    });
    const after = deployNetwork(changed, facts, before);
    expect(["eni-1", "eni-2"].map((id) => addressesOf(after, id))).toEqual([["10.0.1.5"], ["10.0.1.4"]]);
    expect(addressesOf(deployNetwork(changed, facts), "eni-2")).toEqual(["10.0.1.5"]);
  });
  it("run out with the subnet", () => {
    const network = withRows(base, {
      subnets: [subnet("subnet-s", "vpc-1", "10.0.9.0/28", "a")],
      networkInterfaces: Array.from({ length: 12 }, (_, index) => unplaced(`eni-s${index}`, "subnet-s")),
    });
    const deployed = deployNetwork(network, facts);
    const rows = [...deployed.networkInterfaces.values()].filter(({ id }) => id.startsWith("eni-s"));
    // 16, less the four first and the last.
    expect(rows.filter(({ addresses }) => addresses.known)).toHaveLength(11);
  });
  it("are public where the subnet maps them", () => {
    const network = withRows(base, {
      networkInterfaces: [unplaced("eni-p", "subnet-public"), unplaced("eni-q", "subnet-a")],
    });
    const deployed = deployNetwork(network, facts);
    const isPublic = (id: string) => deployed.networkInterfaces.get(id as never)?.hasPublicIpv4;
    expect([isPublic("eni-p"), isPublic("eni-q")]).toEqual([known(true), known(false)]);
  });
  it("are given to NAT gateways", () => {
    const nat = { ...natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5"), addresses: later };
    const deployed = deployNetwork(withRows(base, { natGateways: [nat] }), facts);
    const [own] = [...deployed.natGateways.values()];
    const addresses = own === undefined ? [] : valueOr(own.addresses, []);
    expect(addresses.map(({ privateAddress }) => privateAddress)).toMatchObject([{ known: true }]);
  });
});

describe("endpoints", () => {
  const planned = { networkInterfaces: later, subnets: known(["subnet-a", "subnet-b"] as never) };
  it("get an interface in each subnet, with their groups", () => {
    const network = withRows(base, {
      securityGroups: [group("sg-endpoint", "vpc-1", {})],
      vpcEndpoints: [interfaceEndpoint("ssm", planned)],
    });
    const deployed = deployNetwork(network, facts);
    const endpoint = deployed.vpcEndpoints.get("vpce-ssm" as never);
    const own = endpoint === undefined ? [] : valueOr(endpoint.networkInterfaces, []);
    expect(own.map((id) => addressesOf(deployed, id))).toEqual([["10.0.1.4"], ["10.0.2.4"]]);
    const rows = own.map((id) => deployed.networkInterfaces.get(id));
    expect(rows.map((row) => [row?.client, row?.owner, row?.groups])).toEqual(
      own.map(() => ["endpoint", "vpce-ssm", known(["sg-endpoint"])]),
    );
  });
  it("keep those that they have", () => {
    const network = withRows(base, { vpcEndpoints: [interfaceEndpoint("ssm")] });
    expect(deployNetwork(network, facts).vpcEndpoints.get("vpce-ssm" as never)).toEqual(
      network.vpcEndpoints.get("vpce-ssm" as never),
    );
  });
  it("of the gateway type put their route into each of their tables, once", () => {
    const network = withRows(base, { vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])] });
    const once = deployNetwork(network, facts);
    const routesTo = (one: Network) => {
      const table = one.routeTables.get("rtb-private" as never);
      return (table === undefined ? [] : valueOr(table.routes, [])).filter(
        ({ target }) => target.known && target.value.id === "vpce-s3",
      );
    };
    expect(routesTo(once)).toMatchObject([{ destination: known({ kind: "prefix-list" }), state: "active" }]);
    expect(routesTo(deployNetwork(once, facts))).toHaveLength(1);
    const list = [...once.prefixLists.values()].find(({ listName }) => listName.endsWith(".s3"));
    expect(list?.entries.known).toBe(true);
  });
  it.each([
    ["ipv4", [".s3"]],
    ["ipv6", [".ipv6.s3"]],
    ["dualstack", [".s3", ".ipv6.s3"]],
  ] as const)("of the gateway type and %s have routes to %j", (type, expected) => {
    const endpoint = gatewayEndpoint("s3", ["rtb-private"], { ipAddressType: known(type) });
    const deployed = deployNetwork(withRows(base, { vpcEndpoints: [endpoint] }), facts);
    const table = deployed.routeTables.get("rtb-private" as never);
    const lists = (table === undefined ? [] : valueOr(table.routes, [])).flatMap(({ destination }) =>
      destination.known && destination.value.kind === "prefix-list"
        ? [deployed.prefixLists.get(destination.value.id)?.listName.replace(/.*ap-northeast-1/, "")]
        : [],
    );
    expect(lists).toEqual(expected);
  });
  it("leave a table alone whose routes nobody knows", () => {
    const [table] = [...base.routeTables.values()].filter(({ id }) => id === "rtb-private");
    if (table === undefined) throw new Error("no table");
    const network = withRows(base, {
      routeTables: [{ ...table, routes: later }],
      vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
    });
    expect(deployNetwork(network, facts).routeTables.get("rtb-private" as never)?.routes).toEqual(later);
  });
});
