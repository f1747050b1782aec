/**
 * The scanner with the columns that are asked for, and its memory read as columns.
 *
 * One scanner takes the lines of all files of a layout, in whatever order they come, and hands its rows over in batches.
 */
import { readFile } from "node:fs/promises";

/** The little of it that the types of Node leave out. */
interface WebAssemblyApi {
  readonly compile: (bytes: Uint8Array) => Promise<object>;
  readonly instantiate: (module: object, imports: object) => Promise<{ readonly exports: unknown }>;
}
const { compile, instantiate } = (globalThis as unknown as { readonly WebAssembly: WebAssemblyApi })
  .WebAssembly;

/** What wasm/scan.ts exports; its comments say more. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly input: { value: number };
  readonly inputBytes: { value: number };
  readonly rows: { value: number };
  readonly rejected: { value: number };
  readonly isFull: { value: number };
  readonly expect: (fields: number) => void;
  readonly askText: (field: number) => number;
  readonly askNumber: (field: number) => number;
  readonly begin: () => void;
  readonly pack: (column: number) => number;
  readonly scan: (from: number, to: number) => number;
}

export interface AskedField {
  readonly name: string;
  /** From 0. */
  readonly at: number;
  readonly kind: "text" | "number";
}

/** Views of memory that the next line overwrites. */
export type Column =
  | {
      readonly kind: "text";
      readonly name: string;
      /** Each text behind its length in four bytes. */
      readonly dictionary: Uint8Array;
      readonly size: number;
      /** Places in the dictionary, from 0. */
      readonly places: Uint16Array;
    }
  | {
      readonly kind: "number";
      readonly name: string;
      /** Without those that are missing. */
      readonly values: BigInt64Array;
      /** A bit a row, from the lowest on, set where there is a number. */
      readonly valid: Uint8Array;
    };

export interface Batch {
  readonly rows: number;
  readonly columns: readonly Column[];
}

let compiled: Promise<object> | undefined;

const readModule = async (): Promise<object> =>
  compile(await readFile(new URL("wasm/scan.wasm", import.meta.url)));

export class Scanner {
  readonly #wasm: Exports;
  readonly #columns: readonly (AskedField & { readonly pointer: number })[];
  readonly #onBatch: (batch: Batch) => void;

  private constructor(
    wasm: Exports,
    fields: number,
    asked: readonly AskedField[],
    onBatch: (batch: Batch) => void,
  ) {
    this.#wasm = wasm;
    wasm.expect(fields);
    this.#columns = asked.map((field) => ({
      ...field,
      pointer: field.kind === "text" ? wasm.askText(field.at) : wasm.askNumber(field.at),
    }));
    wasm.begin();
    this.#onBatch = onBatch;
  }

  /** Of lines of so many fields. */
  static async create(
    fields: number,
    asked: readonly AskedField[],
    onBatch: (batch: Batch) => void,
  ): Promise<Scanner> {
    const module = await (compiled ??= readModule());
    const { exports } = await instantiate(module, { env: { abort } });
    return new Scanner(exports as Exports, fields, asked, onBatch);
  }

  /** How many bytes one call of `take` can be given. */
  get most(): number {
    return this.#wasm.inputBytes.value;
  }

  /** Takes the whole lines of what it is given; gives how many bytes those are, and how many of them were no records. */
  take(parts: readonly Uint8Array[]): { readonly taken: number; readonly rejected: number } {
    const { memory, input, rejected, isFull, scan } = this.#wasm;
    const text = new Uint8Array(memory.buffer, input.value, this.most);
    let end = 0;
    for (const part of parts) {
      text.set(part, end);
      end += part.length;
    }
    rejected.value = 0;
    let taken = scan(0, end);
    while (isFull.value !== 0) {
      this.flush();
      taken = scan(taken, end);
    }
    return { taken, rejected: rejected.value };
  }

  /** Hands over the rows that wait. */
  flush(): void {
    const { rows, begin } = this.#wasm;
    if (rows.value > 0)
      this.#onBatch({ rows: rows.value, columns: this.#columns.map((one) => this.#read(one, rows.value)) });
    begin();
  }

  #read({ name, kind, pointer }: AskedField & { readonly pointer: number }, rows: number): Column {
    const { buffer } = this.#wasm.memory;
    const [cells = 0, valid = 0, texts = 0, bytes = 0, size = 0] = new Uint32Array(buffer, pointer, 5);
    return kind === "text"
      ? {
          kind,
          name,
          dictionary: new Uint8Array(buffer, texts, bytes),
          size,
          places: new Uint16Array(buffer, cells, rows),
        }
      : {
          kind,
          name,
          values: new BigInt64Array(buffer, cells, this.#wasm.pack(pointer)),
          valid: new Uint8Array(buffer, valid, (rows + 7) >> 3),
        };
  }
}

const abort = () => {
  throw new Error("the scanner stopped");
};
