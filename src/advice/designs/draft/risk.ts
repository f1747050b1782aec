/** What designs cost beside money. */
import type { Network } from "../../../model/network.ts";
import type { Chosen } from "../search/choose.ts";
import { clientZones, zoneOfSubnet } from "../site.ts";

/** https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html, nat-comparison (read 2026-11-29) */
export const risk = {
  sourceAddress:
    "through a gateway or interface endpoint requests come from private addresses: policies that name the NAT's public address (aws:SourceIp) stop matching",
  unseen: "whoever needs the internet, and was neither declared nor seen, loses it",
  fewerNats:
    "an outage of a zone whose NAT stays takes the way out from the other zones too, whose traffic crosses zones to it at a price for each GB",
  regional:
    "public addresses change, which others may have on their lists; into a new zone it expands only after a while, and until then traffic crosses zones. Its hours are taken to bill for each active zone",
  instance:
    "an instance has no spare: until it is replaced its subnets have no way out; its software is yours to keep, its bandwidth that of its type, and its public address a new one",
  idle: "what crosses these endpoints today would cross the NAT: they are worth their price above the volumes of the break-even table",
  hub: "all VPCs hang on one VPC's endpoints and on the transit gateway",
  onlyIpv6: "hosts without IPv6 addresses are out of reach",
} as const;

/** Endpoints that stand in fewer zones than their clients. */
export function zonesAtRisk(network: Network, chosen: readonly Chosen[]): readonly string[] {
  const named = chosen.flatMap(({ site, endpoints }) =>
    endpoints.flatMap((endpoint) => {
      const one = site.cases.find(({ vpc }) => vpc.id === endpoint.vpc);
      const own = new Set(endpoint.subnets.map((id) => zoneOfSubnet(network, id) ?? id));
      const clients = one === undefined ? [] : clientZones(network, one);
      return own.size < clients.length ? [{ service: endpoint.service, zones: [...own].join(", ") }] : [];
    }),
  );
  const byZones = new Map<string, Set<string>>();
  for (const { service, zones } of named) {
    byZones.set(zones, (byZones.get(zones) ?? new Set()).add(service));
  }
  return [...byZones].map(
    ([zones, services]) =>
      `an outage of ${zones} takes ${[...services].join(", ")} away from the clients in the other zones`,
  );
}
