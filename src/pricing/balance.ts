/**
 * The two sides of a design as curves of the volume that takes them: what each GB adds, and what is there without any.
 * The volume of the design itself plays no part.
 */
import { breakEvenOf } from "./break-even.ts";
import type { BreakEven } from "./break-even.ts";
import { natProcessesGb } from "./charge/nat.ts";
import type { Charge } from "./charge/index.ts";
import type { Design } from "./design.ts";
import { costOf } from "./price-table.ts";
import type { PriceTier } from "./price-table.ts";
import type { PriceRows, Pricer } from "./pricer.ts";

export interface Balance extends BreakEven {
  /** Items whose price it lacks. */
  readonly missing: readonly string[];
}

const meters = {
  nat: { item: "nat-gateway-gb", rows: ["nat_gateway_gb"] },
  interface: { item: "interface-endpoint-gb", rows: ["interface_endpoint_gb"] },
  transitGateway: { item: "transit-gateway-gb", rows: ["tgw_gb"] },
} as const satisfies Readonly<Record<string, PriceRows>>;

export function balanceOf(design: Design, charges: readonly Charge[], pricer: Pricer): Balance {
  const metered = { nat: natMeters(design), endpoints: endpointMeters(design) };
  const nat = curveOf(metered.nat, pricer);
  const endpoints = curveOf(metered.endpoints, pricer);
  const fixedOf = (side: keyof typeof metered) => {
    const items = metered[side].map(({ item }) => item);
    return priceOf(
      charges.filter((charge) => charge.side === side && !items.includes(charge.item)),
      pricer,
    );
  };
  const natFixed = design.natStays ? 0 : fixedOf("nat");
  const endpointsFixed = fixedOf("endpoints");
  // What costs nothing is never dearer, whatever the NAT's price may be.
  const isFree = endpoints.tiers?.every(({ price }) => price === 0) === true && endpointsFixed === 0;
  if (isFree) return { gb: 0, below: null, missing: [] };
  const missing = [...nat.missing, ...endpoints.missing];
  if (
    nat.tiers === undefined ||
    endpoints.tiers === undefined ||
    natFixed === undefined ||
    endpointsFixed === undefined
  ) {
    return { gb: null, below: null, missing };
  }
  const balance = breakEvenOf(
    { fixed: natFixed, tiers: nat.tiers },
    { fixed: endpointsFixed, tiers: endpoints.tiers },
  );
  return { ...balance, missing };
}

const natMeters = (design: Design): readonly PriceRows[] => (natProcessesGb(design) ? [meters.nat] : []);

/**
 * Gateway endpoints alone carry everything for nothing. Where traffic reaches the endpoints over a transit gateway, each
 * GB passes both.
 */
function endpointMeters({
  interfaceEndpoints,
  transitGatewayAttachments,
  trafficGb,
}: Design): readonly PriceRows[] {
  const usesInterfaces = interfaceEndpoints.some(({ count }) => count > 0) || trafficGb.interface > 0;
  const isCentral = transitGatewayAttachments > 0 && trafficGb.transitGateway > 0;
  return [...(usesInterfaces ? [meters.interface] : []), ...(isCentral ? [meters.transitGateway] : [])];
}

interface Curve {
  readonly tiers: readonly PriceTier[] | undefined;
  readonly missing: readonly string[];
}

function curveOf(billed: readonly PriceRows[], pricer: Pricer): Curve {
  const found = billed.map((meter) => ({ item: meter.item, price: pricer.priceOf(meter) }));
  const missing = found.filter(({ price }) => !price.known).map(({ item }) => item);
  const all = found.flatMap(({ price }) => (price.known ? [price.tiers] : []));
  return { tiers: missing.length > 0 ? undefined : addTiers(all), missing };
}

/** What a GB costs that passes all of them. */
function addTiers(all: readonly (readonly PriceTier[])[]): readonly PriceTier[] {
  const edges = [...new Set(all.flat().map(({ from }) => from))].sort((a, b) => a - b);
  const priceAt = (tiers: readonly PriceTier[], gb: number) =>
    tiers.findLast(({ from }) => from <= gb)?.price ?? 0;
  return edges.map((from) => ({
    from,
    price: all.reduce((sum, tiers) => sum + priceAt(tiers, from), 0),
  }));
}

/** Undefined where one of the prices is not known. */
function priceOf(charges: readonly Charge[], pricer: Pricer): number | undefined {
  return charges.reduce<number | undefined>((sum, charge) => {
    const price = pricer.priceOf(charge);
    return sum === undefined || !price.known ? undefined : sum + costOf(price.tiers, charge.quantity);
  }, 0);
}
