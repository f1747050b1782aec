/**
 * Pricing: what a design costs a month, line by line, and the volume at which its two sides cost the same.
 *
 * Decides arithmetic only: quantities, tiers, started hours, sums. Which design to price is advice's to say, and prices
 * are facts: a Region without a price gives null and an unknown, never another Region's price. Nothing is rounded here;
 * reports round once, at the edge.
 */
export { curvesOf } from "./curve.ts";
export type { CurvePoint, Curves } from "./curve.ts";
export { designSchema, parseDesign } from "./file/design-file.ts";
export { parseTrafficFile } from "./file/traffic-file.ts";
export { emptyDesign, noTraffic, zonalNat } from "./design.ts";
export type { Design, NatEntry, TrafficGb } from "./design.ts";
export { priceDesign, withMissing } from "./price-design.ts";
export type { Missing } from "./price-design.ts";
export type { Price, PriceTable, PriceTier } from "./price-table.ts";
