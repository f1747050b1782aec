/**
 * The sensible designs: one draft for each kind of change, every one with the endpoints that pay in it.
 *
 * Which endpoints those are, and in which zones, is the search's to say, with the way out of each site given. A family
 * that changes nothing of this network is left out.
 */
import type { Chosen } from "../search/choose.ts";
import type { Ground } from "../ground.ts";
import { asIs } from "../search/way.ts";
import { chosenWith, natSites, networkOf, unchanged } from "./chosen.ts";
import type { Draft } from "./draft.ts";
import { fewerNats, instances, regional } from "./other-nats.ts";
import { risk, zonesAtRisk } from "./risk.ts";
import { sharedEndpoints, withoutNats } from "./without-nat.ts";

export function familiesOf(ground: Ground): readonly Draft[] {
  const drafts = [
    today(ground),
    gatewaysOnly(ground),
    paying(ground),
    ...withoutNats(ground),
    ...sharedEndpoints(ground),
    ...fewerNats(ground),
    regional(ground),
    ...instances(ground),
  ];
  return drafts.filter((draft) => draft !== undefined);
}

function today(ground: Ground): Draft {
  const title = natSites(ground).length === 0 ? "as it is: no NAT" : "as it is today";
  return { name: "today", title, chosen: unchanged(ground), isGated: false, risks: [] };
}

function hasGateways({ survey }: Ground): boolean {
  return survey.cases.some(({ proposal: { endpoints, repairs } }) =>
    [
      ...endpoints.map(({ type }) => type === "gateway"),
      ...repairs.map(({ kind }) => kind === "route-table"),
    ].some(Boolean),
  );
}

function gatewaysOnly(ground: Ground): Draft | undefined {
  if (!hasGateways(ground) || natSites(ground).length === 0) return undefined;
  const title = "free gateway endpoints, NAT kept";
  return {
    name: "gateway-endpoints",
    title,
    chosen: unchanged(ground),
    isGated: true,
    risks: [risk.sourceAddress],
  };
}

function paying(ground: Ground): Draft | undefined {
  const chosen = chosenWith(ground, (site, rates) => [asIs(networkOf(ground), site, rates)]);
  if (chosen === undefined || !hasEndpoints(chosen)) return undefined;
  return {
    name: "paying-endpoints",
    title: "gateway endpoints, and the interface endpoints that pay; NAT kept",
    chosen,
    isGated: true,
    risks: [risk.sourceAddress, ...zonesAtRisk(networkOf(ground), chosen)],
  };
}

const hasEndpoints = (chosen: readonly Chosen[]) => chosen.some(({ endpoints }) => endpoints.length > 0);
