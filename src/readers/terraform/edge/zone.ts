/** The zone that an instance is in, as far as the plan tells: its own, that of its subnet, or the one in its name. */
import type { Instance } from "../document/instance.ts";
import { fieldOf } from "../document/json.ts";
import { nameTag } from "./choose.ts";
import type { ZoneOf } from "./choose.ts";

/** `subnetOf` finds the subnet that an instance names. */
export function createZones(subnetOf: (instance: Instance) => Instance | undefined): ZoneOf {
  const open = new Set<Instance>();
  const found = new Map<Instance, string | undefined>();
  const zoneOf: ZoneOf = (instance, isSubnetSought = false) => {
    const own = fieldOf(instance.values, "availability_zone");
    if (typeof own === "string" && own !== "") return own;
    // The subnet may be what is looked for: it would tell of itself.
    if (isSubnetSought || open.has(instance)) return zoneInName(instance);
    const known = found.get(instance);
    if (known !== undefined) return known;
    open.add(instance);
    const subnet = subnetOf(instance);
    open.delete(instance);
    const zone = (subnet === undefined ? undefined : zoneOf(subnet)) ?? zoneInName(instance);
    // On the way to another one's, what is open may have hidden a part.
    if (open.size === 0) found.set(instance, zone);
    return zone;
  };
  return zoneOf;
}

/** Public modules end the names of subnets and tables with the zone: `main-private-eu-west-1a`. */
function zoneInName(instance: Instance): string | undefined {
  const zone = /(?<![a-z0-9])[a-z]{2,4}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)+-\d[a-z]$/;
  return zone.exec(nameTag(instance) ?? "")?.[0];
}
