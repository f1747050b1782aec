/** What somebody may do to an estate on a working day, and what it may be compared with besides itself. */
import { known, valueOr } from "../../src/model/known.ts";
import type { Network, RowOf, TableName } from "../../src/model/network.ts";
import { allTraffic } from "../../src/model/traffic.ts";
import { mustCidr } from "../../src/model/address.ts";
import { asPlan, elsewhere } from "./other.ts";

type Apply = (network: Network) => Network;

/** In the VPC in the middle of the estate, where nothing else is said. */
const applied = {
  nothing: (network) => network,
  "NATs of a VPC gone": (network) => withoutNat(network, inMiddle(network, "routeTables")),
  "all NATs gone": (network) => withoutNat(network, [...network.routeTables.values()]),
  "rule of endpoints gone": (network) => narrowed(network, inMiddle(network, "securityGroups").slice(0, 1)),
  "widely used group narrowed": (network) =>
    narrowed(network, inMiddle(network, "securityGroups").slice(1, 2)),
  "instance added": withInstance,
  "ACL changed": withDenied,
  "transit gateway leads to one VPC less": (network) =>
    withTransitRoutes(network, (index) => index !== Math.floor(network.vpcs.size / 2)),
  "transit gateway leads nowhere": (network) => withTransitRoutes(network, () => false),
  "private DNS switched": (network) =>
    rowsWith(
      network,
      "vpcEndpoints",
      [...network.vpcEndpoints.values()]
        .filter(({ type }) => type === "interface")
        .map((row) => ({ ...row, privateDnsEnabled: known(!valueOr(row.privateDnsEnabled, false)) })),
    ),
  "as a template has it": asPlan,
  "another estate": elsewhere,
} as const satisfies Readonly<Record<string, Apply>>;

export type EstateChange = keyof typeof applied;
export const changes = Object.keys(applied) as readonly EstateChange[];

export const changedEstate = (network: Network, change: EstateChange): Network => applied[change](network);

function inMiddle<T extends TableName>(network: Network, table: T): readonly RowOf<T>[] {
  const vpcs = [...network.vpcs.keys()];
  const vpc = vpcs[Math.floor(vpcs.length / 2)];
  return ([...network[table].values()] as RowOf<T>[]).filter(
    (row) => (row as { readonly vpc?: unknown }).vpc === vpc,
  );
}

function withoutNat(network: Network, tables: readonly RowOf<"routeTables">[]): Network {
  const rows = tables.map((table) => ({
    ...table,
    routes: known(
      valueOr(table.routes, []).filter(({ target }) => valueOr(target, undefined)?.kind !== "nat-gateway"),
    ),
  }));
  return rowsWith(network, "routeTables", rows);
}

const narrowed = (network: Network, groups: readonly RowOf<"securityGroups">[]): Network =>
  rowsWith(
    network,
    "securityGroups",
    groups.map((group) => ({ ...group, ingress: known(valueOr(group.ingress, []).slice(1)) })),
  );

function withInstance(network: Network): Network {
  const [row] = inMiddle(network, "networkInterfaces").filter(({ client }) => client === "linux");
  if (row === undefined) throw new Error("the estate has no instance");
  const address = (valueOr(row.addresses, [])[0] ?? 0n) + 100n;
  const added = { ...row, id: `${row.id}-new`, owner: "", addresses: known([address]) };
  return rowsWith(network, "networkInterfaces", [added as unknown as typeof row]);
}

/** One port less for all that comes in, from wherever. */
function withDenied(network: Network): Network {
  const [acl] = inMiddle(network, "networkAcls").filter(({ isDefault }) => isDefault);
  const [entry] = acl === undefined ? [] : valueOr(acl.entries, []);
  if (acl === undefined || entry === undefined) throw new Error("the estate has no ACL");
  const denied = {
    ...entry,
    ruleNumber: 1,
    action: "deny",
    traffic: known({ ...allTraffic, protocols: [[6, 6]], ports: [[443, 443]] } as const),
    cidr: known(mustCidr("10.0.0.0/8")),
  } as const;
  return rowsWith(network, "networkAcls", [
    { ...acl, entries: known([denied, ...valueOr(acl.entries, [])]) },
  ]);
}

const withTransitRoutes = (network: Network, isKept: (index: number) => boolean): Network =>
  rowsWith(
    network,
    "transitGatewayRouteTables",
    [...network.transitGatewayRouteTables.values()].map((row) => ({
      ...row,
      routes: known(valueOr(row.routes, []).filter((_, index) => isKept(index))),
    })),
  );

function rowsWith<T extends TableName>(network: Network, table: T, changed: readonly RowOf<T>[]): Network {
  const rows = new Map<string, unknown>(network[table] as ReadonlyMap<string, unknown>);
  for (const row of changed) rows.set((row as { readonly id: string }).id, row);
  return { ...network, [table]: rows };
}
