/**
 * Private hosted zones: the most specific zone of the VPC that holds a name answers alone; a name it does not have is
 * NXDOMAIN, with no fallback to the public answer.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html (read 2026-11-24)
 */
import { familyOf, parseAddress } from "../../model/address.ts";
import type { Address, Family } from "../../model/address.ts";
import type { HostedZone, ResolverRule, ZoneRecord } from "../../model/entity/dns.ts";
import { formatOrigin } from "../../model/entity/entity.ts";
import type { VpcId } from "../../model/entity/entity.ts";
import type { Network } from "../../model/network.ts";
import { cannotTell, drop, pass } from "../finding.ts";
import type { Finding } from "../finding.ts";
import { at } from "../hop.ts";

export function isWithin(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

/** The private zones that may answer for `host` in `vpc`, longest name first. Membership may be unknown. */
export function zonesFor(network: Network, vpc: VpcId, host: string): readonly HostedZone[] {
  return [...network.hostedZones.values()]
    .filter(({ visibility, zoneName }) => visibility === "private" && isWithin(host, zoneName))
    .filter(({ vpcs }) => !vpcs.known || vpcs.value.includes(vpc))
    .toSorted((a, b) => b.zoneName.length - a.zoneName.length);
}

/** The rule that takes queries for `host` out of the VPC's own resolution, if any. */
export function ruleFor(network: Network, vpc: VpcId, host: string): ResolverRule | undefined {
  return [...network.resolverRules.values()]
    .filter(({ domainName, vpcs }) => isWithin(host, domainName) && (!vpcs.known || vpcs.value.includes(vpc)))
    .toSorted((a, b) => b.domainName.length - a.domainName.length)[0];
}

/** What a zone says of a name: an end, an alias to go on with, or that it may or may not have it. */
export type ZoneAnswer =
  | {
      readonly kind: "final";
      readonly finding: Finding;
      readonly target: { kind: "nothing" } | { kind: "addresses"; addresses: readonly Address[] };
    }
  /** `lost`: what it amounts to when the alias leads nowhere. */
  | { readonly kind: "alias"; readonly finding: Finding; readonly host: string; readonly lost: Finding }
  | { readonly kind: "doubt"; readonly finding: Finding };

const recordTypes: Readonly<Record<Family, string>> = { 4: "A", 6: "AAAA" };
const hostName = /^[a-z0-9_*-]+(\.[a-z0-9_-]+)+$/;

export function answerOfZone(
  zone: HostedZone,
  { host, family }: { host: string; family: Family },
): ZoneAnswer {
  const place = at("forward", "dns", "hosted-zone", zone.id);
  const origin = formatOrigin(zone.origin);
  const missing = [zone.vpcs, zone.records].filter((fact) => !fact.known);
  if (!zone.records.known || missing.length > 0) {
    return {
      kind: "doubt",
      finding: cannotTell(place, `private zone ${zone.zoneName} may answer`, missing, origin),
    };
  }
  const record = findRecord(zone.records.value, host, [recordTypes[family], "CNAME"]);
  const nothing = { kind: "nothing" } as const;
  if (record === undefined) return { kind: "final", finding: shadowed(zone, host), target: nothing };
  const text = `${zone.zoneName}: ${record.name} ${record.type} ${record.values.join(", ")}`;
  const addresses = record.values.map(parseAddress);
  if (record.values.length > 0 && addresses.every((address) => address !== undefined)) {
    const own = addresses.filter((address) => familyOf(address) === family);
    return {
      kind: "final",
      finding: pass(place, text, origin),
      target: { kind: "addresses", addresses: own },
    };
  }
  const alias = (record.values[0] ?? "")
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^dualstack\./, "");
  if (hostName.test(alias)) {
    return { kind: "alias", finding: pass(place, text, origin), host: alias, lost: shadowed(zone, host) };
  }
  const fact = {
    fact: `what ${record.name} of ${zone.id} points at`,
    settledBy: `dig +short ${host}, from inside the VPC`,
  };
  return { kind: "final", finding: cannotTell(place, text, [fact], origin), target: nothing };
}

function shadowed(zone: HostedZone, host: string): Finding {
  const place = at("forward", "dns", "hosted-zone", zone.id);
  return drop(
    place,
    `private zone ${zone.zoneName} has no record ${host}: NXDOMAIN`,
    formatOrigin(zone.origin),
    {
      code: "DNS_ZONE_SHADOWS",
      direction: "egress",
      message: `private hosted zone ${zone.zoneName} (${zone.id}) answers for ${host} and has no record of it: NXDOMAIN`,
      fix: `add a record for ${host} to ${zone.id}, or disassociate the zone from the VPC`,
    },
  );
}

/** The record that answers for `host`: its own name first, then the closest wildcard. */
export function findRecord(
  records: readonly ZoneRecord[],
  host: string,
  types: readonly string[],
): ZoneRecord | undefined {
  const usable = records.filter(({ type }) => types.includes(type));
  const exact = usable.find(({ name }) => name === host);
  if (exact !== undefined) return exact;
  // A name that exists with another type is not covered by a wildcard (RFC 4592).
  if (records.some(({ name }) => name === host)) return undefined;
  return usable
    .filter(({ name }) => name.startsWith("*.") && host.endsWith(name.slice(1)))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
}
