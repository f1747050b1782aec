/**
 * What the rules of a network name: blocks of addresses and traffic. Between two neighbouring edges of them no rule tells
 * two packets apart, and so one packet may be walked for all.
 *
 * Blocks with one label are alike to every rule that names them: the entries of a prefix list that are of one length, for
 * a route matches the longest, and everything else the list as a whole.
 */
import type { SecurityGroupId } from "../../../model/entity/entity.ts";
import type { Route } from "../../../model/entity/route-table.ts";
import { valueOr } from "../../../model/known.ts";
import type { Traffic } from "../../../model/traffic.ts";
import { hostBlocks, privateBlocks } from "../../aim.ts";
import { impliedRoutes } from "../../gateway-route.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import { nat64Last, nat64Origin } from "../../dns/resolver.ts";
import { interfaceOf } from "../../way/appliance.ts";
import { unrouted } from "../../way/internet.ts";
import type { World } from "../../world.ts";
import type { Side } from "../sides.ts";

export interface Block {
  readonly first: bigint;
  readonly last: bigint;
  readonly label: string;
}

export interface Rules {
  readonly blocks: readonly Block[];
  /** Those of the blocks that say where packets go, and not whether they may. */
  readonly leading: readonly Block[];
  readonly traffics: readonly Traffic[];
}

type Named = { readonly first: bigint; readonly last: bigint; readonly text: string };

const blockOf = ({ first, last, text }: Named): Block => ({ first, last, label: text });

/** Of what stands on the way, by the VPC that it stands in; under "" what belongs to none. */
export function rulesOnTheWay(world: World, side: Side): ReadonlyMap<string, Rules> {
  const { network } = world;
  const found = new Map<string, Growing>();
  const at = (owner: string) => {
    const own = found.get(owner) ?? { blocks: [], leading: [], traffics: [] };
    found.set(owner, own);
    return own;
  };
  const lead = (owner: string, blocks: readonly Block[]) => {
    at(owner).blocks.push(...blocks);
    at(owner).leading.push(...blocks);
  };
  for (const { id, cidrs } of network.vpcs.values())
    lead(
      id,
      valueOr(cidrs, []).map(({ cidr }) => blockOf(cidr)),
    );
  for (const { vpc, cidrs } of network.subnets.values())
    at(vpc).blocks.push(...valueOr(cidrs, []).map(blockOf));
  for (const { vpc, entries } of network.networkAcls.values()) {
    for (const { cidr, traffic } of valueOr(entries, [])) {
      if (cidr.known) at(vpc).blocks.push(blockOf(cidr.value));
      if (traffic.known) at(vpc).traffics.push(traffic.value);
    }
  }
  for (const table of network.routeTables.values()) {
    const written = valueOr(table.routes, []);
    const implied = impliedRoutes(world, table, written).map(({ route }) => route);
    for (const route of [...written, ...implied]) lead(table.vpc, blocksTo(world, route.destination, side));
    for (const route of written) addForwarder({ world, side, at }, route);
  }
  for (const { routes } of network.transitGatewayRouteTables.values())
    for (const { destination } of valueOr(routes, [])) lead("", blocksTo(world, destination, side));
  for (const { requester, accepter } of network.peerings.values())
    for (const { cidrs } of [requester, accepter]) lead("", valueOr(cidrs, []).map(blockOf));
  lead("", alwaysKnown);
  return found;
}

/** Blocks that the walk itself knows. */
const alwaysKnown: readonly Block[] = [
  ...[...hostBlocks, ...privateBlocks].map(blockOf),
  ...unrouted.flatMap(({ set, code }) =>
    set.map(([first, last]) => ({ first, last, label: `${code} ${first}` })),
  ),
  { first: nat64Origin, last: nat64Last, label: "64:ff9b::/96" },
];

function blocksTo(world: World, destination: Route["destination"], side: Side): readonly Block[] {
  if (!destination.known) return [];
  return destination.value.kind === "cidr"
    ? [blockOf(destination.value.cidr)]
    : listedBlocks(world, destination.value.id, side);
}

function listedBlocks(world: World, id: string, side: Side): readonly Block[] {
  return world.once("blocks of a prefix list", id, () => {
    const listed = expandPrefixList(world, id);
    return (listed.known ? listed.value.cidrs : []).map(({ first, last, prefixLength }) => ({
      first,
      last,
      // Two networks may hold different lists of one id.
      label: `${id} ${side}/${prefixLength}`,
    }));
  });
}

interface Growing {
  readonly blocks: Block[];
  readonly leading: Block[];
  readonly traffics: Traffic[];
}

interface Collecting {
  readonly world: World;
  readonly side: Side;
  readonly at: (owner: string) => Growing;
}

/** The groups of a NAT instance are asked on the way. */
function addForwarder({ world, side, at }: Collecting, { target }: Route): void {
  if (!target.known || (target.value.kind !== "instance" && target.value.kind !== "network-interface"))
    return;
  const row = interfaceOf(world.network, target.value);
  if (!row.known) return;
  const groups = valueOr(row.value.groups, []);
  for (const direction of ["ingress", "egress"] as const) {
    const { blocks, traffics } = rulesOfGroups({ world, side }, groups, direction);
    at(row.value.vpc).blocks.push(...blocks);
    at(row.value.vpc).traffics.push(...traffics);
  }
}

export function rulesOfGroups(
  { world, side }: { readonly world: World; readonly side: Side },
  groups: readonly SecurityGroupId[],
  direction: "ingress" | "egress",
): Omit<Rules, "leading"> {
  return world.once(`what ${direction} rules name`, groups.join("+"), () => {
    const rules = groups.flatMap((id) => {
      const own = world.network.securityGroups.get(id)?.[direction];
      return own === undefined ? [] : valueOr(own, []);
    });
    return {
      blocks: rules.flatMap(({ peer }): readonly Block[] => {
        if (!peer.known || peer.value.kind === "security-group") return [];
        return peer.value.kind === "cidr"
          ? [blockOf(peer.value.cidr)]
          : listedBlocks(world, peer.value.id, side);
      }),
      traffics: rules.flatMap(({ traffic }) => (traffic.known ? [traffic.value] : [])),
    };
  });
}
