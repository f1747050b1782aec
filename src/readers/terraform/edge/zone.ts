/** The zone that an instance is in, as far as the plan tells: its own, that of its subnet, or the one in its name. */
import type { Instance } from "../document/instance.ts";
import { fieldOf } from "../document/json.ts";
import { nameTag } from "./choose.ts";
import type { ZoneOf } from "./choose.ts";

/** `subnetOf` finds the subnet that an instance names. */
export function createZones(subnetOf: (instance: Instance) => Instance | undefined): ZoneOf {
  const open = new Set<Instance>();
  const zoneOf: ZoneOf = (instance) => {
    const own = fieldOf(instance.values, "availability_zone");
    if (typeof own === "string" && own !== "") return own;
    // The subnet may be what is looked for.
    if (open.has(instance)) return undefined;
    open.add(instance);
    const subnet = subnetOf(instance);
    open.delete(instance);
    return (subnet === undefined ? undefined : zoneOf(subnet)) ?? zoneInName(instance);
  };
  return zoneOf;
}

/** Public modules end the names of subnets and tables with the zone: `main-private-eu-west-1a`. */
function zoneInName(instance: Instance): string | undefined {
  const zone = /(?<![a-z0-9])[a-z]{2,4}(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)+-\d[a-z]$/;
  return zone.exec(nameTag(instance) ?? "")?.[0];
}
