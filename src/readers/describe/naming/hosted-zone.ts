/**
 * Route 53 hosted zones: names from `list-hosted-zones` or `list-hosted-zones-by-vpc`, VPCs from `get-hosted-zone`, records from
 * `list-resource-record-sets`, whose answer does not name its zone.
 */
import type { HostedZone, ZoneRecord } from "../../../model/entity/dns.ts";
import type { HostedZoneId, VpcId } from "../../../model/entity/entity.ts";
import { parseId } from "../../../model/entity/entity.ts";
import { known, unknown } from "../../../model/known.ts";
import { isBroken, oncePerScope, parseRows } from "../answer/collected.ts";
import type { Collected, Row } from "../answer/collected.ts";
import {
  findFields,
  findFlag,
  findText,
  mustIdAt,
  mustRows,
  mustText,
  Rejected,
  rowsAt,
} from "../answer/fields.ts";
import type { Fields } from "../answer/fields.ts";
import { findNameIn } from "../subject.ts";
import { need } from "../table.ts";
import type { TableReader } from "../table.ts";

export const hostedZones: TableReader<"hostedZones"> = {
  table: "hostedZones",
  needs: [need("route53 list-hosted-zones", "HostedZones")],
  read: (collected) => {
    const zones = zonesOf(collected);
    const records = recordsByZone(collected);
    return zones.map((zone) => ({ ...zone, records: records.get(zone.id) ?? zone.records }));
  },
};

const zonesOf = oncePerScope((collected): readonly HostedZone[] => {
  const listed = parseRows(collected, "HostedZones", (row) => toZone(row.fields, row, collected));
  const asked = parseRows(collected, "HostedZoneVpcs", (row) => {
    const zone = toZone(findFields(row.fields, "HostedZone") ?? {}, row, collected);
    return { ...zone, vpcs: known(rowsAt(row.fields, "VPCs").map((vpc) => mustIdAt<VpcId>(vpc, "VPCId"))) };
  });
  const summarized = parseRows(collected, "HostedZoneSummaries", (row) => toSummarized(row, collected));
  return [...new Map([...summarized, ...listed, ...asked].map((zone) => [zone.id, zone])).values()];
});

/** A private zone of the VPC that was asked about, which the answer does not name. */
function toSummarized({ fields, origin }: Row, { scope }: Collected): HostedZone {
  const id = parseId<HostedZoneId>(mustText(fields, "HostedZoneId"));
  const zoneName = toName(mustText(fields, "Name"));
  return {
    id,
    aliases: [zoneName],
    scope: scope.id,
    origin,
    zoneName,
    visibility: "private",
    ...untold(id, zoneName),
  };
}

const untold = (id: HostedZoneId, zoneName: string): Pick<HostedZone, "vpcs" | "records"> => ({
  vpcs: unknown(`VPCs of zone ${zoneName}`, `aws route53 get-hosted-zone --id ${id}`),
  records: unknown(
    `records of zone ${zoneName}`,
    `aws route53 list-resource-record-sets --hosted-zone-id ${id}`,
  ),
});

function toZone(fields: Fields, { origin }: Row, { scope }: Collected): HostedZone {
  const path = mustText(fields, "Id");
  const id = parseId<HostedZoneId>(path.replace(/^\/?hostedzone\/(?=.)/, ""));
  const isPrivate = findFlag(findFields(fields, "Config") ?? {}, "PrivateZone");
  if (isPrivate === undefined) throw new Rejected("Config.PrivateZone is missing");
  const zoneName = toName(mustText(fields, "Name"));
  return {
    id,
    aliases: [zoneName],
    scope: scope.id,
    origin,
    zoneName,
    visibility: isPrivate ? "private" : "public",
    ...untold(id, zoneName),
    ...(isPrivate ? {} : { vpcs: known([]) }),
  };
}

/** The zone of an answer is in the name of its file; the records of a zone may come in pages. */
function recordsByZone(collected: Collected): ReadonlyMap<string, HostedZone["records"]> {
  const ids = zonesOf(collected).map(({ id }) => id);
  const pages = parseRows(collected, "ResourceRecordSets", (row) => {
    const zone = findNameIn(row.path, ids);
    if (zone === undefined) {
      throw new Rejected(
        "the answer does not say of which hosted zone it is: put the id into the name of the file",
        false,
      );
    }
    return {
      zone,
      truncated: row.truncated,
      records: mustRows(row.fields, "ResourceRecordSets").map(toRecord),
    };
  });
  const byZone = new Map<string, HostedZone["records"]>();
  if (isBroken(collected, "ResourceRecordSets")) return byZone;
  for (const zone of new Set(pages.map((page) => page.zone))) {
    const own = pages.filter((page) => page.zone === zone);
    if (own.some(({ truncated }) => !truncated))
      byZone.set(zone, known(own.flatMap(({ records }) => records)));
  }
  return byZone;
}

/** An alias has a target in place of values. */
function toRecord(fields: Fields): ZoneRecord {
  const alias = findFields(fields, "AliasTarget");
  return {
    name: toName(mustText(fields, "Name")),
    type: mustText(fields, "Type"),
    values:
      alias === undefined
        ? rowsAt(fields, "ResourceRecords").map((record) => findText(record, "Value") ?? "")
        : [mustText(alias, "DNSName")],
  };
}

/** Route 53 writes names with a final dot, and other characters than letters, digits, `-` and `_` in octal: `\052` is `*`. */
function toName(written: string): string {
  return written
    .replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    .replace(/\.$/, "")
    .toLowerCase();
}
