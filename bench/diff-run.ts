/** Two estates that differ in a few things, compared in a process of its own. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readFacts } from "../src/app/facts.ts";
import { known, valueOr } from "../src/model/known.ts";
import type { Network, RowOf, TableName } from "../src/model/network.ts";
import { createWorld, diffNetworks } from "../src/reach/index.ts";
import { createEstate } from "./estate.ts";
import { peakRssMb } from "./measure.ts";

/** What somebody may do to an estate on a working day. */
export const changes = ["nothing", "NAT removed", "rule narrowed", "instance added"] as const;
export type EstateChange = (typeof changes)[number];

export interface DiffRun {
  readonly change: EstateChange;
  readonly interfaces: number;
  readonly seconds: number;
  /** Of the processor: other work on the machine does not count. */
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  readonly compared: number;
  /** Sources that differ. */
  readonly differing: number;
  readonly answer: string;
}

/** Runs in the child. */
export async function runDiff(change: EstateChange, interfaces: number): Promise<DiffRun> {
  const facts = await readFacts();
  const before = createEstate(interfaces);
  const after = changedEstate(createEstate(interfaces), change);
  globalThis.gc?.();
  const used = process.cpuUsage();
  const start = performance.now();
  const worlds = { before: createWorld(before, facts), after: createWorld(after, facts) };
  const { answer, compared, differences } = diffNetworks(worlds, { strict: false });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpuSeconds = (user + system) / 1e6;
  const differing = differences.reduce((sum, { sources }) => sum + sources.length, 0);
  return { change, interfaces, seconds, cpuSeconds, peakRssMb: peakRssMb(), compared, differing, answer };
}

/** In the VPC in the middle of the estate. */
export function changedEstate(network: Network, change: EstateChange): Network {
  const vpcs = [...network.vpcs.keys()];
  const vpc = vpcs[Math.floor(vpcs.length / 2)];
  const own = <T extends TableName>(table: T) =>
    ([...network[table].values()] as RowOf<T>[]).filter(
      (row) => (row as { readonly vpc?: unknown }).vpc === vpc,
    );
  switch (change) {
    case "nothing":
      return network;
    case "NAT removed":
      return own("routeTables").reduce(
        (rest, table) =>
          withRow(rest, "routeTables", {
            ...table,
            routes: known(
              valueOr(table.routes, []).filter(
                ({ target }) => valueOr(target, undefined)?.kind !== "nat-gateway",
              ),
            ),
          }),
        network,
      );
    case "rule narrowed":
      return own("securityGroups")
        .slice(0, 1)
        .reduce(
          (rest, group) =>
            withRow(rest, "securityGroups", {
              ...group,
              ingress: known(valueOr(group.ingress, []).slice(1)),
            }),
          network,
        );
    case "instance added": {
      const [row] = own("networkInterfaces").filter(({ client }) => client === "linux");
      if (row === undefined) throw new Error("the estate has no instance");
      const address = (valueOr(row.addresses, [])[0] ?? 0n) + 100n;
      return withRow(network, "networkInterfaces", {
        ...row,
        id: `${row.id}-new` as never,
        owner: "",
        addresses: known([address as never]),
      });
    }
  }
}

function withRow<T extends TableName>(network: Network, table: T, row: RowOf<T>): Network {
  const rows = new Map<string, unknown>(network[table] as ReadonlyMap<string, unknown>);
  rows.set((row as { readonly id: string }).id, row);
  return { ...network, [table]: rows };
}

const patienceSeconds = 120;

/** In a child; undefined when patience ended. */
export function measureDiff(change: EstateChange, interfaces: number): DiffRun | undefined {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ["--expose-gc", "--import", "tsx", main, "diff-run", change, String(interfaces)],
    { encoding: "utf8", timeout: patienceSeconds * 1000, killSignal: "SIGKILL" },
  );
  if (signal === "SIGKILL") return undefined;
  if (status !== 0)
    throw new Error(`the difference of ${interfaces} interfaces ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as DiffRun;
}
