/** Routes to what the fabric does not build are named: of packets that take them, nothing can be said. */
import { describe, expect, it } from "vitest";
import { mustCidr } from "../../../../src/model/address.ts";
import type { Gateway } from "../../../../src/model/entity/gateway.ts";
import { known } from "../../../../src/model/known.ts";
import type { Network } from "../../../../src/model/network.ts";
import {
  prefixList,
  base,
  gateway,
  gatewayEndpoint,
  table,
  withEndpoints,
  withRows,
} from "../../../reach/estate.ts";
import {
  missing,
  local,
  namesOf,
  privateTable,
  routed,
  peering,
  nat,
  endpoint,
  appliance,
  route,
} from "./lacking.ts";

const cases: readonly (readonly [what: string, network: Network, named: readonly string[]])[] = [
  ["nothing, where all is built", base, []],
  ["endpoints, where all is built", withEndpoints(base, "ssm"), []],
  // Targets of routes.
  [
    "a transit gateway",
    routed("0.0.0.0/0 tgw-1"),
    ["route-table rtb-private: the lab has no transit-gateway (tgw-1)"],
  ],
  [
    "a VPN gateway",
    routed("0.0.0.0/0 vgw-1"),
    ["route-table rtb-private: the lab has no vpn-gateway (vgw-1)"],
  ],
  [
    "a carrier gateway",
    routed("0.0.0.0/0 cagw-1"),
    ["route-table rtb-private: the lab has no carrier-gateway (cagw-1)"],
  ],
  [
    "a local gateway",
    route({
      destination: known({ kind: "cidr", cidr: mustCidr("1.0.0.0/8") }),
      target: known({ kind: "local-gateway", id: "lgw-1" }),
    }),
    ["route-table rtb-private: the lab has no local-gateway (lgw-1)"],
  ],
  [
    "a core network",
    route({
      destination: known({ kind: "cidr", cidr: mustCidr("1.0.0.0/8") }),
      target: known({ kind: "core-network", id: "cn-1" }),
    }),
    ["route-table rtb-private: the lab has no core-network (cn-1)"],
  ],
  [
    "a NAT gateway that is not there",
    routed("0.0.0.0/0 nat-9"),
    ["route-table rtb-private: nat-9 is not in the input"],
  ],
  ["NAT64", routed("64:ff9b::/96 nat-1"), ["route-table rtb-private: the lab has no NAT64"]],
  [
    "an interface that is not there",
    routed("0.0.0.0/0 eni-9"),
    ["route-table rtb-private: eni-9 is not in the input"],
  ],
  [
    "an appliance that translates nothing",
    appliance("eni-a", { sourceDestCheck: known(false) }),
    ["route-table rtb-private: the lab knows of no forwarding by eni-a but a NAT instance's"],
  ],
  [
    "an endpoint of an appliance",
    withRows(routed("0.0.0.0/0 vpce-fw"), {
      vpcEndpoints: [gatewayEndpoint("fw", [], { type: "gateway-load-balancer" })],
    }),
    [
      "vpc-endpoint vpce-fw: the lab builds interface and gateway endpoints alone",
      "route-table rtb-private: the lab has nothing behind vpce-fw (gateway-load-balancer)",
    ],
  ],
  [
    "an endpoint that is not there",
    routed("pl-1 vpce-9"),
    [
      "route-table rtb-private: vpce-9 is not in the input",
      "route-table rtb-private: the entries of a prefix list of it are not known",
    ],
  ],
  [
    "a peering connection that is not there",
    routed("10.1.0.0/16 pcx-9"),
    ["route-table rtb-private: pcx-9 is not in the input"],
  ],
  [
    "a VPC that is not there",
    peering({}),
    ["route-table rtb-private: the other VPC of pcx-1 is not in the input"],
  ],
  [
    "a VPC that is not known",
    peering({ accepter: { vpc: missing, cidrs: known([]), region: "", account: "" } }),
    [
      "peering pcx-1: a VPC of it is not known",
      "route-table rtb-private: the other VPC of pcx-1 is not in the input",
    ],
  ],
  [
    "a table of a gateway that redirects",
    withRows(base, {
      routeTables: [table("rtb-edge", "vpc-1", [local, "10.0.1.0/24 eni-a"], { gateways: ["igw-1"] })],
    }),
    ["route-table rtb-edge: the lab does not redirect what enters by a gateway"],
  ],
  // Routes.
  [
    "routes",
    withRows(base, { routeTables: [{ ...privateTable(), routes: missing }] }),
    ["route-table rtb-private: its routes are not known"],
  ],
  [
    "the destination of a route",
    route({ destination: missing }),
    ["route-table rtb-private: a route of it is not known"],
  ],
  [
    "the target of a route",
    route({ target: missing }),
    ["route-table rtb-private: a route of it is not known"],
  ],
  [
    "the entries of a prefix list",
    withRows(route({}), { prefixLists: [{ ...prefixList("pl-1", "own", []), entries: missing }] }),
    ["route-table rtb-private: the entries of a prefix list of it are not known"],
  ],
];

describe("what is not built", () => {
  it.each(cases)("names %s", (_, network, named) => {
    expect(namesOf(network)).toEqual(named);
  });
});

describe("what AWS drops", () => {
  const dead = (kind: Gateway["kind"], id: string) =>
    withRows(base, { gateways: [gateway(kind, id, "vpc-9")] });
  it.each<readonly [string, Network]>([
    ["a route that is a blackhole", routed("0.0.0.0/0 tgw-1 blackhole")],
    ["a gateway of another VPC", dead("internet-gateway", "igw-1")],
    ["a NAT gateway that is gone", nat({ state: "deleted" })],
    ["a peering connection that is gone", peering({ status: "deleted" })],
    ["an interface that takes nothing but its own", appliance("eni-a", {})],
    ["an endpoint that was rejected", endpoint({ state: known("rejected") })],
  ])("needs no name: %s", (_, network) => {
    expect(namesOf(network)).toEqual([]);
  });
});
