/** Designs without a NAT: endpoints for everything, in each VPC or in one for all, and IPv6 for the internet. */
import { valueOr } from "../../../model/known.ts";
import { egressOnly } from "../arrange/egress-only.ts";
import { hubOf, withHub } from "../arrange/hub.ts";
import type { Hub } from "../arrange/hub.ts";
import type { Ground } from "../ground.ts";
import type { Chosen } from "../search/choose.ts";
import { noWay } from "../search/way.ts";
import { clientsOf } from "../site.ts";
import { chosenWith, natSites, networkOf, offersOf } from "./chosen.ts";
import type { Draft } from "./draft.ts";
import { risk, zonesAtRisk } from "./risk.ts";

export function withoutNats(ground: Ground): readonly Draft[] {
  if (natSites(ground).length === 0) return [];
  const title = "no NAT, endpoints";
  const everywhere = withoutNat(ground, Infinity);
  const fewest = withoutNat(ground, ground.options.leastZones);
  const isFewer = endpointZones(fewest) < endpointZones(everywhere);
  const full: Draft = {
    name: "no-nat",
    title: `${title} in every zone of their clients`,
    chosen: everywhere,
    isGated: true,
    risks: [risk.unseen],
  };
  const few: Draft = {
    ...full,
    name: "no-nat-fewer-zones",
    title: `${title} in as few zones as may be`,
    chosen: fewest,
    risks: [risk.unseen, ...zonesAtRisk(networkOf(ground), fewest)],
  };
  return [full, ...(isFewer ? [few] : []), ...overIpv6(ground, isFewer ? few : full)];
}

const endpointZones = (chosen: readonly Chosen[]): number =>
  chosen.flatMap(({ endpoints }) => endpoints).reduce((sum, { subnets }) => sum + subnets.length, 0);

/** All endpoints that the plan proposes: what is not measured is needed all the same. */
function withoutNat(ground: Ground, leastZones: number): readonly Chosen[] {
  const all = natSites(ground).map((site): Chosen => ({
    site,
    way: noWay(site),
    endpoints: offersOf(site, leastZones).map(({ endpoint }) => endpoint),
  }));
  if (leastZones === Infinity) return all;
  return chosenWith(ground, (site) => [noWay(site)], leastZones, false) ?? all;
}

function overIpv6(ground: Ground, draft: Draft): readonly Draft[] {
  const { world } = ground.survey.today;
  const changes = natSites(ground)
    .flatMap(({ cases }) => cases)
    .flatMap((one) => {
      const change = egressOnly(world, one);
      return change === undefined ? [] : [{ one, change }];
    });
  if (changes.length === 0) return [];
  return [
    {
      ...draft,
      name: "no-nat-ipv6",
      title: "no NAT, endpoints, and IPv6 to the internet by an egress-only internet gateway",
      also: (network) => changes.reduce((made, { change }) => change(made), network),
      alsoChanges: changes.map(
        ({ one }) => `lead ::/0 of the private subnets of ${one.vpc.id} to an egress-only internet gateway`,
      ),
      risks: [...draft.risks, risk.onlyIpv6],
    },
  ];
}

/** Each way over a transit gateway is walked by itself: of a large estate the hub is not tried. */
const mostWays = 1000;

function waysTo({ transit, endpoints }: Hub): number {
  const subnets = transit.members.flatMap(clientsOf).flatMap((member) => member.subnets);
  return new Set(subnets).size * endpoints.reduce((sum, endpoint) => sum + endpoint.subnets.length, 0);
}

export function sharedEndpoints(ground: Ground): readonly Draft[] {
  const { world } = ground.survey.today;
  const [hub] = ground.regions.flatMap((region) => hubOf(world, region, ground.survey.cases) ?? []);
  if (hub === undefined || waysTo(hub) > mostWays) return [];
  const { gateway } = hub.transit;
  const added = hub.transit.attachments.map(
    ({ resourceId }) => `attach ${valueOr(resourceId, "")} to ${gateway}`,
  );
  return [
    {
      name: "hub-endpoints",
      title: `no NAT, interface endpoints of ${hub.vpc} for all VPCs over ${gateway}`,
      chosen: withoutNat(ground, Infinity),
      isGated: true,
      hub,
      also: withHub(world, hub),
      alsoChanges: [
        ...added,
        ...hub.zones.map(({ zoneName }) => `add private hosted zone ${zoneName} for all of the VPCs`),
        `lead the blocks of ${hub.vpc} and of the others to each other over ${gateway}`,
      ],
      risks: [risk.unseen, risk.hub],
    },
  ];
}
