/**
 * What a flow log writes, by one of its objects: its format cannot be changed once it is made, so that one tells of all.
 * https://docs.aws.amazon.com/vpc/latest/userguide/working-with-flow-logs.html (read 2026-11-29)
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../../model/app-error.ts";
import { fieldOf, isKnownField, parseLogKey, recogniseHead } from "../../../traffic/index.ts";
import type { LogFile } from "../../../traffic/index.ts";
import type { DuckDb } from "../duckdb/engine.ts";
import { literal } from "../duckdb/dialect.ts";
import { readHead } from "../file/head.ts";
import { formatS3Address } from "../s3/address.ts";
import { download } from "../s3/download.ts";
import type { Store } from "../s3/store.ts";
import type { Delivery } from "./list.ts";
import type { HiveType, LogTable } from "./table.ts";

export type Shape = Pick<LogTable, "format" | "hasHeader" | "fields"> & Pick<LogFile, "isGzip">;

/** A shape, or why there is none: `no-format` for records of which nobody says what they hold. */
export type Inspected = Shape | { readonly format: "none"; readonly reason: string };

export async function inspectDelivery(
  { bucket, objects }: Delivery,
  store: Store,
  { engine, format }: { readonly engine: DuckDb; readonly format: readonly string[] | undefined },
): Promise<Inspected> {
  const smallest = objects.reduce((one, other) => (other.size < one.size ? other : one));
  const path = join(engine.directory, "sample");
  await rm(path, { force: true });
  await download(store, bucket, smallest, path);
  const head = await readHead(path);
  if (head.kind === "parquet") return inspectParquet(path, engine);
  if (head.kind !== "text") return { format: "none", reason: head.kind === "empty" ? "empty" : head.reason };
  const found = recogniseHead(head.text, format);
  if (found.kind === "no-format") return { format: "none", reason: "no-format" };
  if (found.kind !== "records") return { format: "none", reason: "no flow log" };
  const { fields, hasHeader } = found.layout;
  return {
    format: "text",
    hasHeader,
    isGzip: head.isGzip,
    fields: fields.map((name) => ({ name, type: "string" })),
  };
}

/** Parquet's own types as Athena's. https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3.html (read 2026-11-29) */
const types: Readonly<Record<string, HiveType>> = { INT32: "int", INT64: "bigint", BYTE_ARRAY: "string" };

async function inspectParquet(path: string, engine: DuckDb): Promise<Inspected> {
  const rows = await engine
    .run(
      `select name, type from parquet_schema(${literal(path)}) where num_children is null or num_children = 0`,
    )
    .catch(() => undefined);
  if (rows === undefined) return { format: "none", reason: "damaged Parquet" };
  const fields = rows.map(({ name, type }) => ({
    name: fieldOf(String(name)),
    type: types[String(type)],
  }));
  if (fields.filter(({ name }) => isKnownField(name)).length < 2)
    return { format: "none", reason: "Parquet without fields of flow logs" };
  const known = fields.flatMap(({ name, type }) => (type === undefined ? [] : [{ name, type }]));
  const odd = fields.find(({ type }) => type === undefined);
  return odd === undefined
    ? { format: "parquet", hasHeader: false, isGzip: false, fields: known }
    : { format: "none", reason: `Parquet whose ${odd.name} is no text and no number` };
}

export const filesOf = ({ bucket, objects }: Delivery, shape: Shape): readonly LogFile[] =>
  objects.map(({ key }) => {
    const path = formatS3Address({ bucket, prefix: key });
    const { format, hasHeader, isGzip } = shape;
    return {
      name: path,
      path,
      format,
      hasHeader,
      isGzip,
      fields: shape.fields.map(({ name }) => name),
      region: parseLogKey(key)?.region,
    };
  });

/** A table cannot pass over an object of the other kind that lies in its directories. */
export function refuseMixture(tables: readonly LogTable[]): void {
  const formats = new Map<string, LogTable["format"]>();
  for (const { bucket, base, format } of tables) {
    const root = formatS3Address({ bucket, prefix: base });
    if ((formats.get(root) ?? format) !== format) {
      throw new AppError(
        "INPUT_UNSUPPORTED",
        `${root} holds flow logs in text and in Parquet, which Athena cannot read apart`,
        "leave out --engine athena",
      );
    }
    formats.set(root, format);
  }
}
