/** Which rows of AWS's price list are wanted, and where the list is. */
import { currencies } from "../../model/cost-answer.ts";
import type { Currency } from "../../model/cost-answer.ts";
import { datedOf, failAt, mustHold, oneOf, parseTable } from "../csv.ts";

export const offerCodes = ["AmazonEC2", "AmazonVPC", "AWSDataTransfer"] as const;
export type OfferCode = (typeof offerCodes)[number];

export interface WantedPrice {
  /** As in prices.csv; REGION in it stands for the Region at the other end. */
  readonly item: string;
  readonly offer: OfferCode;
  readonly usageType: string;
  readonly operation: string | undefined;
  /** The cell To Location. */
  readonly to: string | undefined;
  readonly unit: string;
  readonly needed: boolean;
}

const offerColumns = [
  "item",
  "offer",
  "usage_type",
  "operation",
  "to",
  "unit",
  "needed",
  "source",
  "date",
] as const;

export function parseWantedPrices(text: string): readonly WantedPrice[] {
  return parseTable("price-offers", text, offerColumns).map((row) => {
    const { item, usage_type, operation, to, unit } = row.cells;
    mustHold(row, /^[a-z0-9_]+(REGION)?$/.test(item) && usage_type !== "", `no item: ${item}`);
    datedOf(row);
    return {
      item,
      offer: oneOf(row, "offer", offerCodes),
      usageType: usage_type,
      operation: operation || undefined,
      to: to || undefined,
      unit,
      needed: oneOf(row, "needed", ["yes", ""]) === "yes",
    };
  });
}

export interface FactSource {
  readonly what: "price-list" | "ip-ranges";
  /** `*` for all of them. */
  readonly partition: string;
  readonly origin: string;
  readonly path: string;
  /** Of a price list. */
  readonly currency: Currency | undefined;
}

export function parseFactSources(text: string): readonly FactSource[] {
  const columns = ["what", "partition", "origin", "path", "currency", "source", "date"] as const;
  return parseTable("sources", text, columns).map((row) => {
    const { partition, origin, path } = row.cells;
    datedOf(row);
    mustHold(row, path.startsWith("/"), `no path: ${path}`);
    return {
      what: oneOf(row, "what", ["price-list", "ip-ranges"]),
      partition: partition || failAt(row, "no partition"),
      origin: URL.canParse(origin) ? origin : failAt(row, `no origin: ${origin}`),
      path,
      currency: row.cells.currency === "" ? undefined : oneOf(row, "currency", currencies),
    };
  });
}
