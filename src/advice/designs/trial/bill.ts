/**
 * What a design is billed a month: everything that leads out of its VPCs, as it stands in the network that it makes, and
 * the bytes that were measured, each on the way that the walk finds for them there.
 *
 * Private NAT gateways and endpoints that nobody changes are in every design alike. Egress to the internet is in none: it
 * costs the same by each way out.
 */
import type { CostAnswer } from "../../../model/cost-answer.ts";
import type { Via } from "../../../model/answer.ts";
import { noTraffic, priceDesign, withMissing } from "../../../pricing/index.ts";
import type { Design } from "../../../pricing/index.ts";
import { findNats } from "../../../reach/index.ts";
import { designsToday } from "../../today.ts";
import type { Fleet } from "../../fleet.ts";
import type { Stream } from "../stream.ts";
import { subnetOf, zoneOfSubnet } from "../site.ts";

export interface Terms {
  readonly hoursPerMonth: number;
  readonly discountPercent: number;
}

export interface Billed {
  readonly after: Fleet;
  readonly streams: readonly Stream[];
  /** Of the measured volume: 1 for a usual month. */
  readonly factor: number;
  /** Services that clients of other VPCs reach over the transit gateway, and what that adds. */
  readonly hub:
    | { readonly region: string; readonly services: ReadonlySet<string>; readonly attachments: number }
    | undefined;
}

export function billOf(regions: readonly string[], billed: Billed, terms: Terms): readonly CostAnswer[] {
  const { network, facts } = billed.after.world;
  const held = billed.after.world.once("what stands", terms.hoursPerMonth, () =>
    designsToday(network, facts, terms.hoursPerMonth),
  );
  return held
    .filter(({ design }) => regions.includes(design.region))
    .map(({ design, missing }) => {
      const priced: Design = {
        ...design,
        discountPercent: terms.discountPercent,
        transitGatewayAttachments: billed.hub?.region === design.region ? billed.hub.attachments : 0,
        trafficGb: trafficOf(design.region, billed),
      };
      return withMissing(priceDesign(priced, facts), missing);
    });
}

export function sumOf(costs: readonly CostAnswer[]): number | null {
  // Amounts of two currencies make no sum.
  if (costs.some(({ currency }) => currency !== costs[0]?.currency)) return null;
  return costs.reduce<number | null>(
    (sum, { totalMonthly }) => (sum === null || totalMonthly === null ? null : sum + totalMonthly),
    0,
  );
}

export function trafficOf(region: string, billed: Billed): Design["trafficGb"] {
  const sum = { ...noTraffic };
  for (const stream of billed.streams) {
    if (stream.region !== region) continue;
    const gb = stream.gb * billed.factor;
    const way = wayOf(billed, stream);
    switch (way.kind) {
      case "interface":
        sum.interface += gb;
        if (way.overHub) sum.transitGateway += gb;
        break;
      case "nat":
        if (!way.isFree) sum.nat += gb;
        if (way.crosses) sum.crossAz += gb;
        break;
      case "free":
        break;
    }
  }
  return sum;
}

type Taken =
  | { readonly kind: "interface"; readonly overHub: boolean }
  | { readonly kind: "nat"; readonly crosses: boolean; readonly isFree: boolean }
  | { readonly kind: "free" };

/** Where the walk leads it; bytes of which nobody can ask go by the NAT, where there is one. */
function wayOf({ after, hub }: Billed, stream: Stream): Taken {
  const { member, need } = stream;
  const fare = member === undefined || need === undefined ? undefined : after.ask(member, need);
  if (fare === undefined) return byNat(after, stream, undefined);
  const { verdict, via } = fare;
  if (verdict === "blocked") return { kind: "free" };
  if (via === null || isNat(via)) return byNat(after, stream, via ?? undefined);
  if (via.kind === "interface-endpoint") return { kind: "interface", overHub: false };
  if (via.kind !== "transit-gateway" && via.kind !== "peering") return { kind: "free" };
  return hub?.services.has(stream.service) === true
    ? { kind: "interface", overHub: true }
    : byNat(after, stream, undefined);
}

const isNat = ({ kind }: Via): boolean => kind === "nat-gateway" || kind === "nat-instance";

/** A regional NAT gateway is in each zone of its clients; of several zonal ones over a transit gateway the zone's own serves. */
function byNat({ world }: Fleet, stream: Stream, via: Via | undefined): Taken {
  const nats = world.once("NATs that lead out", "", () =>
    findNats(world.network).filter(({ kind }) => kind !== "private"),
  );
  const known = via === undefined ? undefined : nats.find(({ id }) => id === via.id);
  const zoneOf = (nat: (typeof nats)[number]) => zoneOfSubnet(world.network, subnetOf(world.network, nat));
  const nat =
    known ??
    nats.find(({ id }) => id === stream.nat) ??
    nats.find((one) => zoneOf(one) === stream.natZone) ??
    nats[0];
  if (nat === undefined) return { kind: "free" };
  const zone = nat.kind === "regional" ? stream.zone : zoneOf(nat);
  const crosses = zone !== undefined && stream.zone !== undefined && zone !== stream.zone;
  return { kind: "nat", crosses, isFree: nat.kind === "instance" };
}
