/** Availability Zones of a Region, as the account of the lab sees them. */
import { onceEach } from "../../../../facts/once.ts";
import { invalidValue } from "../../error.ts";
import type { Context } from "../context.ts";

export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** Regions that are in no table have three zones, as nearly all have. */
export function zonesOf({ facts, region }: Pick<Context, "facts" | "region">): readonly Zone[] {
  const { zones } = facts.regionNamed(region);
  const names = zones.length > 0 ? zones : ["a", "b", "c"].map((letter) => `${region}${letter}`);
  return zonesNamed(facts.crossRegionExcludedZoneIds, region, names);
}

/**
 * Letters are dealt to zone ids anew for every account, so any order is as true as another: in order of their numbers,
 * those last that few accounts have or that take no cross-Region endpoint.
 */
function zonesNamed(special: readonly string[], region: string, names: readonly string[]): readonly Zone[] {
  const ids = Array.from(
    { length: names.length + special.length },
    (_, index) => `${shortName(region)}-az${index + 1}`,
  );
  // A Region with as many zones as ids has the special ones too.
  const dealt = names.length > 3 ? ids : ids.filter((id) => !special.includes(id));
  return names.map((name, index) => ({ name, id: dealt[index] ?? name }));
}

/** `use1` of `us-east-1`, `apne1` of `ap-northeast-1`, `usgw1` of `us-gov-west-1`. */
const shortName = onceEach((region: string): string => {
  const words = region.split("-");
  const number = words.at(-1) ?? "";
  const direction = (words.at(-2) ?? "").replace(
    /^(north|south)(east|west)$/,
    (_, a: string, b: string) => `${a.charAt(0)}${b.charAt(0)}`,
  );
  const short = direction.length === 2 ? direction : direction.charAt(0);
  const middle = words
    .slice(1, -2)
    .map((word) => word.charAt(0))
    .join("");
  return `${words[0] ?? ""}${middle}${short}${number}`;
});

/** The zone of a name or an id, else the first. */
export function mustZone(context: Context, name?: string, id?: string): Zone {
  const zones = zonesOf(context);
  const [first] = zones;
  const found =
    name === undefined && id === undefined
      ? first
      : zones.find(
          (zone) => (name === undefined || zone.name === name) && (id === undefined || zone.id === id),
        );
  if (found !== undefined) return found;
  const parameter = name === undefined ? "availabilityZoneId" : "availabilityZone";
  throw invalidValue(
    `Value (${name ?? id}) for parameter ${parameter} is invalid. Subnets can currently only be created in the following availability zones: ${zones.map((zone) => (name === undefined ? zone.id : zone.name)).join(", ")}.`,
  );
}
