/**
 * Pricing: what a design costs a month, line by line, and the volume at which its two sides cost the same.
 *
 * Decides arithmetic only: quantities, tiers, started hours, sums. Which design to price is advice's to say, and prices
 * are facts: a Region without a price gives null and an unknown, never another Region's price. Nothing is rounded here;
 * reports round once, at the edge.
 */
import { breakEvenGb } from "./break-even.ts";
import { chargesOf, natProcessesGb } from "./charges.ts";
import type { Charge } from "./charges.ts";
import type { Design } from "./design.ts";
import { slicesOf } from "./price-table.ts";
import type { PriceTable, PriceTier } from "./price-table.ts";

export type { Design, NatEntry } from "./design.ts";
export type { Price, PriceTable, PriceTier } from "./price-table.ts";

/** `monthly = quantity × unitPrice`; both null where the price is not known. A tier is a line of its own. */
interface CostLine {
  readonly item: string;
  readonly side: "nat" | "endpoints";
  readonly quantity: number;
  readonly unit: string;
  readonly unitPrice: number | null;
  readonly monthly: number | null;
  readonly source: string;
  readonly note: string | undefined;
}

/** Amounts in USD a month; a side is null when one of its lines is. */
export interface CostAnswer {
  readonly currency: "USD";
  readonly hoursPerMonth: number;
  readonly natMonthly: number | null;
  readonly endpointsMonthly: number | null;
  readonly savingMonthly: number | null;
  /** When all traffic goes one way or the other. 0: endpoints win at any volume; null: never, or a price is not known. */
  readonly breakEvenGb: number | null;
  readonly lines: readonly CostLine[];
  readonly unknowns: readonly { readonly fact: string; readonly settledBy: string }[];
}

export function priceDesign(design: Design, prices: PriceTable): CostAnswer {
  const lines = chargesOf(design).flatMap((charge) => toLines(charge, design.region, prices));
  const natMonthly = sumOf(lines, "nat");
  const endpointsMonthly = sumOf(lines, "endpoints");
  const balance = balanceOf(design, lines, prices);
  const missing = new Set([
    ...lines.filter(({ unitPrice }) => unitPrice === null).map(({ item }) => item),
    ...balance.missing,
  ]);
  return {
    currency: "USD",
    hoursPerMonth: design.hoursPerMonth,
    natMonthly,
    endpointsMonthly,
    savingMonthly: natMonthly === null || endpointsMonthly === null ? null : natMonthly - endpointsMonthly,
    breakEvenGb: balance.breakEvenGb,
    lines,
    unknowns: [...missing].map((item) => ({
      fact: `price of ${item} in ${design.region}`,
      settledBy: priceListCall(item, design.region),
    })),
  };
}

/** NAT gateways and instances are in the price list of EC2, everything else here in that of VPC. */
function priceListCall(item: string, region: string): string {
  const service = /^nat-(gateway|instance)/.test(item) ? "AmazonEC2" : "AmazonVPC";
  return `aws pricing get-products --service-code ${service} --filters Type=TERM_MATCH,Field=regionCode,Value=${region}`;
}

function toLines(charge: Charge, region: string, prices: PriceTable): readonly CostLine[] {
  const { item, side, unit, quantity, note } = charge;
  const price = prices.findPrice(region, charge.row);
  if (price === undefined) {
    return [{ item, side, quantity, unit, unitPrice: null, monthly: null, source: "not known", note }];
  }
  return slicesOf(price.tiers, quantity).map(({ from, units, usd }) => ({
    item,
    side,
    quantity: units,
    unit,
    unitPrice: usd,
    monthly: units * usd,
    source: price.source,
    note: from === 0 ? note : `from ${from} ${unit}`,
  }));
}

function sumOf(lines: readonly CostLine[], side: CostLine["side"], unless?: string): number | null {
  return lines
    .filter((line) => line.side === side && line.unit !== unless)
    .reduce<number | null>(
      (sum, { monthly }) => (sum === null || monthly === null ? null : sum + monthly),
      0,
    );
}

/** The break-even volume, and the items whose price it lacks. The traffic of the design itself plays no part. */
function balanceOf(
  design: Design,
  lines: readonly CostLine[],
  prices: PriceTable,
): { readonly breakEvenGb: number | null; readonly missing: readonly string[] } {
  const natTiers = natProcessesGb(design) ? tiersOf(design, "nat_gateway_gb", prices) : [];
  // Gateway endpoints alone carry everything for nothing.
  const usesInterfaces = design.interfaceEndpoints.length > 0;
  const endpointTiers = usesInterfaces ? tiersOf(design, "interface_endpoint_gb", prices) : [];
  const natFixed = design.natStays ? 0 : sumOf(lines, "nat", "GB");
  const endpointsFixed = sumOf(lines, "endpoints", "GB");
  const missing = [
    ...(natTiers === undefined ? ["nat-gateway-gb"] : []),
    ...(endpointTiers === undefined ? ["interface-endpoint-gb"] : []),
  ];
  if (natTiers === undefined || endpointTiers === undefined || natFixed === null || endpointsFixed === null) {
    return { breakEvenGb: null, missing };
  }
  return {
    breakEvenGb: breakEvenGb(
      { fixed: natFixed, tiers: natTiers },
      { fixed: endpointsFixed, tiers: endpointTiers },
    ),
    missing,
  };
}

function tiersOf(design: Design, row: string, prices: PriceTable): readonly PriceTier[] | undefined {
  return prices.findPrice(design.region, row)?.tiers;
}
