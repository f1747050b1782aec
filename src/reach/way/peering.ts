/**
 * VPC peering: from one VPC into the other, and no further.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html (read 2026-11-24)
 *
 * Only active connections pass; packets must be for the other VPC's own addresses; its routes must lead back.
 */
import { formatOrigin } from "../../model/entity/entity.ts";
import type { Peering, PeeringSide } from "../../model/entity/gateway.ts";
import { intersect, isEmpty, toAddressSet } from "../../model/interval-set.ts";
import { valueOr } from "../../model/known.ts";
import { find } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";
import type { Hop, Way } from "../hop.ts";
import { peeringJunction } from "../junction.ts";
import { after, inSeries, withVia } from "../outcome.ts";
import { deliver } from "./deliver.ts";

export const byPeering: Way = (hop, target) => {
  const via = { kind: "peering", id: target.id } as const;
  const place = at("forward", "peering", "peering", target.id);
  const row = find(hop.world.network, "peerings", target.id);
  if (!row.known)
    return withVia(inSeries([cannotTell(place, `the route leads to ${target.id}`, [row])]), via);
  const other = otherSide(row.value, hop);
  const met = [askStatus(row.value), askAddress(hop, row.value, other)];
  const isStopped = met.some(({ outcome }) => outcome === "drop");
  const { aim } = hop;
  if (isStopped || aim.kind !== "interface")
    return withVia(inSeries([...met, ...(isStopped ? [] : [beyond(hop, other)])]), via);
  // Where it stands now is neither subnet of the other VPC: it meets that VPC's boundary on the way in.
  const arrived = {
    ...hop,
    at: { ...hop.at, vpc: aim.end.vpc, subnet: "none" },
    junction: peeringJunction(hop.world.network, target.id),
    back: target,
  } as const;
  return withVia(after(met, deliver(arrived)), via);
};

function otherSide({ requester, accepter }: Peering, { at: here }: Hop): PeeringSide {
  return valueOr(requester.vpc, undefined) === here.vpc ? accepter : requester;
}

function askStatus({ id, status, origin }: Peering): Finding {
  const place = at("forward", "peering", "peering", id);
  const where = formatOrigin(origin);
  if (status.toLowerCase() === "active") return pass(place, `${id} is active`, where);
  return drop(place, `${id} is ${status}`, where, {
    code: "BAD_STATE",
    direction: "egress",
    message: `${id} is ${status}: only an active peering connection passes traffic`,
    fix: status === "pending-acceptance" ? `have the other side accept ${id}` : `create ${id} again`,
  });
}

/** No edge-to-edge routing: what is not for an address of the other VPC is dropped. */
function askAddress({ flow, aim }: Hop, { id, origin }: Peering, other: PeeringSide): Finding {
  const place = at("forward", "peering", "peering", id);
  const where = formatOrigin(origin);
  if (aim.kind === "interface" && other.vpc.known && aim.end.vpc === other.vpc.value) {
    return pass(place, `${flow.to} is in ${other.vpc.value}`, where);
  }
  if (!other.cidrs.known) return cannotTell(place, "the blocks of the other VPC", [other.cidrs], where);
  if (!isEmpty(intersect(flow.packets.dst, toAddressSet(other.cidrs.value))) && aim.kind !== "public") {
    return pass(place, `${flow.to} is in ${other.cidrs.value.map(({ text }) => text).join(", ")}`, where);
  }
  return drop(place, `${flow.to} is outside the other VPC`, where, {
    code: "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR",
    direction: "egress",
    message: `${id} passes only packets for addresses of the other VPC, and ${flow.to} is none: no gateway, NAT or gateway endpoint is reached over a peering connection`,
    fix: "give the client's own VPC a way of its own",
  });
}

/** An address of the other VPC of which the input shows no interface. */
function beyond({ flow }: Hop, { vpc, account, region }: PeeringSide): Finding {
  const id = valueOr(vpc, "the other VPC");
  const missing = {
    fact: `what has ${flow.to} in ${id}`,
    settledBy: `add the description of ${id} (account ${account}, ${region}) to the input`,
  };
  return cannotTell(at("forward", "peering", "vpc", id), `${flow.to} in ${id}`, [missing]);
}
