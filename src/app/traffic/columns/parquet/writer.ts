/**
 * A Parquet file, a row group for each batch. https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 * has the structures and their numbers (read 2026-11-29). Numbers are written as this machine has them, which is Parquet's order
 * wherever Node runs WebAssembly's.
 */
import { closeSync, openSync, writeSync, writevSync } from "node:fs";
import type { Column } from "../scanner.ts";
import type { Batch } from "../scanner.ts";
import { encodingsOf, toChunk } from "./page.ts";
import type { Chunk } from "./page.ts";
import { binary, encodeThrift, i32, i64, list, struct } from "./thrift.ts";
import type { Thrift } from "./thrift.ts";

export interface ParquetColumn {
  readonly name: string;
  readonly kind: Column["kind"];
}

const magic = new TextEncoder().encode("PAR1");
const types = { text: 6, number: 2 } as const satisfies Record<Column["kind"], number>;
const repetitions = { text: 0, number: 1 } as const satisfies Record<Column["kind"], number>;
const utf8 = 0;
const uncompressed = 0;

export class ParquetWriter {
  readonly #file: number;
  readonly #columns: readonly ParquetColumn[];
  readonly #rowGroups: Thrift[] = [];
  #rows = 0;
  #offset = 0;

  constructor(path: string, columns: readonly ParquetColumn[]) {
    this.#file = openSync(path, "w");
    this.#columns = columns;
    this.#put([magic]);
  }

  write({ rows, columns }: Batch): void {
    const chunks = columns.map((column) => toChunk(column, rows));
    const described = chunks.map((chunk) => {
      const description = columnChunk(chunk, this.#offset);
      this.#put(chunk.parts);
      return description;
    });
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    this.#rowGroups.push(struct({ 1: list("struct", described), 2: i64(bytes), 3: i64(rows) }));
    this.#rows += rows;
  }

  /** Without it the file is none. */
  end(): void {
    const footer = encodeThrift(
      struct({
        1: i32(1),
        2: list("struct", schemaOf(this.#columns)),
        3: i64(this.#rows),
        4: list("struct", this.#rowGroups),
        6: binary("denat"),
      }),
    );
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, footer.length, true);
    this.#put([footer, length, magic]);
  }

  close(): void {
    closeSync(this.#file);
  }

  #put(parts: readonly Uint8Array[]): void {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    let written = writevSync(this.#file, parts);
    // A disk that gets full takes a part, and refuses the next.
    while (written < size) written += writeSync(this.#file, Buffer.concat(parts), written);
    this.#offset += size;
  }
}

const schemaOf = (columns: readonly ParquetColumn[]): readonly Thrift[] => [
  struct({ 4: binary("record"), 5: i32(columns.length) }),
  ...columns.map(({ name, kind }) =>
    struct({
      1: i32(types[kind]),
      3: i32(repetitions[kind]),
      4: binary(name),
      ...(kind === "text" ? { 6: i32(utf8) } : {}),
    }),
  ),
];

function columnChunk({ name, kind, dictionaryBytes, bytes, values }: Chunk, offset: number): Thrift {
  return struct({
    2: i64(offset),
    3: struct({
      1: i32(types[kind]),
      2: list("i32", encodingsOf[kind].map(i32)),
      3: list("binary", [binary(name)]),
      4: i32(uncompressed),
      5: i64(values),
      6: i64(bytes),
      7: i64(bytes),
      9: i64(offset + dictionaryBytes),
      ...(kind === "text" ? { 11: i64(offset) } : {}),
    }),
  });
}
