/**
 * Hosted zones and their records.
 *
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html
 * (read 2026-11-24)
 */
import type { HostedZone, ZoneRecord } from "../../../model/entity/dns.ts";
import type { HostedZoneId, VpcId } from "../../../model/entity/entity.ts";
import { formatOrigin } from "../../../model/entity/entity.ts";
import { mapKnown, unknown } from "../../../model/known.ts";
import type { Known } from "../../../model/known.ts";
import type { Fields, Resource, Value } from "../property/value.ts";
import { toEntity } from "../entity.ts";
import type { Estate } from "../estate.ts";
import { anyDoubt, ifExists } from "../existence.ts";
import {
  allKnown,
  entryOf,
  property,
  textOr,
  toFields,
  toItems,
  toText,
  toTexts,
} from "../property/property.ts";
import type { Rows } from "../rows.ts";

/** A zone whose name is not known may hold any name, for VPCs that are not known. */
export function mapHostedZone(estate: Estate, resource: Resource): Rows {
  const name = textOr(property(resource, "Name"), "");
  const isPrivate = property(resource, "VPCs") !== undefined;
  const zone: HostedZone = {
    ...toEntity<HostedZoneId>(estate, resource),
    zoneName: name.known ? toDnsName(name.value) : "",
    visibility: isPrivate ? "private" : "public",
    vpcs: name.known ? ifExists(resource, vpcsOf(estate, resource)) : name,
    records: recordsOf(estate, resource, name.known ? toDnsName(name.value) : undefined),
  };
  return { hostedZones: [zone] };
}

/**
 * A namespace of Cloud Map is a private zone, whose records services register as they run.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-privatednsnamespace.html
 * (read 2026-11-24)
 */
export function mapNamespace(estate: Estate, resource: Resource): Rows {
  const name = textOr(property(resource, "Name"), "");
  const vpc = property(resource, "Vpc");
  const zone: HostedZone = {
    ...toEntity<HostedZoneId>(estate, resource),
    zoneName: name.known ? toDnsName(name.value) : "",
    visibility: "private",
    vpcs: name.known ? ifExists(resource, estate.ids<VpcId>("VPC", vpc)) : name,
    records: unknown(`names registered in ${resource.id}`, "aws servicediscovery list-services"),
  };
  return { hostedZones: [zone] };
}

/** Lower case, without the dot at the end; Route 53 writes `*` as `\052`. */
export function toDnsName(text: string): string {
  return text.trim().toLowerCase().replace(/\.$/, "").replaceAll("\\052", "*");
}

function vpcsOf(estate: Estate, zone: Resource): Known<readonly VpcId[]> {
  const items = toItems(property(zone, "VPCs"));
  if (!items.known) return items;
  return allKnown(items.value.map((item) => vpcOfItem(estate, item)));
}

function vpcOfItem(estate: Estate, item: Value): Known<VpcId> {
  const fields = toFields(item);
  if (!fields.known) return fields;
  const vpc = entryOf(fields.value, "VPCId");
  return vpc === undefined ? incomplete(item, "VPCId") : estate.id<VpcId>("VPC", vpc);
}

/** Records name their zone by id, or by its name when only one zone has it. */
function recordsOf(estate: Estate, zone: Resource, name: string | undefined): Known<readonly ZoneRecord[]> {
  const inZone = (type: string) => [
    ...estate.adding(type, "HostedZoneId", zone.id),
    ...estate.ofType(type).filter((one) => name !== undefined && zoneNameOf(one.properties) === name),
  ];
  const sets = inZone("AWS::Route53::RecordSet");
  const groups = inZone("AWS::Route53::RecordSetGroup");
  const doubt = anyDoubt([...sets, ...groups], zone);
  if (doubt !== undefined) return doubt;
  const written = sets.map((set) => toRecord(set.properties, set.origin));
  const grouped = groups.flatMap((group) => recordsIn(property(group, "RecordSets")));
  return allKnown([...written, ...grouped]);
}

function zoneNameOf(fields: Fields): string | undefined {
  const name = entryOf(fields, "HostedZoneName");
  const text = name === undefined ? undefined : toText(name);
  return text?.known === true ? toDnsName(text.value) : undefined;
}

function recordsIn(list: Value | undefined): readonly Known<ZoneRecord>[] {
  const items = toItems(list);
  if (!items.known) return [items];
  return items.value.map((item) => {
    const fields = toFields(item);
    return fields.known ? toRecord(fields.value, item.origin) : fields;
  });
}

function toRecord(fields: Fields, origin: Value["origin"]): Known<ZoneRecord> {
  const name = textOr(entryOf(fields, "Name"), "");
  const type = textOr(entryOf(fields, "Type"), "");
  const alias = entryOf(fields, "AliasTarget", "DNSName");
  const written = entryOf(fields, "ResourceRecords");
  if (alias === undefined && written === undefined) return incomplete({ origin }, "ResourceRecords");
  const values =
    alias === undefined ? toTexts(written) : mapKnown(toText(alias), (target) => [toDnsName(target)]);
  if (!name.known) return name;
  if (!type.known) return type;
  return mapKnown(values, (all) => ({ name: toDnsName(name.value), type: type.value, values: all }));
}

function incomplete({ origin }: Pick<Value, "origin">, name: string) {
  const place = formatOrigin(origin);
  return unknown(`${name} of the record at ${place}`, `correct ${place}`);
}
