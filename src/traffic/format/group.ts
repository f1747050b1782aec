/** Files that one statement can read: of one format, with one layout, written by one flow log. */
import { parseLogKey } from "./key.ts";

export interface LogFile {
  /** As the user would name it: a path, or the key in a bucket. */
  readonly name: string;
  /** Where the engine reads it. */
  readonly path: string;
  readonly format: "text" | "parquet";
  /** In the order of the columns. */
  readonly fields: readonly string[];
  readonly hasHeader: boolean;
  /** Text that is compressed, whatever its name. */
  readonly isGzip: boolean;
  /** As its key or its first record tells. */
  readonly region: string | undefined;
  /** Of an object with several headers: which of them its records stood under, from 0. */
  readonly stretch?: number;
}

export interface LogGroup {
  readonly format: "text" | "parquet";
  readonly fields: readonly string[];
  readonly hasHeader: boolean;
  readonly isGzip: boolean;
  readonly paths: readonly string[];
  /**
   * Who wrote it: no flow log writes a thing twice, and two may both write the same. Without an id in the name, files of
   * different fields are of different flow logs, since the format of one cannot be changed.
   */
  readonly flowLog: string;
  /** Copies of objects that another group has. */
  readonly isCopy: boolean;
}

export function groupFiles(files: readonly LogFile[]): readonly LogGroup[] {
  const groups = new Map<string, LogGroup & { readonly paths: string[] }>();
  const objects = new Set<string>();
  for (const { name, path, format, fields, hasHeader, isGzip, stretch = 0 } of files) {
    const key = parseLogKey(name);
    const object = key && `${key.object} ${stretch}`;
    const isCopy = object !== undefined && objects.has(object);
    if (object !== undefined) objects.add(object);
    const flowLog = key?.flowLog ?? fields.filter((field) => !field.startsWith("@")).join(" ");
    const id = JSON.stringify([format, hasHeader, isGzip, flowLog, isCopy, fields]);
    const group = groups.get(id);
    if (group === undefined)
      groups.set(id, { format, fields, hasHeader, isGzip, paths: [path], flowLog, isCopy });
    else group.paths.push(path);
  }
  return [...groups.values()];
}
