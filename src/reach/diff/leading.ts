/**
 * Where packets to some addresses end, told once for all that might be sent there: where a packet is led hangs on its
 * addresses alone, and neither on its protocol nor on what screens it. So one packet is walked with every ACL open.
 */
import type { VpcId } from "../../model/entity/entity.ts";
import type { AclEntry, NetworkAcl } from "../../model/entity/firewall.ts";
import type { RouteTargetKind } from "../../model/entity/route-table.ts";
import { known } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";
import { allTraffic, protocolNumbers } from "../../model/traffic.ts";
import { anywhere } from "../place.ts";
import { chooseRoutes } from "../route.ts";
import { createWorld } from "../world.ts";
import type { World } from "../world.ts";
import type { Area } from "./cells/area.ts";
import { isOfEndpoint } from "./cells/ends.ts";
import type { FieldCell } from "./cells/field.ts";
import { vpcsTowards } from "./cells/reading.ts";
import { deliveryInto } from "./delivery.ts";
import type { Delivery } from "./delivery.ts";
import type { Sender } from "./sender.ts";
import { both, sides } from "./sides.ts";
import type { Side, Sides } from "./sides.ts";
import { seesSender, walkOpen } from "./way-walk.ts";

/**
 * `nowhere`: in neither network does anything arrive, and nothing is in doubt. `groups`: whoever is sent to is asked whether
 * his groups let the sender in, and what they shut out is blocked. `perhaps`: anything else.
 */
export type End = "nowhere" | "groups" | "perhaps";
export interface Leading {
  (sender: Sender, area: Area, cell: FieldCell): End;
  /** Whether it is so of all who are in the area; it may be without being said here. */
  readonly isByGroups: (sender: Sender, area: Area) => boolean;
}

const https = { protocol: protocolNumbers.tcp, port: 443 } as const;
const goodness: readonly End[] = ["nowhere", "groups", "perhaps"];

export function createLeading(worlds: Sides<World>): Leading {
  const open = both(worlds, ({ network, facts }) => createWorld(withOpenAcls(network), facts));
  const known = new Map<Area, Map<string, End>>();
  const endOf = (sender: Sender, cell: FieldCell): End => {
    const ends = sides.map((side) => endOn(open[side], sender, cell, side));
    return goodness.findLast((end) => ends.includes(end)) ?? "perhaps";
  };
  const deliveries = new Map<Area, Delivery>();
  const deliveryTo = ({ source }: Sender, area: Area): Delivery => {
    // An area is one seen from one VPC.
    const found = deliveries.get(area) ?? deliveryInto(worlds, source.vpc, area);
    deliveries.set(area, found);
    return found;
  };
  const endAt = (sender: Sender, area: Area, cell: FieldCell): End => {
    if (sides.some((side) => area.holder[side] === undefined)) return "perhaps";
    if (sender.isPlaced) {
      const { isByGroups, isLostElsewhere } = deliveryTo(sender, area);
      if (cell.vacant.length > 0 && isLostElsewhere) return "nowhere";
      if (cell.vacant.length === 0 && isByGroups) return "groups";
    }
    if (isForwarded(worlds, sender.source.vpc, area)) return "perhaps";
    const ofArea = known.get(area) ?? new Map<string, End>();
    known.set(area, ofArea);
    const key = `${sender.stand} to ${cell.led}`;
    const found = ofArea.get(key) ?? endOf(sender, cell);
    ofArea.set(key, found);
    return found;
  };
  return Object.assign(endAt, {
    isByGroups: (sender: Sender, area: Area) => sender.isPlaced && deliveryTo(sender, area).isByGroups,
  });
}

function endOn(world: World, sender: Sender, cell: FieldCell, side: Side): End {
  const led = walkOpen(world, {
    sender,
    destination: cell.destination[side],
    packet: https,
    side,
    strict: false,
  });
  const { outcome, destination: guard } = led;
  const isBlocked = outcome.verdict === "blocked" && outcome.strict === "blocked";
  // What drops it before it arrives drops all that is led the same way; past its groups only an endpoint minds the port.
  const row = cell.rows[side];
  if (isBlocked && (guard.kind === "none" || (row !== undefined && !isOfEndpoint(world, row))))
    return "nowhere";
  if (isBlocked || guard.kind !== "one" || !seesSender(led, guard.gate)) return "perhaps";
  return "groups";
}

const forwarding: readonly RouteTargetKind[] = ["instance", "network-interface"];

/** Whether anything there may forward, and so ask groups of its own, which mind the protocol. Once too often, rather than missed. */
function isForwarded(worlds: Sides<World>, vpc: Sides<VpcId>, area: Area): boolean {
  const key = `${vpc.before} ${vpc.after} ${worlds.before.numberOf(area)}`;
  return worlds.before.once("whether packets into an area are forwarded", key, () =>
    sides.some((side) => {
      const world = worlds[side];
      const passed = new Set<string>([vpc[side], area.holder[side] ?? "", ...vpcsTowards(world, area.set)]);
      return [...world.network.routeTables.values()].some(
        (table) =>
          passed.has(table.vpc) &&
          chooseRoutes(world, table, area.set).some(({ decision }) => {
            if (decision.kind !== "route") return false;
            const { target } = decision.route;
            return target.known && forwarding.includes(target.value.kind);
          }),
      );
    }),
  );
}

const withOpenAcls = (network: Network): Network => ({
  ...network,
  networkAcls: new Map([...network.networkAcls].map(([id, acl]) => [id, opened(acl)])),
});

const opened = (acl: NetworkAcl): NetworkAcl => ({
  ...acl,
  entries: known(
    (["ingress", "egress"] as const).flatMap((direction) =>
      ([4, 6] as const).map((family): AclEntry => ({
        ruleNumber: family,
        direction,
        action: "allow",
        traffic: known(allTraffic),
        cidr: known(anywhere[family]),
        origin: acl.origin,
      })),
    ),
  ),
});
