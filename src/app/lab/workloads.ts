/** The workloads of a lab: where each of them runs, and what its processes are told. */
import { nameServersOf } from "../../lab/dns/index.ts";
import { peersOf } from "../../lab/fabric/estate.ts";
import type { Port } from "../../lab/fabric/estate.ts";
import { peeringWire, portWire } from "../../lab/fabric/wire.ts";
import { formatAddress } from "../../model/address.ts";
import { AppError } from "../../model/app-error.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import { valueOr } from "../../model/known.ts";
import { didYouMean } from "../../model/near-names.ts";
import type { Network } from "../../model/network.ts";
import { regionOf } from "../../model/network.ts";
import type { LabCard, LabWorkload } from "./directory.ts";

/** What the user calls things that the lab knows by another id. */
type Names = ReadonlyMap<string, string>;

/** One for each interface that something runs behind. */
export function workloadsIn(network: Network, names: Names = new Map()): readonly LabWorkload[] {
  return [...network.networkInterfaces.values()]
    .filter(({ client, addresses, subnet }) => isRunner(client) && addresses.known && subnet.known)
    .map((row) => toWorkload(network, row, names));
}

const isRunner = (client: NetworkInterface["client"]): boolean =>
  client !== "endpoint" && client !== "nat-gateway" && client !== "load-balancer";

function toWorkload(network: Network, row: NetworkInterface, names: Names): LabWorkload {
  const workload = network.workloads.get(row.owner as never);
  const addresses = valueOr(row.addresses, []).map(formatAddress);
  const { near, far } = portWire(row.vpc, toPort(row));
  const id = workload?.id ?? row.id;
  const table = routeTableOf(network, row);
  return {
    id: names.get(id) ?? id,
    aliases: [...new Set([row.id, id, ...(workload?.aliases ?? []), ...row.aliases])],
    kind: workload?.kind ?? "interface",
    isRunning: workload?.state !== "stopped",
    namespace: far.namespace,
    router: { vpc: row.vpc, namespace: near.namespace, device: near.name },
    peers: peersOf(network, row.vpc).map(({ peering, vpc }) => {
      const end = peeringWire(peering.id, vpc, row.vpc).near;
      return { vpc, namespace: end.namespace, device: end.name };
    }),
    routeTable: table === undefined ? undefined : (names.get(table) ?? table),
    addresses,
    hostName: `ip-${(addresses[0] ?? "0").replaceAll(/[.:]/g, "-")}`,
    region: regionOf(network, row),
    resolvers: nameServersOf(network, row.vpc).map(formatAddress),
  };
}

/** As far as its wire asks for it. */
const toPort = ({ id, subnet, addresses }: NetworkInterface): Port => ({
  id,
  kind: "interface",
  subnet: valueOr(subnet, undefined),
  addresses: valueOr(addresses, []),
  groups: undefined,
  isChecked: true,
  publicAddress: undefined,
});

function routeTableOf(network: Network, { vpc, subnet }: NetworkInterface): string | undefined {
  const own = subnet.known ? subnet.value : undefined;
  const tables = [...network.routeTables.values()].filter((table) => table.vpc === vpc);
  const table = tables.find(({ subnets }) => own !== undefined && subnets.includes(own));
  return (table ?? tables.find(({ main }) => main))?.id;
}

/** As AWS's APIs call it. Throws an AppError for a workload that is no instance. */
export function instanceIdOf({ id, aliases, kind }: LabWorkload): string {
  const known = [id, ...aliases].find((name) => /^i-[0-9a-f]+$/.test(name));
  if (known !== undefined) return known;
  throw new AppError(
    "NO_INSTANCE",
    `${id} is no EC2 instance but ${kind}`,
    "denat lab status lists what there is",
  );
}

/** By id, name, interface or address. Throws an AppError for a name that nothing or too much has. */
export function findWorkload(
  { name: lab, workloads }: Pick<LabCard, "name" | "workloads">,
  name: string,
): LabWorkload {
  const own = workloads.filter(
    ({ id, aliases, addresses }) => id === name || aliases.includes(name) || addresses.includes(name),
  );
  const [first, second] = own;
  if (first === undefined) {
    const names = workloads.flatMap(({ id, aliases }) => [id, ...aliases]);
    throw new AppError(
      "WORKLOAD_UNKNOWN",
      `${name}: nothing in lab ${lab} has this name`,
      didYouMean(name, names, "denat lab status lists what there is"),
    );
  }
  if (second !== undefined) {
    const addresses = own.map((each) => each.addresses[0] ?? "?").join(", ");
    throw new AppError(
      "NAME_AMBIGUOUS",
      `${name} has several interfaces in lab ${lab}`,
      `give one of its addresses: ${addresses}`,
    );
  }
  return first;
}
