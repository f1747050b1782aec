/** Designs with other NATs than today's: fewer of them, a regional NAT gateway, NAT instances. */
import type { DesignName } from "../answer.ts";
import type { Ground } from "../ground.ts";
import type { SiteWay } from "../search/choose.ts";
import type { Rates } from "../search/rates.ts";
import { asIs, fewerWays, instanceWay, onePerVpc, regionalWay, zonalNats } from "../search/way.ts";
import type { Site } from "../site.ts";
import { chosenWith, keep, natSites, networkOf } from "./chosen.ts";
import type { Draft } from "./draft.ts";
import { risk, zonesAtRisk } from "./risk.ts";

export function fewerNats(ground: Ground): readonly Draft[] {
  const counts: readonly (readonly [DesignName, number, string])[] = [
    ["one-nat", 1, "one NAT gateway"],
    ["two-nats", 2, "two NAT gateways"],
  ];
  return counts.flatMap(([name, count, what]): readonly Draft[] => {
    const network = networkOf(ground);
    const waysOf = (site: Site, rates: Rates) =>
      fewerWays(network, site, rates).filter(
        (way) => way.todo.length === zonalNats(site).length - keptOf(site, count),
      );
    if (!natSites(ground).some((site) => zonalNats(site).length > keptOf(site, count))) return [];
    const chosen = chosenWith(ground, (site, rates) => {
      const ways = waysOf(site, rates);
      return ways.length === 0 ? [asIs(network, site, rates)] : ways;
    });
    if (chosen === undefined || chosen.every(({ way }) => way.todo.length === 0)) return [];
    return [
      {
        name,
        title: `${what} for each VPC, gateway endpoints, and the interface endpoints that pay`,
        chosen,
        isGated: true,
        risks: [risk.sourceAddress, risk.fewerNats, ...zonesAtRisk(network, chosen)],
      },
    ];
  });
}

/** NATs that stay of a site when each VPC keeps `count`. */
function keptOf(site: Site, count: number): number {
  const byVpc = new Map<string, number>();
  for (const { vpc } of zonalNats(site)) byVpc.set(vpc, (byVpc.get(vpc) ?? 0) + 1);
  return [...byVpc.values()].reduce((sum, own) => sum + Math.min(own, count), 0);
}

export function regional(ground: Ground): Draft | undefined {
  const network = networkOf(ground);
  const chosen = chosenWith(ground, (site, rates) => [
    regionalWay(network, site, rates) ?? asIs(network, site, rates),
  ]);
  if (chosen === undefined || chosen.every(({ way }) => way.todo.length === 0)) return undefined;
  return {
    name: "regional-nat",
    title: "a regional NAT gateway, gateway endpoints, and the interface endpoints that pay",
    chosen,
    isGated: true,
    risks: [risk.sourceAddress, risk.regional, ...zonesAtRisk(network, chosen)],
  };
}

/** Endpoints beside instances never pay for bytes: an instance charges none. */
export function instances(ground: Ground): readonly Draft[] {
  const kinds: readonly (readonly [DesignName, string, (site: Site) => SiteWay | undefined])[] = [
    [
      "nat-instances",
      "a NAT instance in place of each NAT gateway",
      (site) => instanceWay(site, zonalNats(site)),
    ],
    [
      "one-nat-instance",
      "one NAT instance for each VPC in place of its NAT gateways",
      (site) => instanceWay(site, onePerVpc(zonalNats(site))),
    ],
  ];
  const all = kinds.map(([name, title, wayOf]): Draft => ({
    name,
    title: `${title}, and gateway endpoints`,
    chosen: natSites(ground).map((site) => ({ site, way: wayOf(site) ?? keep, endpoints: [] })),
    isGated: true,
    risks: [risk.sourceAddress, risk.instance, ...(name === "one-nat-instance" ? [risk.fewerNats] : [])],
  }));
  const isFewer = natSites(ground).some((site) => onePerVpc(zonalNats(site)).length < zonalNats(site).length);
  return all
    .filter(({ chosen }) => chosen.some(({ way }) => way.todo.length > 0))
    .filter(({ name }) => name === "nat-instances" || isFewer);
}
