/**
 * Routes to an interface: a NAT instance, or an appliance that does with the packet what it likes.
 * https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html (read 2026-11-24)
 *
 * An interface with a public address that may forward (no source/destination check) is taken for a NAT instance: it
 * translates, and its groups are asked in both directions. Whatever else is there cannot be told.
 */
import { familyOf } from "../../model/address.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { WorkloadId } from "../../model/entity/entity.ts";
import type { NetworkInterface } from "../../model/entity/network-interface.ts";
import type { RouteTarget } from "../../model/entity/route-table.ts";
import { unknown } from "../../model/known.ts";
import type { Known } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import type { Network } from "../../model/network.ts";
import { endOfInterface, ephemeralPortsOf, isNeighbour } from "../end.ts";
import type { VpcEnd } from "../end.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { translated } from "../flow.ts";
import { at, home } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { after, before, inSeries, withVia } from "../outcome.ts";
import type { Outcome } from "../outcome.ts";
import { crossBack, crossOnce, enterGroups } from "../screen/boundary.ts";
import { routeBack } from "./route-back.ts";

export const byAppliance: Way = (hop, target) => {
  const via = { kind: "nat-instance", id: target.id } as const;
  const row = interfaceOf(hop.world.network, target);
  const place = at("forward", "nat", target.kind, target.id);
  if (!row.known) return inSeries([cannotTell(place, `${target.id} takes it`, [row])]);
  const family = familyOf(hop.flow.packets.src[0]?.[0] ?? 0n);
  const end = endOfInterface(hop.world, row.value, family);
  if (end === undefined)
    return inSeries([notForwarding(hop, row.value, `${target.id} has no address of this family`)]);
  const enter = isNeighbour(hop.at, end) ? [] : crossOnce(hop.world, end, "ingress", hop.flow);
  const groups = enterGroups(hop.world, end, {
    flow: hop.flow,
    other: hop.sender,
    junction: hop.junction,
  });
  const forwarding = askForwarding(hop, row.value);
  const met = [...enter, ...groups, ...forwarding];
  const isStopped = forwarding.some(({ outcome }) => outcome === "drop");
  if (isStopped || hasOtherDoors(hop.world.network, row.value)) return withVia(inSeries(met), via);
  return withVia(after(met, beyond(hop, end)), via);
};

/** The packet goes on under the instance's address, and the answer comes back through it. */
function beyond(hop: Hop, end: VpcEnd): Outcome {
  const onward = hop.onward({
    ...hop,
    sender: end,
    at: end,
    flow: translated(hop.flow, end.span, ephemeralPortsOf("nat-gateway")),
    junction: "vpc",
    back: home,
    trail: [...hop.trail, hop.at],
  });
  const { flow, sender } = hop;
  const leave = isNeighbour(hop.at, end)
    ? []
    : crossBack(hop.world, end, "egress", { flow, client: sender.client });
  return before(onward, [...routeBack(hop, end), ...leave]);
}

/** An appliance without an address to translate to may send on by another interface of its own. */
function hasOtherDoors({ workloads }: Network, { owner, hasPublicIpv4 }: NetworkInterface): boolean {
  if (hasPublicIpv4.known && hasPublicIpv4.value) return false;
  return (workloads.get(owner as WorkloadId)?.networkInterfaces.length ?? 2) > 1;
}

/** The interface itself, or the instance's first one. */
export function interfaceOf(network: Network, { kind, id }: RouteTarget): Known<NetworkInterface> {
  if (kind === "network-interface") return find(network, "networkInterfaces", id);
  const workload = find(network, "workloads", id);
  if (!workload.known) return workload;
  const [first] = workload.value.networkInterfaces;
  return first === undefined
    ? unknown(`the interface of ${id}`, "aws ec2 describe-instances")
    : find(network, "networkInterfaces", first);
}

/** Whether the interface may take packets that are not its own, and looks like one that translates them. */
function askForwarding(
  hop: Hop,
  { id, owner, origin, sourceDestCheck, hasPublicIpv4 }: NetworkInterface,
): readonly Finding[] {
  const place = at("forward", "nat", "network-interface", id);
  const where = formatOrigin(origin);
  if (!sourceDestCheck.known)
    return [cannotTell(place, `source/destination check of ${id}`, [sourceDestCheck], where)];
  if (sourceDestCheck.value) {
    return [
      drop(place, `source/destination check of ${id} is on`, where, {
        code: "ENI_SOURCE_DEST_CHECK_RESTRICTION",
        direction: "ingress",
        message: `${id} (${owner}) drops packets that are not its own: its source/destination check is on`,
        fix: `switch the source/destination check of ${owner} off`,
      }),
    ];
  }
  const settledBy = `look at the software on ${owner}`;
  if (!hasPublicIpv4.known || !hasPublicIpv4.value) {
    const fact = { fact: `what the appliance ${owner} does with packets to ${hop.flow.to}`, settledBy };
    return [cannotTell(place, `${id} forwards, and has no public address to translate to`, [fact], where)];
  }
  const assumed = { fact: `${owner} forwards and translates (it is a NAT instance)`, settledBy };
  return [pass(place, `source/destination check of ${id} is off`, where, [assumed])];
}

function notForwarding(hop: Hop, { id, origin }: NetworkInterface, text: string): Finding {
  return drop(at("forward", "nat", "network-interface", id), text, formatOrigin(origin), {
    code: "BAD_STATE_ROUTE",
    direction: "egress",
    message: `${text}, so the route to it cannot take ${hop.flow.to}`,
    fix: "route it elsewhere",
  });
}
