/** Regions, zones and limits of the account. */
import type {
  AvailabilityZone,
  DescribeAccountAttributesRequest,
  DescribeAccountAttributesResult,
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeRegionsRequest,
  DescribeRegionsResult,
  Region,
} from "@aws-sdk/client-ec2";
import { Ec2Error, invalidValue } from "../../error.ts";
import { filterRows } from "../ask/filter.ts";
import type { FilterTable } from "../ask/filter.ts";
import type { Context } from "../context.ts";
import { zonesOf } from "../subnet/zone.ts";

const regionFilters: FilterTable<Region> = {
  endpoint: ({ Endpoint }) => Endpoint,
  "opt-in-status": ({ OptInStatus }) => OptInStatus,
  "region-name": ({ RegionName }) => RegionName,
};

/** Regions that opened after this date have to be opted into. */
const optInSince = "2019-03-20";

function optInStatus({ facts, regions }: Context, name: string): string {
  if (facts.isOpenedSince(name, optInSince) !== true) return "opt-in-not-required";
  return regions.includes(name) ? "opted-in" : "not-opted-in";
}

export function describeRegions(input: DescribeRegionsRequest, context: Context): DescribeRegionsResult {
  const { facts, region, regions } = context;
  const { partition } = facts.regionNamed(region);
  const every = facts.regions.filter((one) => one.partition === partition).map(({ name }) => name);
  const names = input.AllRegions === true ? [...new Set([...regions, ...every])] : regions;
  const absent = (input.RegionNames ?? []).find((name) => !names.includes(name));
  if (absent !== undefined) throw invalidValue(`Invalid region names provided [${absent}]`);
  const rows = names
    .filter((name) => input.RegionNames === undefined || input.RegionNames.includes(name))
    .map((RegionName) => ({
      RegionName,
      Endpoint: `ec2.${RegionName}.${partition.dnsSuffix}`,
      OptInStatus: optInStatus(context, RegionName),
    }));
  return { Regions: [...filterRows(rows, input.Filters, regionFilters)] };
}

const zoneFilters: FilterTable<AvailabilityZone> = {
  "group-name": ({ GroupName }) => GroupName,
  message: ({ Messages }) => Messages?.map(({ Message }) => Message),
  "opt-in-status": ({ OptInStatus }) => OptInStatus,
  "region-name": ({ RegionName }) => RegionName,
  state: ({ State }) => State,
  "zone-id": ({ ZoneId }) => ZoneId,
  "zone-name": ({ ZoneName }) => ZoneName,
  "zone-type": ({ ZoneType }) => ZoneType,
};

export function describeAvailabilityZones(
  { ZoneNames = [], ZoneIds = [], Filters }: DescribeAvailabilityZonesRequest,
  context: Context,
): DescribeAvailabilityZonesResult {
  const { region } = context;
  const zones = zonesOf(context);
  const absent =
    ZoneNames.find((name) => !zones.some((zone) => zone.name === name)) ??
    ZoneIds.find((id) => !zones.some((zone) => zone.id === id));
  if (absent !== undefined)
    throw new Ec2Error("InvalidParameterValue", `Invalid availability zone: [${absent}]`);
  const rows = zones
    .filter(
      ({ name, id }) =>
        ZoneNames.length + ZoneIds.length === 0 || ZoneNames.includes(name) || ZoneIds.includes(id),
    )
    .map(({ name, id }): AvailabilityZone => ({
      State: "available",
      OptInStatus: "opt-in-not-required",
      Messages: [],
      RegionName: region,
      ZoneName: name,
      ZoneId: id,
      GroupName: `${region}-zg-1`,
      NetworkBorderGroup: region,
      ZoneType: "availability-zone",
    }));
  return { AvailabilityZones: [...filterRows(rows, Filters, zoneFilters)] };
}

export function describeAccountAttributes(
  { AttributeNames }: DescribeAccountAttributesRequest,
  { tables }: Context,
): DescribeAccountAttributesResult {
  const defaultVpc = tables.vpcs.rows().find(({ IsDefault }) => IsDefault)?.VpcId ?? "none";
  const values: readonly (readonly [string, string])[] = [
    ["supported-platforms", "VPC"],
    ["vpc-max-security-groups-per-interface", "5"],
    ["max-elastic-ips", "5"],
    ["max-instances", "20"],
    ["vpc-max-elastic-ips", "5"],
    ["default-vpc", defaultVpc],
  ];
  const asked = values.filter(
    ([name]) => AttributeNames === undefined || AttributeNames.some((one) => one === name),
  );
  return {
    AccountAttributes: asked.map(([AttributeName, AttributeValue]) => ({
      AttributeName,
      AttributeValues: [{ AttributeValue }],
    })),
  };
}
