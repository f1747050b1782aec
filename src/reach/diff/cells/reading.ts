/**
 * Whose rules packets may meet: those of the VPC they start in, of the one that they are for, and of those that a transit
 * gateway may lead them through. Rules of all others cut nothing.
 */
import { familyOf } from "../../../model/address.ts";
import { includes, meets } from "../../../model/interval-set.ts";
import type { AddressSet } from "../../../model/interval-set.ts";
import type { TransitGatewayAttachmentId } from "../../../model/entity/entity.ts";
import type { TransitGatewayRoute } from "../../../model/entity/transit-gateway.ts";
import { valueOr } from "../../../model/known.ts";
import { nat64Origin } from "../../dns/resolver.ts";
import { expandPrefixList } from "../../prefix-list.ts";
import { interfaceOf } from "../../way/appliance.ts";
import type { World } from "../../world.ts";
import { sides } from "../sides.ts";
import type { Sides } from "../sides.ts";
import { rulesOnTheWay } from "./block.ts";
import type { Block, Rules } from "./block.ts";
import { everywhere } from "./area.ts";
import type { Area } from "./area.ts";

/** Of both networks; under the ids of VPCs of either. */
export function rulesBetween(
  worlds: Sides<World>,
  vpc: Sides<string>,
  area: Pick<Area, "holder" | "set">,
): Rules {
  const key = `${vpc.before} ${vpc.after} ${worlds.before.numberOf(area)}`;
  return worlds.before.once("rules between", key, () => rulesFor(worlds, vpc, area));
}

function rulesFor(worlds: Sides<World>, vpc: Sides<string>, area: Pick<Area, "holder" | "set">): Rules {
  const { holder } = area;
  // What NAT64 makes of an address is one of the other family.
  const towards = hasNat64(area) ? everywhere : area.set;
  const parts = sides.map((side): Rules => {
    const world = worlds[side];
    const all = world.once("rules on the way", "all", () => rulesOnTheWay(world, side));
    const owners = new Set(["", vpc[side], holder[side] ?? "", ...vpcsTowards(world, towards)]);
    const own = [...owners].flatMap((owner) => all.get(owner) ?? []);
    return joinRules(own);
  });
  const { blocks, leading, traffics } = joinRules(parts);
  if (!hasNat64(area)) return { blocks, leading, traffics };
  return {
    blocks: [...blocks, ...behindNat64(blocks)],
    leading: [...leading, ...behindNat64(leading)],
    traffics,
  };
}

const hasNat64 = ({ set }: Pick<Area, "set">): boolean => includes(set, nat64Origin);

/** Rules that ask about an IPv4 address after it was translated. */
const behindNat64 = (blocks: readonly Block[]): readonly Block[] =>
  blocks
    .filter(({ first }) => familyOf(first) === 4)
    .map(({ first, last, label }) => ({
      first: nat64Origin + first,
      last: nat64Origin + last,
      label: `behind NAT64 ${label}`,
    }));

function joinRules(parts: readonly Rules[]): Rules {
  return {
    blocks: parts.flatMap(({ blocks }) => blocks),
    leading: parts.flatMap(({ leading }) => leading),
    traffics: parts.flatMap(({ traffics }) => traffics),
  };
}

/** VPCs that packets to any of `set` may be led through, wherever they come from. */
export function vpcsTowards(world: World, set: AddressSet): readonly string[] {
  return world.once("VPCs on the way to", set, () => {
    const found = new Set(world.once("VPCs of strays", "all", () => vpcsOfStrays(world)));
    for (const { routes } of world.network.transitGatewayRouteTables.values()) {
      for (const route of valueOr(routes, [])) {
        const vpc = mayTake(world, route, set) ? vpcBehind(world, route) : undefined;
        if (vpc !== undefined) found.add(vpc);
      }
    }
    return [...found];
  });
}

function mayTake(world: World, { destination }: TransitGatewayRoute, set: AddressSet): boolean {
  if (!destination.known) return true;
  if (destination.value.kind === "cidr") {
    const { first, last } = destination.value.cidr;
    return meets(set, [[first, last]]);
  }
  const listed = expandPrefixList(world, destination.value.id);
  return !listed.known || meets(set, listed.value.set);
}

function vpcBehind({ network }: World, { attachment }: TransitGatewayRoute): string | undefined {
  const id = attachment === undefined ? undefined : valueOr(attachment, undefined);
  const row = network.transitGatewayAttachments.get(id as TransitGatewayAttachmentId);
  return row === undefined ? undefined : valueOr(row.resourceId, undefined);
}

/** Of interfaces that routes of another VPC lead to. */
function vpcsOfStrays({ network }: World): readonly string[] {
  return [...network.routeTables.values()].flatMap(({ vpc, routes }) =>
    valueOr(routes, []).flatMap(({ target }) => {
      if (!target.known || !["instance", "network-interface"].includes(target.value.kind)) return [];
      const row = interfaceOf(network, target.value);
      return row.known && row.value.vpc !== vpc ? [row.value.vpc] : [];
    }),
  );
}
