// Which NATs there are, and what is left of the routes once they are gone.
import { describe, expect, it } from "vitest";
import { known, unknown } from "../../src/model/known.ts";
import type { Network } from "../../src/model/network.ts";
import { findNats, withoutNat } from "../../src/reach/index.ts";
import { ask, inShort } from "./ask.ts";
import {
  base,
  gatewayEndpoint,
  interfaceEndpoint,
  networkInterface,
  prefixList,
  table,
  uncollected,
  withEndpoints,
  withRows,
} from "./estate.ts";

const routed = (...routes: readonly string[]): Network =>
  withRows(base, {
    prefixLists: [prefixList("pl-s3", "com.amazonaws.ap-northeast-1.s3", ["52.219.0.0/20", "3.5.152.0/21"])],
    vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
    routeTables: [
      table("rtb-private", "vpc-1", ["10.0.0.0/16 local", ...routes], { subnets: ["subnet-a", "subnet-b"] }),
    ],
  });
const s3 = (network: Network) => inShort(ask(withoutNat(network), { to: "s3" }));

describe("without NAT", () => {
  it("default routes go with it", () => {
    expect(s3(routed("0.0.0.0/0 nat-1", "pl-s3 vpce-s3"))).toBe("reachable gateway-endpoint");
    expect(inShort(ask(withoutNat(base), { to: "ssm" }))).toBe("blocked NO_ROUTE_TO_DESTINATION");
  });

  it("a static route to it stays as a blackhole, and wins over the gateway endpoint", () => {
    expect(s3(routed("52.219.0.0/20 nat-1", "pl-s3 vpce-s3"))).toBe("partial BAD_STATE_ROUTE");
  });

  it("a blackhole to an interface is not taken for a NAT", () => {
    const network = routed("52.219.0.0/20 eni-gone blackhole", "pl-s3 vpce-s3");
    expect(s3(network)).toBe("partial BAD_STATE_ROUTE");
    expect(findNats(network).map(({ id }) => id)).toEqual(["nat-1"]);
  });
});

describe("NATs", () => {
  it("are told by routes where nobody listed them, and only there", () => {
    const network = routed("0.0.0.0/0 nat-2");
    expect(findNats(network).map(({ id }) => id)).toEqual(["nat-1"]);
    expect(findNats(uncollected(network, "natGateways", "aws ec2 describe-nat-gateways"))).toEqual([
      { id: "nat-2", kind: "zonal", vpc: "vpc-1" },
    ]);
  });

  it("are instances with a public address that a route leads to", () => {
    const place = { vpc: "vpc-1", subnet: "subnet-public", addresses: "10.0.0.9", groups: [] };
    const network = withRows(routed("0.0.0.0/0 eni-nat"), {
      networkInterfaces: [networkInterface("eni-nat", place, { hasPublicIpv4: known(true) })],
    });
    expect(findNats(network).map(({ kind }) => kind)).toEqual(["zonal", "instance"]);
  });
});

describe("what is not known of names", () => {
  const isolated = routed();

  it("an endpoint of some service may own any name of AWS, and none outside", () => {
    const serviceName = unknown("parameter Service", "--parameter Service=…");
    const network = withRows(withEndpoints(isolated, "ssm"), {
      vpcEndpoints: [interfaceEndpoint("ssm", { serviceName })],
    });
    const trace = ask(network, { to: "sts" });
    expect(trace.verdict).toBe("unknown");
    expect(trace.unknowns).toContainEqual({ fact: "parameter Service", settledBy: "--parameter Service=…" });
    expect(ask(network, { to: "github.com" }).verdict).toBe("blocked");
  });

  it("a bucket under the global name is supposed to be in the VPC's Region", () => {
    const network = routed("pl-s3 vpce-s3");
    const facts = (to: string) => ask(network, { to }).assumptions.map(({ fact }) => fact);
    expect(facts("photos.s3.amazonaws.com")).toContain("bucket photos is in ap-northeast-1");
    expect(facts("photos.s3.ap-northeast-1.amazonaws.com").join()).not.toContain("bucket photos");
  });
});
