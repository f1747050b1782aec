/** Who is asked: the interfaces that both networks have and that may open connections, class by class. */
import type { NetworkInterfaceId, SubnetId, VpcId, WorkloadId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { SourceName } from "../../model/difference.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { likenessOf } from "../place.ts";
import type { Source } from "../question.ts";
import type { World } from "../world.ts";
import type { Matches } from "./match/pair.ts";
import type { Sides } from "./sides.ts";

/** Sources that get the same answers as each other, before and after. */
export interface SourceClass {
  readonly members: readonly SourceName[];
  /** One that stands for all. */
  readonly source: Sides<Source>;
  readonly vpc: Sides<VpcId>;
}

export interface Sources {
  readonly classes: readonly SourceClass[];
  readonly added: readonly SourceName[];
  readonly removed: readonly SourceName[];
}

/** Interfaces of these open no connections of their own. */
const passive: readonly NetworkInterface["client"][] = ["nat-gateway", "endpoint"];

export function sourcesOf(worlds: Sides<World>, matches: Matches): Sources {
  const { before, after } = { before: worlds.before.network, after: worlds.after.network };
  const classes = new Map<string, SourceClass & { readonly members: SourceName[] }>();
  const put = (name: SourceName, source: Sides<Source>, vpc: Sides<VpcId>) => {
    const key = `${likenessOf(worlds.before, source.before)} | ${likenessOf(worlds.after, source.after)}`;
    const alike = classes.get(key);
    if (alike === undefined) classes.set(key, { members: [name], source, vpc });
    else alike.members.push(name);
  };
  const removed: SourceName[] = [];
  const seen = new Set<string>();
  for (const row of clientsOf(before)) {
    const other = after.networkInterfaces.get((matches.get(row.id) ?? "?") as NetworkInterfaceId);
    if (other === undefined || passive.includes(other.client)) {
      removed.push(nameOf(before, row));
      continue;
    }
    seen.add(other.id);
    put(nameOf(after, other), both("interface", row.id, other.id), { before: row.vpc, after: other.vpc });
  }
  for (const row of before.subnets.values()) {
    const other = after.subnets.get((matches.get(row.id) ?? "?") as SubnetId);
    if (other === undefined || isSettled(worlds.before, row.id) || isSettled(worlds.after, other.id))
      continue;
    const name = { id: other.id, workload: undefined };
    put(name, both("subnet", row.id, other.id), { before: row.vpc, after: other.vpc });
  }
  const added = clientsOf(after).flatMap((row) => (seen.has(row.id) ? [] : [nameOf(after, row)]));
  return { classes: [...classes.values()], added, removed };
}

const both = (kind: Source["kind"], before: string, after: string) =>
  ({ before: { kind, id: before }, after: { kind, id: after } }) as unknown as Sides<Source>;

const clientsOf = ({ networkInterfaces }: Network): readonly NetworkInterface[] =>
  [...networkInterfaces.values()].filter(({ client }) => !passive.includes(client));

/** Whether the input shows who sends from the subnet: then the subnet itself is not asked. */
function isSettled(world: World, subnet: SubnetId): boolean {
  const settled = world.once(
    "subnets with clients",
    "all",
    () => new Set<string>(clientsOf(world.network).flatMap((row) => valueOr(row.subnet, []))),
  );
  return settled.has(subnet);
}

const nameOf = ({ workloads }: Network, { id, owner }: NetworkInterface): SourceName => ({
  id,
  workload: workloads.has(owner as WorkloadId) ? owner : undefined,
});
