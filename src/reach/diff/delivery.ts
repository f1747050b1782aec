/**
 * What the routes alone tell of ways from one VPC into an area: whether all of them end before somebody's groups, or are
 * dropped on the way. Then groups that shut a sender out need no walk, and none need be asked but those that let it in.
 *
 * It errs to one side: of ways that it does not know it says nothing, and they are walked.
 */
import { familyOf } from "../../model/address.ts";
import type { Family } from "../../model/address.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { RouteTarget, RouteTargetKind } from "../../model/entity/route-table.ts";
import { isSubset, meets, toSet } from "../../model/interval-set.ts";
import type { AddressSet } from "../../model/interval-set.ts";
import type { TransitGatewayAttachment } from "../../model/entity/transit-gateway.ts";
import { valueOr } from "../../model/known.ts";
import { endOfSubnet } from "../end.ts";
import { chooseRoutes } from "../route.ts";
import type { Choice } from "../route.ts";
import { unrouted } from "../way/internet.ts";
import { chooseTransitRoutes } from "../way/transit-route.ts";
import type { World } from "../world.ts";
import { everywhere } from "./cells/area.ts";
import type { Area } from "./cells/area.ts";
import { sides } from "./sides.ts";
import type { Side, Sides } from "./sides.ts";

export interface Delivery {
  /** Whether nothing arrives but past the groups of whom it is for, under its sender's own address. */
  readonly isByGroups: boolean;
  /** Whether besides nothing becomes of what is sent where nobody is. */
  readonly isLostElsewhere: boolean;
}

const unsure: Delivery = { isByGroups: false, isLostElsewhere: false };

/** From whichever subnet of the VPC. */
export function deliveryInto(worlds: Sides<World>, vpc: Sides<VpcId>, area: Area): Delivery {
  const found = sides.map((side) => deliveryOn(worlds[side], vpc[side], area, side));
  return {
    isByGroups: found.every(({ isByGroups }) => isByGroups),
    isLostElsewhere: area.isAssigned && found.every(({ isLostElsewhere }) => isLostElsewhere),
  };
}

/** How a way may end that a route begins. */
type Ending = "arrives" | "arrives, and leaves the rest in doubt" | "dropped" | "another";

interface Asked {
  readonly world: World;
  readonly vpc: VpcId;
  readonly holder: VpcId;
}

function deliveryOn(world: World, vpc: VpcId, { holder, set }: Area, side: Side): Delivery {
  const at = holder[side];
  if (at === undefined) return unsure;
  const asked = { world, vpc, holder: at };
  const to = set === everywhere ? blocksOf(world, at) : set;
  const choices = choicesFrom(world, vpc, to);
  const endings = choices?.map((choice) => endingOf(asked, choice, choices)) ?? ["another"];
  const isByGroups = !endings.includes("another");
  return {
    isByGroups,
    isLostElsewhere: isByGroups && !endings.includes("arrives, and leaves the rest in doubt"),
  };
}

function blocksOf({ network }: World, id: VpcId): AddressSet {
  const cidrs = network.vpcs.get(id)?.cidrs;
  return cidrs?.known === true
    ? toSet(cidrs.value.map(({ cidr }) => [cidr.first, cidr.last] as const))
    : everywhere;
}

/** Of every subnet of a VPC; undefined where the table of one is not known. */
function choicesFrom(world: World, vpc: VpcId, to: AddressSet): readonly Choice[] | undefined {
  const tables = world.topology.subnetsOf(vpc).map((subnet) => world.topology.tableOf(subnet));
  const known = new Set(tables.flatMap((table) => valueOr(table, [])));
  if (tables.some((table) => !table.known)) return undefined;
  return [...known].flatMap((table) => chooseRoutes(world, table, to));
}

const lostOutside = toSet(unrouted.flatMap(({ set }) => set));

function endingOf(asked: Asked, { decision, dst }: Choice, all: readonly Choice[]): Ending {
  if (decision.kind !== "route") return decision.kind === "none" ? "dropped" : "another";
  const { target, state } = decision.route;
  if (!target.known) return "another";
  if (state === "blackhole") return "dropped";
  return endings[target.value.kind]?.(asked, target.value, { dst, all }) ?? "another";
}

type EndingBy = (asked: Asked, target: RouteTarget, taken: Taken) => Ending;

const outside: EndingBy = (_, __, { dst }) => (isSubset(dst, lostOutside) ? "dropped" : "another");

/** What stands behind all others cannot be told from routes. */
const endings: Readonly<Partial<Record<RouteTargetKind, EndingBy>>> = {
  local: () => "arrives",
  "internet-gateway": outside,
  "egress-only-internet-gateway": outside,
  "nat-gateway": (asked, target, taken) => (isLostBehindNat(asked, target, taken) ? "dropped" : "another"),
  peering: endingByPeering,
  "transit-gateway": (asked, target, { dst }) => endingByTransit(asked, target, dst),
};

interface Taken {
  readonly dst: AddressSet;
  readonly all: readonly Choice[];
}

/** Under its own address a NAT gateway sends on by tables of the same VPC, and to an internet gateway in the end. */
function isLostBehindNat({ world }: Asked, { id }: RouteTarget, { dst, all }: Taken): boolean {
  const nat = world.network.natGateways.get(id as never);
  if (nat?.subnet?.known !== true || !nat.vpc.known || !isSubset(dst, lostOutside)) return false;
  return all.every((choice) => {
    if (!meets(choice.dst, dst) || choice.decision.kind === "none") return true;
    if (choice.decision.kind !== "route") return false;
    const { target, state } = choice.decision.route;
    const kind = target.known ? target.value.kind : undefined;
    return state === "blackhole" || kind === "nat-gateway" || kind === "internet-gateway";
  });
}

function endingByPeering({ world, vpc, holder }: Asked, { id }: RouteTarget): Ending {
  const row = world.network.peerings.get(id as never);
  if (row === undefined) return "another";
  if (row.status.toLowerCase() !== "active") return "dropped";
  const other = valueOr(row.requester.vpc, undefined) === vpc ? row.accepter : row.requester;
  return valueOr(other.vpc, undefined) === holder ? "arrives, and leaves the rest in doubt" : "another";
}

function endingByTransit({ world, vpc, holder }: Asked, { id }: RouteTarget, dst: AddressSet): Ending {
  const own = world.once("attachments by VPC and gateway", `${id} ${vpc}`, () =>
    [...world.network.transitGatewayAttachments.values()].filter(
      ({ transitGateway, resourceId }) => transitGateway === id && valueOr(resourceId, undefined) === vpc,
    ),
  );
  const entry = own.find(({ state }) => state === "available");
  const family = familyOf(dst[0]?.[0] ?? 0n);
  if (entry === undefined || !entry.association.known || !hasDoors(world, entry, vpc, family))
    return "another";
  const choices = chooseTransitRoutes(world, entry, dst, "forward");
  const isKnown = choices.every(({ attachment: exit, findings }) => {
    if (exit === undefined) return findings.every(({ outcome }) => outcome === "drop");
    if (exit.resource !== "vpc" || valueOr(exit.resourceId, undefined) !== holder) return false;
    return hasDoors(world, exit, holder, family);
  });
  const arriving = choices.filter(({ attachment }) => attachment !== undefined);
  if (!isKnown) return "another";
  if (arriving.length === 0) return "dropped";
  // Behind the transit gateway the tables of the other VPC take packets on.
  const onward = choicesFrom(world, holder, toSet(arriving.flatMap((choice) => choice.dst)));
  const isLocal = onward?.every(
    ({ decision }) =>
      decision.kind === "route" &&
      decision.route.target.known &&
      decision.route.target.value.kind === "local",
  );
  return isLocal === true ? "arrives" : "another";
}

/** Whether all subnets that an attachment stands in are known, in the VPC, and speak the family. */
function hasDoors(world: World, { subnets }: TransitGatewayAttachment, vpc: VpcId, family: Family): boolean {
  return (
    subnets.known &&
    subnets.value.length > 0 &&
    subnets.value.every((id) => {
      const row = world.network.subnets.get(id);
      return row !== undefined && row.vpc === vpc && endOfSubnet(world, row, family) !== undefined;
    })
  );
}
