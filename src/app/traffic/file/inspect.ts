/** Files become log files: what each is, with which fields; what is no flow log is named and passed over. */
import { AppError } from "../../../model/app-error.ts";
import type { Unused } from "../../../model/network.ts";
import { fieldOf, isKnownField, parseLogKey, recogniseHead, wordsOf } from "../../../traffic/index.ts";
import type { LogFile } from "../../../traffic/index.ts";
import type { DuckDb } from "../duckdb/engine.ts";
import { readHead } from "./head.ts";
import type { FileHead } from "./head.ts";
import { damagedGzip } from "./mend.ts";
import { unpackMessages } from "./messages.ts";
import type { FoundFile, FoundFiles } from "../source.ts";

export interface Inspected {
  readonly files: readonly LogFile[];
  readonly skipped: readonly Unused[];
  readonly withoutFormat: readonly string[];
}

interface Inspection {
  readonly files: LogFile[];
  readonly skipped: Unused[];
  readonly withoutFormat: string[];
  readonly parquet: FoundFile[];
}

export async function inspectLogs(
  found: FoundFiles,
  engine: DuckDb,
  format: readonly string[] | undefined,
): Promise<Inspected> {
  const inspection: Inspection = {
    files: [],
    skipped: [...found.skipped],
    withoutFormat: [],
    parquet: [],
  };
  for (const file of found.files) await inspectOne(file, inspection, { engine, format });
  await inspectParquet(inspection, engine);
  const { files, skipped, withoutFormat } = inspection;
  if (files.length === 0 && withoutFormat.length === 0) throw noLogs(skipped);
  return { files, skipped, withoutFormat };
}

function noLogs(skipped: readonly Unused[]): AppError {
  const [first] = skipped;
  return new AppError(
    "INPUT_EMPTY",
    first === undefined
      ? "there are no flow logs"
      : `there are no flow logs (${first.path}: ${first.reason})`,
    "give VPC flow logs: text, Parquet, or a CloudWatch Logs export",
  );
}

type TextHead = Pick<Extract<FileHead, { readonly kind: "text" }>, "text" | "isGzip">;

interface Means {
  readonly engine: DuckDb;
  readonly format: readonly string[] | undefined;
}

async function inspectOne(file: FoundFile, inspection: Inspection, means: Means): Promise<void> {
  const head = await readHead(file.path).catch((cause: unknown) => {
    throw new AppError("INPUT_UNREADABLE", `cannot read ${file.name}`, "check its permissions", { cause });
  });
  if (head.kind === "parquet") inspection.parquet.push(file);
  else if (head.kind === "empty") inspection.skipped.push({ path: file.name, reason: "empty" });
  else if (head.kind === "binary") passOver(file, head.reason, inspection);
  else await inspectText(file, head, inspection, means);
}

async function inspectText(
  file: FoundFile,
  { text, isGzip }: TextHead,
  inspection: Inspection,
  { engine, format }: Means,
): Promise<void> {
  const { name, path } = file;
  const head = recogniseHead(text, format);
  switch (head.kind) {
    case "records": {
      const { fields, hasHeader } = head.layout;
      const [, second = ""] = text.split("\n").filter((line) => line.trim() !== "");
      const region = parseLogKey(name)?.region ?? valueIn(fields, hasHeader ? second : text, "region");
      const found: LogFile = { name, path, format: "text", fields, hasHeader, isGzip, region };
      inspection.files.push(found);
      return;
    }
    case "messages": {
      const unpacked = await unpackMessages(path, engine.directory, {
        isGzip,
        onDamage: () => inspection.skipped.push(damagedGzip(name)),
      });
      const inner = await readHead(unpacked);
      if (inner.kind !== "text") passOver(file, "JSON without flow log records", inspection);
      else await inspectText({ ...file, path: unpacked }, inner, inspection, { engine, format });
      return;
    }
    case "no-format":
      inspection.withoutFormat.push(name);
      return;
    case "empty":
      inspection.skipped.push({ path: name, reason: "empty" });
      return;
    case "other":
      passOver(file, "no flow log", inspection);
  }
}

function valueIn(fields: readonly string[], record: string, field: string): string | undefined {
  const value = wordsOf(record.split("\n").find((line) => line.trim() !== "") ?? "")[fields.indexOf(field)];
  return value === undefined || value === "-" ? undefined : value;
}

/** In a directory it stands beside the logs; a file that the user names is refused. */
function passOver(
  { name, isNamed }: FoundFile,
  reason: string,
  { skipped }: Pick<Inspection, "skipped">,
): void {
  if (isNamed) {
    throw new AppError(
      "INPUT_UNKNOWN",
      `${name} is no flow log (${reason})`,
      "give VPC flow logs: text, Parquet, or a CloudWatch Logs export",
    );
  }
  skipped.push({ path: name, reason });
}

/** A file that is none spoils what is asked of all: then each is asked alone. */
async function parquetFields(
  files: readonly FoundFile[],
  engine: DuckDb,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const asked = await engine.parquetColumns(files.map(({ path }) => path)).catch(() => undefined);
  if (asked !== undefined) return asked;
  const alone = new Map<string, readonly string[]>();
  for (const { path } of files) {
    const columns = await engine.parquetColumns([path]).catch(() => undefined);
    const own = columns?.get(path);
    if (own !== undefined) alone.set(path, own);
  }
  return alone;
}

/** As many footers as are read at once. */
const mostAtOnce = 1000;

async function inspectParquet({ parquet, ...inspection }: Inspection, engine: DuckDb): Promise<void> {
  for (let start = 0; start < parquet.length; start += mostAtOnce) {
    const files = parquet.slice(start, start + mostAtOnce);
    const columns = await parquetFields(files, engine);
    for (const file of files) takeParquet(file, columns.get(file.path)?.map(fieldOf), inspection);
  }
}

type Taken = Pick<Inspection, "files" | "skipped">;

function takeParquet(
  file: FoundFile,
  fields: readonly string[] | undefined,
  { files, skipped }: Taken,
): void {
  if (fields === undefined) passOver(file, "damaged Parquet", { skipped });
  else if (fields.filter(isKnownField).length < 2)
    passOver(file, "Parquet without fields of flow logs", { skipped });
  else {
    const { name, path } = file;
    const region = parseLogKey(name)?.region;
    files.push({ name, path, format: "parquet", fields, hasHeader: false, isGzip: false, region });
  }
}
