/** Text logs as columns: what engines are slow to split is split once, for the fields that are asked for. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { columnOf } from "../../../traffic/index.ts";
import type { LogGroup, Rejected } from "../../../traffic/index.ts";
import type { AskedField } from "./scanner.ts";
import { convertShares } from "./shares.ts";
import type { Converted } from "./shares.ts";

interface Prepared extends Converted {
  readonly fields: readonly string[];
}

const numbers = ["bytes", "start", "end"];

export class TextColumns {
  readonly #directory: string;
  readonly #prepared = new Map<string, Prepared>();

  /** Parquet files are put there; they are the owner's to take away. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Reads a group of text files, unless all these fields were read of it before. */
  async prepare(group: LogGroup, fields: readonly string[]): Promise<readonly Rejected[]> {
    const wanted = fields.filter((field) => group.fields.includes(field));
    // Records of which nobody asks anything are counted all the same.
    const own = wanted.length > 0 ? wanted : group.fields.slice(0, 1);
    const known = this.#prepared.get(keyOf(group));
    if (known !== undefined && own.every((field) => known.fields.includes(field))) return known.rejected;
    const targetOf = () => join(this.#directory, `${randomUUID()}.parquet`);
    const converted = await convertShares(group, own.map(askedOf(group)), targetOf);
    this.#prepared.set(keyOf(group), { ...converted, fields: own });
    await Promise.all((known?.paths ?? []).map((path) => rm(path)));
    return converted.rejected;
  }

  /** Of a group that was prepared. */
  pathsOf(group: LogGroup): readonly string[] {
    const prepared = this.#prepared.get(keyOf(group));
    if (prepared === undefined) throw new Error(`nobody prepared ${group.paths.join(", ")}`);
    return prepared.paths;
  }
}

const keyOf = ({ paths, fields }: LogGroup): string => JSON.stringify([fields, paths]);

const askedOf =
  ({ fields }: LogGroup) =>
  (field: string): AskedField => ({
    name: columnOf(field),
    at: fields.indexOf(field),
    kind: numbers.includes(field) ? "number" : "text",
  });
