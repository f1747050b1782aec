/** The SQL of src/traffic/sql, which the build puts into dist/traffic/sql. */
import { readFile } from "node:fs/promises";
import { sqlNames } from "../../../traffic/index.ts";
import type { SqlTexts } from "../../../traffic/index.ts";

export async function readSqlTexts(): Promise<SqlTexts> {
  const texts = await Promise.all(
    sqlNames.map(async (name) => [
      name,
      await readFile(new URL(`../../../traffic/sql/${name}.sql`, import.meta.url), "utf8"),
    ]),
  );
  return Object.fromEntries(texts) as SqlTexts;
}
