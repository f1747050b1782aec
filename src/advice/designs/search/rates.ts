/** List prices of one Region as the search asks for them: a month, or a GB. */
import type { Facts } from "../../../facts/index.ts";
import type { PriceTier } from "../../../pricing/index.ts";
import type { Terms } from "../trial/bill.ts";

export interface Rates {
  readonly endpointZone: number;
  readonly endpointTiers: readonly PriceTier[];
  readonly natHours: number;
  readonly natGb: number;
  readonly address: number;
  /** For each zone; undefined where the price is not known. */
  readonly regionalHours: number | undefined;
  readonly instanceHours: number | undefined;
  /** For a GB in one direction. */
  readonly crossGb: number;
}

/** Undefined where one of them is not known: then nothing can be searched, and it says so where it is billed. */
export function ratesOf(facts: Facts, region: string, { hoursPerMonth }: Terms): Rates | undefined {
  const flat = (row: string) => facts.findPrice(region, row)?.tiers[0]?.price;
  const monthly = (row: string) => {
    const hourly = flat(row);
    return hourly === undefined ? undefined : hourly * hoursPerMonth;
  };
  const endpointZone = monthly("interface_endpoint_hour_per_az");
  const endpointTiers = facts.findPrice(region, "interface_endpoint_gb")?.tiers;
  const natHours = monthly("nat_gateway_hour");
  const natGb = flat("nat_gateway_gb");
  const address = monthly("public_ipv4_inuse_hour");
  const crossGb = flat("cross_az_gb_per_direction");
  if (endpointZone === undefined || endpointTiers === undefined || natHours === undefined) return undefined;
  if (natGb === undefined || address === undefined || crossGb === undefined) return undefined;
  const regionalHours = monthly("nat_regional_hour");
  const instanceHours = monthly("t4g_nano_hour");
  return { endpointZone, endpointTiers, natHours, natGb, address, regionalHours, instanceHours, crossGb };
}
