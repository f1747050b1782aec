/**
 * Hosted zones: a name inside a zone is answered by that zone alone; what it does not have does not exist.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html (read 2026-11-29)
 */
import { onceEach } from "../../../facts/once.ts";
import type { HostedZone, ZoneRecord } from "../../../model/entity/dns.ts";
import type { VpcId } from "../../../model/entity/entity.ts";
import type { Network } from "../../../model/network.ts";
import { answerFrom, failure, nameServers, noName, reply, startOfAuthority } from "../answer.ts";
import type { Answer, Apex, Asked, DnsRecord } from "../answer.ts";
import { covers, isWithin } from "../name.ts";
import { aliasIn, toRecords } from "./record.ts";

export interface Zones {
  /** The zone of the longest name that holds `name`, among those of a VPC, or those of the internet. */
  readonly find: (where: VpcId | "public", name: string) => HostedZone | undefined;
}

export function createZones({ hostedZones }: Network): Zones {
  const zonesOf = onceEach((where: VpcId | "public") =>
    [...hostedZones.values()]
      .filter(({ visibility, vpcs }) =>
        where === "public"
          ? visibility === "public"
          : visibility === "private" && vpcs.known && vpcs.value.includes(where),
      )
      .toSorted((a, b) => b.zoneName.length - a.zoneName.length),
  );
  return { find: (where, name) => zonesOf(where).find(({ zoneName }) => isWithin(name, zoneName)) };
}

/** TTL of the SOA record that Route 53 writes. */
const negativeTtlSeconds = 900;

/** `follow` asks for the name that a CNAME or an alias points at, by the rules of whoever asked. */
export function answerOfZone(zone: HostedZone, asked: Asked, follow: (name: string) => Answer): Answer {
  const apex = { name: zone.zoneName, negativeTtlSeconds };
  // A zone whose records nobody collected would answer, and the lab cannot know what.
  if (!zone.records.known) return failure("SERVFAIL");
  const found = recordsAt(zone.records.value, asked.name);
  const exists =
    found.length > 0 || asked.name === zone.zoneName || hasNamesBelow(zone.records.value, asked.name);
  if (!exists) return noName(apex);
  const alias = found
    .filter(({ type }) => type === asked.type)
    .find((record) => aliasIn(record) !== undefined);
  const target = alias === undefined ? undefined : aliasIn(alias);
  if (target !== undefined) return flattened(asked, follow(target), apex);
  const cname = found.find(({ type }) => type === "CNAME");
  if (cname !== undefined && asked.type !== "CNAME" && asked.type !== "ANY") {
    return chained(toRecords(cname, asked.name), follow);
  }
  return ownRecords(asked, found, apex);
}

function ownRecords(asked: Asked, found: readonly ZoneRecord[], apex: Apex): Answer {
  const records: DnsRecord[] = [];
  for (const record of found.filter(({ type }) => type === asked.type)) {
    const own = toRecords(record, asked.name);
    if (own === undefined) return failure("SERVFAIL");
    records.push(...own);
  }
  return answerFrom(asked, [...records, ...atApex(asked.name, records, apex)], apex);
}

/** Records of the name itself, else of the closest wildcard over it (RFC 4592). */
function recordsAt(records: readonly ZoneRecord[], name: string): readonly ZoneRecord[] {
  const exact = records.filter((record) => record.name === name);
  if (exact.length > 0) return exact;
  const [closest] = records
    .filter((record) => record.name.startsWith("*.") && covers(record.name, name))
    .toSorted((a, b) => b.name.length - a.name.length);
  return closest === undefined ? [] : records.filter((record) => record.name === closest.name);
}

/** A name between others of the zone exists, without records. */
function hasNamesBelow(records: readonly ZoneRecord[], name: string): boolean {
  return records.some((record) => !record.name.startsWith("*.") && record.name.endsWith(`.${name}`));
}

/** Every zone has these two at its own name, listed or not. */
function atApex(name: string, listed: readonly DnsRecord[], apex: Apex): readonly DnsRecord[] {
  if (name !== apex.name) return [];
  const own: readonly DnsRecord[] = [
    startOfAuthority(apex),
    ...nameServers.map((data): DnsRecord => ({ name, type: "NS", ttl: 172_800, data })),
  ];
  return own.filter(({ type }) => !listed.some((record) => record.type === type));
}

/** An alias answers under its own name, with what its target has; a target that is lost leaves it without records. */
function flattened(asked: Asked, target: Answer, apex: Apex): Answer {
  if (target.kind === "silent" || target.rcode === "SERVFAIL" || target.rcode === "REFUSED") return target;
  const records = target.records.filter(({ type }) => type === asked.type);
  return answerFrom(
    asked,
    records.map((record) => ({ ...record, name: asked.name })),
    apex,
  );
}

function chained(cname: readonly DnsRecord[] | undefined, follow: (name: string) => Answer): Answer {
  const [link] = cname ?? [];
  if (link?.type !== "CNAME") return failure("SERVFAIL");
  const rest = follow(link.data);
  return rest.kind === "silent" ? rest : reply(rest.rcode, [link, ...rest.records], rest.authority);
}
