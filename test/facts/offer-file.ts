/** Files of AWS's price list, made of the recorded rows, in the shape that AWS gives them. */
import { readFileSync } from "node:fs";

export type OfferRow = Readonly<Record<string, string>>;

const fixture = readFileSync(new URL("../fixtures/facts/offer-rows.csv", import.meta.url), "utf8");

/** The rows of test/fixtures/facts/offer-rows.csv, by column. */
export const recordedRows: readonly OfferRow[] = (() => {
  const [header = "", ...lines] = fixture.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const columns = header.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? ""]));
  });
})();

/** What the file has beside the recorded columns: others of its many, and those that tell places apart. */
const columns = [
  "SKU",
  "OfferTermCode",
  "RateCode",
  "TermType",
  "PriceDescription",
  "EffectiveDate",
  "StartingRange",
  "EndingRange",
  "Unit",
  "PricePerUnit",
  "Currency",
  "Product Family",
  "Location",
  "Location Type",
  "usageType",
  "operation",
  "Region Code",
];

/** Of AWSDataTransfer: a line has two ends. */
export const transferColumns = columns.flatMap((column) =>
  column === "Region Code"
    ? ["From Region Code", "To Region Code"]
    : column === "Location Type"
      ? ["From Location Type", "To Location", "To Location Type"]
      : [column],
);

const usual: OfferRow = {
  TermType: "OnDemand",
  PriceDescription: 'per "NAT Gateway" Hour, or part of one',
  EffectiveDate: "2026-09-01",
  Currency: "USD",
  "Location Type": "AWS Region",
  "From Location Type": "AWS Region",
};

export interface OfferFile {
  readonly offer: string;
  readonly rows: readonly OfferRow[];
  readonly columns?: readonly string[];
  readonly version?: string;
}

export function offerHead({
  offer,
  columns: named = columns,
  version = "20260904231117",
}: OfferFile): string {
  return csv([
    ["FormatVersion", "v1.0"],
    ["Disclaimer", "This pricing list is for informational purposes only."],
    ["Publication Date", "2026-09-04T23:11:17Z"],
    ["Version", version],
    ["OfferCode", offer],
    named,
  ]);
}

export function offerLine(row: OfferRow, named: readonly string[] = columns): string {
  return csv([named.map((column) => row[column] ?? usual[column] ?? "")]);
}

export function offerText(file: OfferFile): string {
  return offerHead(file) + file.rows.map((row) => offerLine(row, file.columns)).join("");
}

function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\r\n`).join("");
}

/** A row of a Region, as AWS would print it. */
export const row = (usageType: string, PricePerUnit: string, more: OfferRow = {}): OfferRow => ({
  SKU: `SKU${usageType.replaceAll(/\W/g, "").toUpperCase()}`,
  Unit: "Hrs",
  PricePerUnit,
  usageType,
  "Region Code": "eu-west-1",
  "From Region Code": "eu-west-1",
  ...more,
});
