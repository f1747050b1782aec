/** Two private subnets in two zones, each behind a NAT gateway of its own zone, and what flow logs show of them. */
import { designsFor } from "../../../src/advice/designs/index.ts";
import type { DesigningOptions } from "../../../src/advice/designs/index.ts";
import type { DesignName, DesignsAnswer, PricedDesign } from "../../../src/advice/designs/answer.ts";
import { known } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import type { DayTraffic, TrafficAnswer, TrafficFlow } from "../../../src/model/traffic-answer.ts";
import { mustAddress } from "../../../src/model/address.ts";
import { trafficSample } from "../../report/traffic-sample.ts";
import { natGateway, region, subnet, table, withRows } from "../../reach/estate.ts";
import { ssmRole, withApp, withNeighbour, workload } from "../builders.ts";
import { base } from "../../reach/estate.ts";
import { facts } from "../facts.ts";

const natIn = (id: string, home: string, zone: string, address: string) =>
  natGateway(id, "vpc-1", home, address, {
    addresses: known([
      {
        privateAddress: known(mustAddress(address)),
        publicAddress: known(mustAddress("203.0.113.10")),
        networkInterface: undefined,
        availabilityZone: known(`${region}${zone}`),
      },
    ]),
  });

/** i-a in zone a and i-b in zone c, both with the role of Session Manager. */
export const twoZones: Network = withRows(
  withNeighbour(withApp(base, { role: ssmRole }), "i-b", { subnet: "subnet-b", address: "10.0.2.10" }),
  {
    workloads: [workload("i-b", { roles: [ssmRole.id], interfaces: ["eni-i-b"] })],
    subnets: [subnet("subnet-public-c", "vpc-1", "10.0.9.0/24", "c")],
    natGateways: [
      natIn("nat-1", "subnet-public", "a", "10.0.0.5"),
      natIn("nat-2", "subnet-public-c", "c", "10.0.9.5"),
    ],
    routeTables: [
      table("rtb-public", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 igw-1"], {
        subnets: ["subnet-public", "subnet-public-c"],
      }),
      table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1"], { subnets: ["subnet-a"] }),
      table("rtb-private-c", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-2"], { subnets: ["subnet-b"] }),
    ],
  },
);

export const hours = 730;
const gigabyte = 2 ** 30;

interface Seen {
  readonly who?: "i-a" | "i-b" | undefined;
  readonly to: string;
  readonly gb: number;
  readonly nat?: string;
  readonly in?: string;
}

/** A month of flows: `s3`, `sqs` …, `api.example.com` for the internet, `?` for a service of AWS without a name. */
export function seen(flows: readonly Seen[], perDay: readonly DayTraffic[] = []): TrafficAnswer {
  return {
    ...trafficSample,
    period: { start: "2026-10-01T00:00:00Z", end: "2026-10-31T10:00:00Z", seconds: hours * 3600 },
    flows: flows.map(toFlow),
    hosts: flows.flatMap(({ to, gb }) =>
      to.includes("example")
        ? [{ host: to, class: "internet" as const, bytesOut: 0, bytesIn: gb * gigabyte }]
        : [],
    ),
    perDay,
    unknowns: [],
  };
}

function toFlow({ who = "i-a", to, gb, nat, in: where = region }: Seen): TrafficFlow {
  const isInternet = to.includes("example");
  const own = nat ?? (who === "i-a" ? "nat-1" : "nat-2");
  return {
    class: isInternet
      ? "internet"
      : to === "?"
        ? "aws-unnamed"
        : facts.gatewayServices.includes(to)
          ? "gateway-endpoint"
          : "interface-endpoint",
    service: isInternet || to === "?" ? undefined : to,
    tags: [],
    region: isInternet ? undefined : where,
    host: isInternet ? to : undefined,
    vpc: "vpc-1",
    nat: own,
    natZone: `${region}${own === "nat-1" ? "a" : "c"}`,
    client: {
      ip: who === "i-a" ? "10.0.1.10" : "10.0.2.10",
      interface: undefined,
      workload: undefined,
      zone: undefined,
      vpc: "vpc-1",
    },
    bytesOut: 0,
    bytesIn: gb * gigabyte,
  };
}

export function designsOf(
  network: Network,
  traffic?: TrafficAnswer,
  more: Partial<DesigningOptions> = {},
): DesignsAnswer {
  return designsFor(network, facts, {
    needs: [],
    strict: false,
    traffic: traffic && { answer: traffic, hours },
    hoursPerMonth: hours,
    discountPercent: 0,
    leastZones: 1,
    ...more,
  });
}

export function designOf({ designs }: DesignsAnswer, name: DesignName): PricedDesign {
  const found = designs.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`no design ${name} among ${designs.map((one) => one.name).join(", ")}`);
  return found;
}
