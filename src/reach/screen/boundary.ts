/** What a packet meets at the boundaries of subnets and interfaces, for whichever end of a path. */
import type { Leg } from "../../model/answer.ts";
import type { ClientKind } from "../../model/entity/network-interface.ts";
import type { VpcEnd } from "../end.ts";
import { cannotTell } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { answerOf } from "../flow.ts";
import type { Flow } from "../flow.ts";
import type { Junction } from "../junction.ts";
import { at } from "../hop.ts";
import type { World } from "../world.ts";
import { screenAcl } from "./network-acl.ts";
import { screenGroups } from "./security-group.ts";

/** The ACL of `end`'s subnet, as the first packet leaves or enters it. */
export function crossOnce(
  world: World,
  end: VpcEnd,
  direction: "egress" | "ingress",
  flow: Flow,
): readonly Finding[] {
  return cross(world, end, { leg: "forward", direction, flow, client: "unknown" });
}

/** The ACL of `end`'s subnet, as the answer leaves or enters it; `client` waits for it. */
export function crossBack(
  world: World,
  end: VpcEnd,
  direction: "egress" | "ingress",
  asked: { flow: Flow; client: ClientKind },
): readonly Finding[] {
  return cross(world, end, { leg: "return", direction, flow: answerOf(asked.flow), client: asked.client });
}

interface Crossing {
  readonly leg: Leg;
  readonly direction: "egress" | "ingress";
  readonly flow: Flow;
  readonly client: ClientKind;
}

function cross(
  world: World,
  { subnet, component }: VpcEnd,
  { leg, direction, flow, client }: Crossing,
): readonly Finding[] {
  if (subnet === "none") return [];
  if (subnet.known) return [screenAcl(world, { leg, direction, flow, client, subnet: subnet.value })];
  const place = at(leg, "network-acl", component.kind, component.id);
  return [cannotTell(place, "the subnet, and so its ACL, is not known", [subnet])];
}

/** The groups of `end` as the first packet enters it, from `other` where that is an interface of the network. */
export function enterGroups(
  world: World,
  { groups }: VpcEnd,
  { flow, other, junction }: { flow: Flow; other: VpcEnd; junction: Junction },
): readonly Finding[] {
  if (groups === "ignored") return [];
  const peerGroups = other.groups === "ignored" ? undefined : other.groups;
  return [screenGroups(world, { direction: "ingress", peerGroups, junction, flow }, groups)];
}
