/** What a table of data/ is, for whoever wants to know how old it is: rows, and the dates in them. */
import type { TableSummary } from "../model/facts-answer.ts";
import { cellsOf } from "./csv.ts";

export function summarizeTable(name: string, text: string): TableSummary {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const [header = "", ...rows] = lines;
  const columns = header.split(",");
  const valuesOf = (name: string): readonly string[] => {
    const column = columns.indexOf(name);
    return column < 0 ? [] : rows.flatMap((row) => cellsOf(row)?.[column] ?? []);
  };
  const dates = valuesOf("date")
    .filter((date) => /^\d/.test(date))
    .sort();
  const sources = [...new Set(valuesOf("source"))].sort();
  return { name, rows: rows.length, oldest: dates[0], newest: dates.at(-1), sources };
}
