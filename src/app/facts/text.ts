/** What a refresh has written, and what it left out. */
import type { OfferPrices } from "../../facts/index.ts";
import type { Page } from "../../report/index.ts";
import { paragraph, section } from "../../report/text/layout.ts";
import { count, list } from "../../report/text/words.ts";

import type { SnapshotTable } from "./store.ts";

/** What was read, before any of it is written. */
export interface Refreshed {
  readonly offers: readonly OfferPrices[];
  readonly syncToken: string;
  readonly tables: Readonly<Partial<Record<SnapshotTable, string>>>;
  /** By Region: endpoint services that were not asked, and why. */
  readonly leftOut: readonly { readonly region: string; readonly why: string }[];
}

export function refreshText(
  { offers, syncToken, leftOut }: Refreshed,
  directory: string,
  page: Page,
): string {
  const regions = [...new Set(offers.map(({ region }) => region))];
  const lines = (text: string) => paragraph(page, { text: "  " }, { text });
  const lacks = [
    ...offers.flatMap(({ offer, region, leftOut: items }) =>
      items.map(({ item, why }) => `${item} of ${region} (${offer}): ${why}`),
    ),
    ...leftOut.map(({ region, why }) => `endpoint services of ${region}: ${why}`),
  ];
  return [
    ...paragraph(
      page,
      { text: "" },
      { text: `Wrote the facts of ${list(regions)} to ${directory}.`, style: "strong" },
    ),
    ...offers.flatMap(({ offer, region, version, published, prices }) =>
      lines(`${count(prices.length, "price")} of ${region} from ${offer} ${version}, published ${published}`),
    ),
    ...lines(`address ranges of ip-ranges.json, syncToken ${syncToken}`),
    ...section(page, "Left out", lacks.flatMap(lines)),
    "",
  ].join("\n");
}
