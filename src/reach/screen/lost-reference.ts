/**
 * Rules that name a group of the other end, and would admit it if the way there told of groups.
 * https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html (read 2026-11-29)
 */
import type { GroupRule } from "../../model/entity/firewall.ts";
import type { SecurityGroupId } from "../../model/entity/entity.ts";
import { includes, meets } from "../../model/interval-set.ts";
import type { Blocker } from "../finding.ts";
import type { Junction } from "../junction.ts";
import type { World } from "../world.ts";
import type { GroupQuestion } from "./group-rule.ts";

/** What stands between the ends, where it tells nothing of groups. */
const forgetful: Readonly<Partial<Record<Junction, string>>> = {
  "inter-region-peering": "a peering connection between two Regions",
  "transit-gateway": "a transit gateway",
  none: "a gateway or a NAT",
};

export function lostReference(
  { network }: World,
  { direction, junction, peerGroups, flow }: GroupQuestion,
  groups: readonly SecurityGroupId[],
): Blocker | undefined {
  const between = forgetful[junction];
  if (between === undefined || peerGroups?.known !== true) return undefined;
  const fits = ({ peer, traffic }: GroupRule) =>
    peer.known &&
    peer.value.kind === "security-group" &&
    peerGroups.value.includes(peer.value.id) &&
    traffic.known &&
    meets(traffic.value.ports, flow.packets.dstPorts) &&
    includes(traffic.value.protocols, flow.protocol);
  for (const group of groups) {
    const rules = network.securityGroups.get(group)?.[direction];
    const rule = rules?.known === true ? rules.value.find(fits) : undefined;
    if (rule?.peer.known !== true || rule.peer.value.kind !== "security-group") continue;
    // Over a transit gateway references work inbound alone, where they are switched on.
    const maySwitchOn = junction === "transit-gateway" && direction === "ingress";
    return {
      code: maySwitchOn ? "SG_REFERENCING_SUPPORT" : "SG_REFERENCES_NOT_PRESERVED",
      direction,
      message: `${group} names ${rule.peer.value.id}, and ${between} tells nothing of groups`,
      fix: maySwitchOn
        ? "switch security group referencing on, for the transit gateway and its attachments, or name the addresses"
        : `name the addresses in place of ${rule.peer.value.id}`,
    };
  }
  return undefined;
}
