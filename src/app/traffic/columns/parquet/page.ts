/**
 * A column of a batch as Parquet's pages: texts as a dictionary and places in it, numbers as they are.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/ (read 2026-11-29)
 */
import type { Column } from "../scanner.ts";
import { encodeThrift, i32, struct, writeVarint } from "./thrift.ts";

export interface Chunk {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly parts: readonly Uint8Array[];
  /** Of the pages before the data, among `parts`. */
  readonly dictionaryBytes: number;
  readonly bytes: number;
  readonly values: number;
}

const pages = { data: 0, dictionary: 2 } as const;
const encodings = { plain: 0, rle: 3, dictionary: 8 } as const;
/** What a chunk of either kind is written in, as its description lists it. */
export const encodingsOf = {
  text: [encodings.plain, encodings.rle, encodings.dictionary],
  number: [encodings.plain, encodings.rle],
} as const satisfies Record<Column["kind"], readonly number[]>;

export function toChunk(column: Column, rows: number): Chunk {
  const dictionary = column.kind === "text" ? dictionaryPage(column) : [];
  const body = column.kind === "text" ? placesOf(column) : numbersOf(column, rows);
  const data = [dataHeader(column.kind, rows, sizeOf(body)), ...body];
  const parts = [...dictionary, ...data];
  return {
    name: column.name,
    kind: column.kind,
    parts,
    dictionaryBytes: sizeOf(dictionary),
    bytes: sizeOf(parts),
    values: rows,
  };
}

const sizeOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/** PageHeader of parquet.thrift: type, sizes before and after compression, and the header of that type. */
const pageHeader = (type: number, size: number, of: Parameters<typeof struct>[0]): Uint8Array =>
  encodeThrift(struct({ 1: i32(type), 2: i32(size), 3: i32(size), ...of }));

const dataHeader = (kind: Column["kind"], values: number, size: number): Uint8Array =>
  pageHeader(pages.data, size, {
    5: struct({
      1: i32(values),
      2: i32(kind === "text" ? encodings.dictionary : encodings.plain),
      3: i32(encodings.rle),
      4: i32(encodings.rle),
    }),
  });

function dictionaryPage({ dictionary, size }: Extract<Column, { kind: "text" }>): readonly Uint8Array[] {
  const header = pageHeader(pages.dictionary, dictionary.length, {
    7: struct({ 1: i32(size), 2: i32(encodings.plain) }),
  });
  return [header, dictionary];
}

/** In whole bytes each: that takes more room than bits would, and no time. */
function placesOf({ size, places }: Extract<Column, { kind: "text" }>): readonly Uint8Array[] {
  if (size === 1) return [Uint8Array.of(8, ...runHeader(places.length), 0)];
  const packed = size <= 256 ? new Uint8Array(places) : bytesOf(places);
  const width = packed.length / places.length;
  return [Uint8Array.of(8 * width, ...groupsHeader(places.length)), packed, padding(places.length, width)];
}

/** Missing numbers have no value, only their bit. */
function numbersOf(
  { values, valid }: Extract<Column, { kind: "number" }>,
  rows: number,
): readonly Uint8Array[] {
  const levels =
    values.length === rows
      ? [Uint8Array.of(...runHeader(rows), 1)]
      : [Uint8Array.from(groupsHeader(rows)), valid];
  return [lengthOf(sizeOf(levels)), ...levels, bytesOf(values)];
}

/** A run of one value: how often, and then the value. */
const runHeader = (count: number): readonly number[] => varint(count * 2);
/** Values as they come, in groups of eight. */
const groupsHeader = (count: number): readonly number[] => varint(Math.ceil(count / 8) * 2 + 1);
const padding = (count: number, width: number) => new Uint8Array((Math.ceil(count / 8) * 8 - count) * width);

function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  writeVarint(value, bytes);
  return bytes;
}

const lengthOf = (size: number): Uint8Array => bytesOf(Uint32Array.of(size));
const bytesOf = ({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
