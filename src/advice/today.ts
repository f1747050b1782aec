/**
 * The design that a network holds today, Region by Region: its NATs and its endpoints, as they stand. What runs in it,
 * its traffic, and addresses and gateways of others are no part of it.
 */
import type { Facts } from "../facts/index.ts";
import type { MissingFact } from "../model/answer.ts";
import type { EndpointType, VpcEndpoint } from "../model/entity/vpc-endpoint.ts";
import { valueOr } from "../model/known.ts";
import { findGap, regionOf } from "../model/network.ts";
import type { Network, TableName } from "../model/network.ts";
import { emptyDesign } from "../pricing/index.ts";
import type { Design, Missing } from "../pricing/index.ts";
import { findNats } from "../reach/index.ts";
import { groupBy } from "../model/group-by.ts";
import { natEntry } from "./nat-entry.ts";

export interface TodayDesign {
  readonly design: Design;
  /** What is not known of a side, which leaves its sum open. */
  readonly missing: Missing;
}

/** One for each Region that holds a VPC, in the order of the input. */
export function designsToday(network: Network, facts: Facts, hoursPerMonth: number): readonly TodayDesign[] {
  const nats = groupBy(findNats(network), ({ vpc }) => {
    const own = network.vpcs.get(vpc);
    return own === undefined ? "" : regionOf(network, own);
  });
  const endpoints = groupBy([...network.vpcEndpoints.values()].filter(isBilled), (one) =>
    regionOf(network, one),
  );
  const regions = groupBy([...network.vpcs.values()], (vpc) => regionOf(network, vpc));
  return [...regions.keys()].map((region) => {
    const own = endpoints.get(region) ?? [];
    return {
      design: {
        ...emptyDesign(region, hoursPerMonth),
        nats: (nats.get(region) ?? []).map((nat) => natEntry(network, nat, hoursPerMonth)),
        interfaceEndpoints: ofType(own, "interface").map((one) => ({
          service: serviceOf(one, facts),
          ...zonal(one, hoursPerMonth),
        })),
        gatewayEndpoints: ofType(own, "gateway").map((one) => ({ service: serviceOf(one, facts) })),
        gatewayLoadBalancerEndpoints: ofType(own, "gateway-load-balancer").map((one) =>
          zonal(one, hoursPerMonth),
        ),
        resourceEndpoints: ofType(own, "resource").map((one) => zonal(one, hoursPerMonth)),
      },
      missing: {
        nat: gapsIn(network, region, ["natGateways", "routeTables"]),
        endpoints: [
          ...gapsIn(network, region, ["vpcEndpoints"]),
          ...own.filter(({ type }) => type !== "gateway").flatMap(unknownOf),
        ],
      },
    };
  });
}

const goneStates = ["deleting", "deleted", "rejected", "failed", "expired"];

/** Whatever the state of its association with the service, while it is provisioned. */
const isBilled = ({ state }: VpcEndpoint) => !goneStates.includes(valueOr(state, "available"));

const ofType = (endpoints: readonly VpcEndpoint[], type: EndpointType) =>
  endpoints.filter((one) => one.type === type);

/** An endpoint has a subnet for each of its zones. */
function zonal({ subnets }: VpcEndpoint, hours: number) {
  return { count: 1, azs: valueOr(subnets, []).length, hours };
}

function serviceOf({ serviceName, id }: VpcEndpoint, facts: Facts): string {
  const name = valueOr(serviceName, id);
  return facts.tokenOf(name) ?? name;
}

const zonalTypes: readonly EndpointType[] = ["interface", "gateway-load-balancer", "resource"];

function unknownOf({ id, type, subnets }: VpcEndpoint): readonly MissingFact[] {
  if (!zonalTypes.includes(type)) {
    return [
      {
        fact: `what the ${type} endpoint ${id} costs`,
        settledBy: "https://aws.amazon.com/privatelink/pricing/",
      },
    ];
  }
  return subnets.known ? [] : [{ fact: subnets.fact, settledBy: subnets.settledBy }];
}

function gapsIn(network: Network, region: string, tables: readonly TableName[]): readonly MissingFact[] {
  const scopes = [...network.scopes.values()].filter((scope) => scope.region === region);
  return scopes.flatMap(({ id }) =>
    tables.flatMap((table) => {
      const gap = findGap(network, table, id);
      return gap === undefined ? [] : [{ fact: gap.fact, settledBy: gap.settledBy }];
    }),
  );
}
