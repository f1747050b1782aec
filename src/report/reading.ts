/**
 * The network as denat understood it, in numbers.
 *
 * What counts is what the input holds. A template does not hold what AWS makes on its own beside it (the main route
 * table, the default group and ACL of a VPC, the interfaces of a workload): those are counted as `implied`.
 */
import type { MissingFact } from "../model/answer.ts";
import type { WorkloadKind } from "../model/entity/workload.ts";
import { tableNames } from "../model/network.ts";
import type { Network, Reading, Scope, TableName, Unused } from "../model/network.ts";
import { endpointServiceToken } from "./service-name.ts";

export interface ReadingSummary {
  readonly scopes: readonly Scope[];
  readonly counts: Readonly<Record<CountName, number>> & {
    readonly vpcEndpointsByService: Readonly<Record<string, number>>;
  };
  /** What AWS adds on its own, by the same names; only those there are. */
  readonly implied: Readonly<Partial<Record<CountName, number>>>;
  /** Tables nobody collected, with the call that would. */
  readonly gaps: readonly (MissingFact & { readonly scope: string; readonly table: TableName })[];
  /** References that leave the input, with what would resolve each. */
  readonly unresolved: readonly (MissingFact & { readonly symbol: string })[];
  readonly unused: readonly Unused[];
}

export function summarize({ network, unused }: Reading): ReadingSummary {
  const rows = countNames.map((name) => ({ name, ids: rowsOf[name](network) }));
  const declared = rows.map(({ name, ids }) => [name, ids.filter(({ implied }) => !implied).length] as const);
  const implied = rows.map(({ name, ids }) => [name, ids.filter(({ implied }) => implied).length] as const);
  return {
    scopes: [...network.scopes.values()],
    counts: {
      ...(Object.fromEntries(declared) as Record<CountName, number>),
      vpcEndpointsByService: endpointsByService(network),
    },
    implied: Object.fromEntries(implied.filter(([, number]) => number > 0)),
    gaps: gapsOf(network),
    unresolved: [...network.unresolved].map(([symbol, { fact, settledBy }]) => ({ symbol, fact, settledBy })),
    unused,
  };
}

interface CountedRow {
  readonly implied: boolean;
}
type Rows = (network: Network) => readonly CountedRow[];

/** Every row of a table, as the input's own. */
function all(table: TableName): Rows {
  return (network) => [...network[table].values()].map(() => ({ implied: false }));
}

/** Rows of which `isAwsOwn` tells those that no template can declare: there they are AWS's doing. */
function declared<Row extends { readonly scope: Scope["id"] }>(
  tableOf: (network: Network) => ReadonlyMap<string, Row>,
  isAwsOwn: (row: Row) => boolean,
): Rows {
  return (network) =>
    [...tableOf(network).values()].map((row) => ({
      implied: network.scopes.get(row.scope)?.kind === "template" && isAwsOwn(row),
    }));
}

function gateways(kind: "internet-gateway" | "egress-only-internet-gateway" | "vpn-gateway"): Rows {
  return (network) =>
    [...network.gateways.values()].filter((gateway) => gateway.kind === kind).map(() => ({ implied: false }));
}

function workloads(kind: WorkloadKind): Rows {
  return (network) =>
    [...network.workloads.values()].filter((one) => one.kind === kind).map(() => ({ implied: false }));
}

const rowsOf = {
  vpcs: all("vpcs"),
  subnets: all("subnets"),
  routeTables: declared(
    (network) => network.routeTables,
    ({ main }) => main,
  ),
  securityGroups: declared(
    (network) => network.securityGroups,
    ({ groupName }) => groupName === "default",
  ),
  networkAcls: declared(
    (network) => network.networkAcls,
    ({ isDefault }) => isDefault,
  ),
  natGateways: all("natGateways"),
  internetGateways: gateways("internet-gateway"),
  egressOnlyInternetGateways: gateways("egress-only-internet-gateway"),
  vpnGateways: gateways("vpn-gateway"),
  vpcEndpoints: all("vpcEndpoints"),
  networkInterfaces: (network) =>
    [...network.networkInterfaces.values()].map(({ id, owner }) => ({
      implied: id.startsWith(`${owner}@`),
    })),
  instances: workloads("instance"),
  autoScalingGroups: workloads("auto-scaling-group"),
  lambdaFunctions: workloads("lambda"),
  ecsServices: workloads("ecs-service"),
  ecsTasks: workloads("ecs-task"),
  eksNodegroups: workloads("eks-nodegroup"),
  eventSourceMappings: workloads("event-source-mapping"),
  roles: all("roles"),
  peerings: all("peerings"),
  transitGateways: all("transitGateways"),
  transitGatewayAttachments: all("transitGatewayAttachments"),
  transitGatewayRouteTables: all("transitGatewayRouteTables"),
  dhcpOptions: all("dhcpOptions"),
  prefixLists: all("prefixLists"),
  hostedZones: all("hostedZones"),
  resolverRules: all("resolverRules"),
  dnsFirewalls: all("dnsFirewalls"),
} as const satisfies Readonly<Record<string, Rows>>;
export type CountName = keyof typeof rowsOf;
export const countNames = Object.keys(rowsOf) as readonly CountName[];

function endpointsByService(network: Network): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { serviceName } of network.vpcEndpoints.values()) {
    const token = serviceName.known ? endpointServiceToken(serviceName.value) : "unknown";
    counts.set(token, (counts.get(token) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function gapsOf(network: Network): ReadingSummary["gaps"] {
  return [...network.gaps].flatMap(([scope, gaps]) =>
    tableNames.flatMap((table) => {
      const gap = gaps.get(table);
      return gap === undefined ? [] : [{ scope, table, fact: gap.fact, settledBy: gap.settledBy }];
    }),
  );
}
