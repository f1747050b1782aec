/** The columns of a price list, found by their names: their order and number differ between offers and change. */
import type { TierRow } from "./tier.ts";

export interface Columns {
  /** Undefined for a record of another length. */
  readonly rowOf: (cells: readonly string[]) => TierRow | undefined;
}

/** An offer has one name or the other; data transfer has two ends, of which the first is the one that pays. */
const names: Readonly<Record<keyof TierRow, readonly string[]>> = {
  sku: ["SKU"],
  term: ["TermType"],
  from: ["StartingRange"],
  end: ["EndingRange"],
  unit: ["Unit"],
  price: ["PricePerUnit"],
  currency: ["Currency"],
  usageType: ["usageType"],
  operation: ["operation"],
  region: ["Region Code", "From Region Code"],
  locationType: ["Location Type", "From Location Type"],
  to: ["To Location"],
  toRegion: ["To Region Code"],
};

/** Without one of these, records cannot be told apart. */
const needed: readonly (keyof TierRow)[] = [
  "sku",
  "term",
  "unit",
  "price",
  "currency",
  "usageType",
  "region",
  "locationType",
];

/** Undefined where `cells` are not the names of a price list's columns. */
export function columnsIn(cells: readonly string[]): Columns | undefined {
  const fields = Object.keys(names) as readonly (keyof TierRow)[];
  const places = new Map(fields.map((field) => [field, placeOf(cells, names[field])]));
  if (needed.some((field) => places.get(field) === undefined)) return undefined;
  return {
    rowOf: (row) => {
      if (row.length !== cells.length) return undefined;
      const values = fields.map((field) => [field, row[places.get(field) ?? -1] ?? ""]);
      return Object.fromEntries(values) as Record<keyof TierRow, string>;
    },
  };
}

function placeOf(cells: readonly string[], any: readonly string[]): number | undefined {
  const places = any.map((name) => cells.indexOf(name)).filter((place) => place >= 0);
  return places[0];
}
