/** The facts as a person wants to know them: how old is what, and what is not known. */
import type { FactsAnswer, PriceCoverage, TableSummary } from "../../model/facts-answer.ts";
import { paragraph, section, table } from "./layout.ts";
import type { Page } from "./page.ts";
import { list, quantity } from "./words.ts";

const columns = [
  { title: "table", align: "left" },
  { title: "rows", align: "right" },
  { title: "oldest", align: "left" },
  { title: "newest", align: "left" },
] as const;

export function factsText({ tables, snapshot, ranges, prices }: FactsAnswer, page: Page): string {
  const line = (text: string) => paragraph(page, { text: "  " }, { text });
  return [
    ...paragraph(page, { text: "" }, { text: "Facts of this version of denat", style: "strong" }),
    ...table(page, columns, tables.map(cells)),
    ...section(page, "Refreshed", [...line(snapshotText(snapshot)), ...snapshotTable(page, snapshot)]),
    ...section(
      page,
      "In use",
      line(`address ranges of ip-ranges.json, syncToken ${ranges.syncToken}, ${ranges.date}`),
    ),
    ...section(page, "Prices that are not known", prices.flatMap((one) => lackText(one)).flatMap(line)),
    "",
  ].join("\n");
}

function cells({ name, rows, oldest, newest }: TableSummary) {
  return [{ text: name }, { text: quantity(rows) }, { text: oldest ?? "" }, { text: newest ?? "" }];
}

function snapshotText(snapshot: FactsAnswer["snapshot"]): string {
  if (snapshot === undefined) return "set aside: DENAT_FACTS says bundled";
  if (snapshot.tables.length === 0)
    return `nothing in ${snapshot.directory}: denat facts refresh --region R writes prices and address ranges there`;
  return `${snapshot.directory}, where it is newer:`;
}

function snapshotTable(page: Page, snapshot: FactsAnswer["snapshot"]): readonly string[] {
  return snapshot === undefined ? [] : table(page, columns, snapshot.tables.map(cells));
}

/** The shorter list of the two. */
function lackText({ item, known, missing }: PriceCoverage): readonly string[] {
  if (missing.length === 0) return [];
  if (missing.length <= known.length) return [`${item}: not in ${list(missing)}`];
  return [known.length === 0 ? `${item}: in no Region` : `${item}: in ${list(known)} alone`];
}
