/** Money in the shapes that CONTRACT promises: what pricing gives and reports print (`denat.cost/1`). */
import type { MissingFact } from "./answer.ts";

/** What AWS bills in: yuan in the partition aws-cn, dollars elsewhere. */
export const currencies = ["USD", "CNY"] as const;
export type Currency = (typeof currencies)[number];

/**
 * `nat`: what leaves with the NAT. `endpoints`: endpoints of every type, their traffic, and what a design that centralises
 * them needs. `other`: the same whichever wins.
 */
export type CostSide = "nat" | "endpoints" | "other";

/**
 * One line of a month's bill. `monthly = quantity × unitPrice × (1 − discountPercent / 100)`; both amounts are null where the
 * price is not known. A tier is a line of its own.
 */
export interface CostLine {
  /** `nat-gateway-hours`, `interface-endpoint-gb` … */
  readonly item: string;
  readonly side: CostSide;
  readonly quantity: number;
  /** `hour`, `GB` … */
  readonly unit: string;
  /** At list price, without the discount. */
  readonly unitPrice: number | null;
  readonly monthly: number | null;
  /** Where the price was read, with its date. */
  readonly source: string;
  readonly note: string | undefined;
}

/** Amounts a month, not rounded; a sum is null when one of its lines is. */
export interface CostAnswer {
  /** Of every amount in it. */
  readonly currency: Currency;
  readonly region: string;
  readonly hoursPerMonth: number;
  readonly discountPercent: number;
  readonly natMonthly: number | null;
  readonly endpointsMonthly: number | null;
  readonly otherMonthly: number | null;
  readonly totalMonthly: number | null;
  /** What the endpoints save against the NAT; below 0 where they cost more. */
  readonly savingMonthly: number | null;
  /** `equal` within half a cent. */
  readonly cheaper: "nat" | "endpoints" | "equal" | null;
  /**
   * GB a month at which both sides cost the same, when all of it goes one way or the other. 0: endpoints win at any
   * volume; null: they never do, or a price is not known.
   */
  readonly breakEvenGb: number | null;
  /** Which side costs less below that volume; null where there is none. */
  readonly cheaperBelow: "nat" | "endpoints" | null;
  /** As the design says: the NAT's fixed cost is then on both sides of the break-even. */
  readonly natStays: boolean;
  readonly lines: readonly CostLine[];
  /** Prices that are not known, each once. */
  readonly unknowns: readonly MissingFact[];
}

/** What `denat cost` answers: a design file is of one Region, and a network may have several. */
export interface CostReport {
  readonly regions: readonly CostAnswer[];
}
