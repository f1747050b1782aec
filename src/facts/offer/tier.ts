/** Rows of one price, each a tier of it, put in order. */

/** The cells of a row that matter, as they stand in the file; empty where it has no such column. */
export interface TierRow {
  readonly sku: string;
  readonly term: string;
  readonly from: string;
  /** `Inf` for the last tier. */
  readonly end: string;
  readonly unit: string;
  readonly price: string;
  readonly currency: string;
  readonly usageType: string;
  readonly operation: string;
  readonly region: string;
  readonly locationType: string;
  readonly to: string;
  readonly toRegion: string;
}

export interface Tier {
  readonly from: number;
  /** A decimal number without zeros at its end. */
  readonly price: string;
}

/** The tiers from 0 on without a gap, or why there are none. Rows may come in any order, and the same one twice. */
export function tiersOf(rows: readonly TierRow[]): readonly Tier[] | string {
  const sorted = rows
    .map((row) => ({ from: edge(row.from, 0), end: edge(row.end, Infinity), price: row.price }))
    .sort((a, b) => a.from - b.from || a.end - b.end);
  const tiers: (Tier & { readonly end: number })[] = [];
  for (const { from, end, price } of sorted) {
    const last = tiers.at(-1);
    const amount = decimal(price);
    if (amount === undefined) return `its price is ${JSON.stringify(price)}`;
    if (last?.from === from && last.end === end) {
      if (last.price !== amount) return `it has two prices, ${last.price} and ${amount}`;
    } else if (from === (last?.end ?? 0) && end > from) tiers.push({ from, end, price: amount });
    else return `its tiers do not join at ${last?.end ?? 0}`;
  }
  return tiers.at(-1)?.end === Infinity
    ? tiers.map(({ from, price }) => ({ from, price }))
    : "its last tier ends";
}

export function isComplete(rows: readonly TierRow[]): boolean {
  return rows.length > 0 && typeof tiersOf(rows) !== "string";
}

function edge(text: string, absent: number): number {
  if (text === "") return absent;
  return text === "Inf" ? Infinity : Number(text);
}

/** As the file's ten decimals, or without the zeros among them; undefined for what is no price. */
function decimal(text: string): string | undefined {
  if (!/^\d+(\.\d+)?$/.test(text)) return undefined;
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
