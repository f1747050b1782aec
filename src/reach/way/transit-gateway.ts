/**
 * Transit gateways: in by the VPC's attachment, through the table it is associated with, out by another attachment.
 * https://docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html and tgw-nacls (read 2026-11-24)
 *
 * The attachment has an interface in one subnet of each zone it serves: packets cross that subnet's ACL on the way in,
 * and on the other side that of the other attachment's subnet, whose routes take them on. The answer must find the same
 * way back.
 */
import { familyOf } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { RouteTarget } from "../../model/entity/route-table.ts";
import type { TransitGatewayAttachment } from "../../model/entity/transit-gateway.ts";
import { intersect, isEmpty } from "../../model/interval-set.ts";
import { known, valueOr } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import { find, findGap } from "../../model/network.ts";
import { endOfSubnet, isNeighbour } from "../end.ts";
import type { VpcEnd } from "../end.ts";
import { cannotTell, drop } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { after, before, either, every, inSeries, withVia } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { crossBack, crossOnce } from "../screen/boundary.ts";
import type { World } from "../world.ts";
import { chooseTransitRoutes } from "./transit-route.ts";
import type { TransitChoice } from "./transit-route.ts";

export const byTransitGateway: Way = (hop, target) => {
  const via = { kind: "transit-gateway", id: target.id } as const;
  const entry = findAttachment(hop, target.id);
  if (!("resource" in entry)) return withVia(inSeries([entry]), via);
  const door = findDoor(hop.world, entry, hop.at);
  if ("outcome" in door) return withVia(inSeries([door]), via);
  const isInside = isNeighbour(hop.at, door);
  const enter = isInside ? [] : crossOnce(hop.world, door, "ingress", hop.flow);
  const leave = isInside
    ? []
    : crossBack(hop.world, door, "egress", { flow: hop.flow, client: hop.sender.client });
  return withVia(before(after(enter, through(hop, target, entry)), leave), via);
};

/** The VPC's own attachment, or why there is none that works. */
function findAttachment({ world, at: here }: Hop, gateway: string): TransitGatewayAttachment | Finding {
  const { network } = world;
  const place = at("forward", "transit-gateway", "transit-gateway", gateway);
  const own = [...network.transitGatewayAttachments.values()].filter(
    (each) => each.transitGateway === gateway && valueOr(each.resourceId, undefined) === here.vpc,
  );
  const live = own.find(({ state }) => state === "available") ?? own[0];
  if (live === undefined) {
    const vpc = network.vpcs.get(here.vpc);
    const gap = vpc === undefined ? undefined : findGap(network, "transitGatewayAttachments", vpc.scope);
    const settledBy =
      gap?.settledBy ?? "aws ec2 describe-transit-gateway-attachments, of the account that owns it";
    return cannotTell(place, `the attachment of ${here.vpc}`, [
      { fact: `the attachment of ${here.vpc} to ${gateway}`, settledBy },
    ]);
  }
  if (live.state === "available") return live;
  return drop(place, `${live.id} is ${live.state}`, formatOrigin(live.origin), {
    code: "BAD_STATE_ATTACHMENT",
    direction: "egress",
    message: `${live.id}, which attaches ${here.vpc} to ${gateway}, is ${live.state}`,
    fix: `wait until ${live.id} is available, or have it accepted`,
  });
}

/** Where the attachment stands in the zone of `near`: a zone without a subnet of it cannot use it. */
function findDoor(world: World, attachment: TransitGatewayAttachment, near: VpcEnd): VpcEnd | Finding {
  const place = at("forward", "transit-gateway", "transit-gateway-attachment", attachment.id);
  const doors = doorsOf(world, attachment, near);
  if (!doors.known) return cannotTell(place, `the subnets of ${attachment.id}`, [doors]);
  const zone = zoneOf(near);
  const [here] =
    zone === undefined
      ? doors.value
      : doors.value.filter((door) => zoneOf(door) === zone || zoneOf(door) === undefined);
  if (here !== undefined) return here;
  return drop(
    place,
    `${attachment.id} has no subnet in ${zone ?? "the zone"}`,
    formatOrigin(attachment.origin),
    {
      code: "TGW_ATTACH_VPC_AZ_RESTRICTION",
      direction: "egress",
      message: `${attachment.id} has no subnet in ${zone ?? "the zone"}, where ${near.component.id} is: packets from there do not get in`,
      fix: `add a subnet of ${zone ?? "that zone"} to ${attachment.id}`,
    },
  );
}

/** The attachment's interfaces, as ends without groups, in the family that `near` speaks. */
function doorsOf(
  world: World,
  { subnets, id }: TransitGatewayAttachment,
  near: VpcEnd,
): Known<readonly VpcEnd[]> {
  if (!subnets.known) return subnets;
  const family = familyOf(near.span.set[0]?.[0] ?? 0n);
  const doors: VpcEnd[] = [];
  for (const subnetId of subnets.value) {
    const subnet = find(world.network, "subnets", subnetId);
    if (!subnet.known) return subnet;
    const end = endOfSubnet(world, subnet.value, family);
    const component = { kind: "transit-gateway-attachment", id };
    if (end !== undefined) doors.push({ ...end, component, hasPublicIpv4: known(false) });
  }
  return known(doors);
}

function zoneOf({ subnet }: VpcEnd): string | undefined {
  return subnet === "none" || !subnet.known ? undefined : valueOr(subnet.value.availabilityZone, undefined);
}

function through(hop: Hop, target: RouteTarget, entry: TransitGatewayAttachment): Outcome {
  const { world, flow } = hop;
  const choices = chooseTransitRoutes(world, entry, flow.packets.dst, "forward");
  const outcomes = choices.map((choice) =>
    goOn({ ...hop, flow: { ...flow, packets: { ...flow.packets, dst: choice.dst } } }, target, entry, choice),
  );
  return flow.undetermined.dst ? either([], outcomes) : every(outcomes);
}

function goOn(
  hop: Hop,
  target: RouteTarget,
  entry: TransitGatewayAttachment,
  choice: TransitChoice,
): Outcome {
  const { attachment: exit, findings } = choice;
  if (exit === undefined) return inSeries(findings);
  const place = at("forward", "transit-gateway", "transit-gateway-attachment", exit.id);
  if (exit.resource !== "vpc" || !exit.resourceId.known) {
    const missing = {
      fact: `what is behind ${exit.id} (${exit.resource})`,
      settledBy: "the routers and firewalls behind it",
    };
    return inSeries([...findings, cannotTell(place, `${exit.id} leads out of the VPCs`, [missing])]);
  }
  const doors = doorsOf(hop.world, exit, hop.at);
  if (!doors.known || doors.value.length === 0) {
    const settledBy = "aws ec2 describe-transit-gateway-vpc-attachments, of the account that owns it";
    const missing = doors.known ? { fact: `the subnets of ${exit.id}`, settledBy } : doors;
    return inSeries([...findings, cannotTell(place, `the subnets of ${exit.id}`, [missing])]);
  }
  const arrivals = nearest(doors.value, hop.at).map((door) =>
    hop.onward({
      ...hop,
      at: door,
      junction: "transit-gateway",
      back: target,
      trail: [...hop.trail, hop.at],
    }),
  );
  return before(after(findings, every(arrivals)), wayBack(hop, exit, entry));
}

/** A transit gateway keeps traffic in the zone it came from where the other attachment is in it too. */
function nearest(doors: readonly VpcEnd[], near: VpcEnd): readonly VpcEnd[] {
  const zone = zoneOf(near);
  const same = doors.filter((door) => zone !== undefined && zoneOf(door) === zone);
  return same.length > 0 ? same : doors;
}

/** The table of the far attachment must lead the answer to the attachment it came in by. */
function wayBack(
  { world, flow }: Hop,
  exit: TransitGatewayAttachment,
  entry: TransitGatewayAttachment,
): readonly Finding[] {
  return chooseTransitRoutes(world, exit, flow.packets.src, "return").flatMap(
    ({ attachment, findings, dst }) => {
      if (attachment === undefined || attachment.id === entry.id || isEmpty(intersect(dst, flow.packets.src)))
        return findings;
      const missing = {
        fact: `whether ${attachment.id} brings answers to ${flow.from} back`,
        settledBy: "denat does not follow answers through another attachment",
      };
      return [
        ...findings,
        cannotTell(
          at("return", "transit-gateway", "transit-gateway-attachment", attachment.id),
          `answers leave by ${attachment.id}`,
          [missing],
        ),
      ];
    },
  );
}
