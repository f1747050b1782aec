import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../../../bench/estate/random.ts";
import { compileScanner } from "../../../../scripts/compile-scanner.ts";
import { convertText } from "../../../../src/app/traffic/columns/convert.ts";
import { convertShares } from "../../../../src/app/traffic/columns/shares.ts";
import { columnOf } from "../../../../src/traffic/index.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "denat-columns-"));
});
afterAll(() => rm(directory, { recursive: true }));

type Cell = string | bigint | null;

async function readBack(paths: readonly string[]): Promise<readonly (readonly Cell[])[]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  const list = paths.map((path) => `'${path}'`).join(", ");
  const reader = await connection.runAndReadAll(`select * from read_parquet([${list}])`);
  const rows = reader.getRows() as Cell[][];
  connection.closeSync();
  instance.closeSync();
  return rows;
}

/** Columns of a text as they come back out of the Parquet file that it became. */
async function convert(
  texts: readonly (string | Uint8Array)[],
  fields: readonly string[],
  { asked = fields, hasHeader = false, isGzip = false } = {},
): Promise<{ readonly rows: readonly (readonly Cell[])[]; readonly rejected: readonly number[] }> {
  const base = join(directory, randomUUID());
  const paths = texts.map((_, index) => `${base}-${index}`);
  await Promise.all(texts.map((text, index) => writeFile(paths[index] ?? "", text)));
  const group = { format: "text", fields, hasHeader, isGzip, paths, flowLog: "", isCopy: false } as const;
  const target = `${base}.parquet`;
  const rejected = await convertText(
    group,
    asked.map((field) => ({
      name: columnOf(field),
      at: fields.indexOf(field),
      kind: field === "bytes" || field === "start" ? "number" : "text",
    })),
    target,
  );
  const rows = await readBack([target]);
  return { rows, rejected: paths.map((path) => rejected.find((one) => one.path === path)?.records ?? 0) };
}

test("the module is what its source compiles to", async () => {
  const compiled = join(directory, "scan.wasm");
  await compileScanner(compiled);
  const kept = await readFile(new URL("../../../../src/app/traffic/columns/wasm/scan.wasm", import.meta.url));
  expect((await readFile(compiled)).equals(kept)).toBe(true);
}, 180_000);

describe("lines become columns", () => {
  const fields = ["srcaddr", "bytes", "action"];

  test("of the words that are asked for, with whole numbers as numbers", async () => {
    const text =
      "10.0.0.1 12 ACCEPT\n10.0.0.1 0 REJECT\n2001:db8::1 1234567890123456 ACCEPT\n- -7 -\n10.0.0.2 12.0 ACCEPT\n" +
      "10.0.0.2 12345678901234567 x\n10.0.0.2 1e3 x\n10.0.0.2 - x\n10.0.0.2 +5 x\n10.0.0.2 12345678: x\n";
    expect(await convert([text], fields)).toEqual({
      rows: [
        ["10.0.0.1", 12n, "ACCEPT"],
        ["10.0.0.1", 0n, "REJECT"],
        ["2001:db8::1", 1234567890123456n, "ACCEPT"],
        ["-", -7n, "-"],
        ["10.0.0.2", null, "ACCEPT"],
        ...Array.from({ length: 5 }, () => ["10.0.0.2", null, "x"]),
      ],
      rejected: [0],
    });
    expect((await convert([text], fields, { asked: ["action"] })).rows.slice(0, 2)).toEqual([
      ["ACCEPT"],
      ["REJECT"],
    ]);
  });

  test("whatever their ends are, and with a header once for each file", async () => {
    const texts = ["a b c\r\nx 1 y\r\n\r\nz 2 w", "\n\na b c\nv 3 u\n", "a b c\n", ""];
    const { rows, rejected } = await convert(texts, fields, { hasHeader: true });
    expect(rows.toSorted(([one], [other]) => String(one).localeCompare(String(other)))).toEqual([
      ["v", 3n, "u"],
      ["x", 1n, "y"],
      ["z", 2n, "w"],
    ]);
    expect(rejected).toEqual([0, 0, 0, 0]);
  });

  test("but for those with other fields, or other spaces, than they should have", async () => {
    const texts = ["x 1\nx 1 y z\n x 1 y\nx 1 y \nx  1 y\nx  y\nx 1 y\n", "x\t1\ty\nx 1 y\n"];
    expect(await convert(texts, fields)).toEqual({
      rows: [
        ["x", 1n, "y"],
        ["x", 1n, "y"],
      ],
      rejected: [6, 1],
    });
  });

  test("without a byte that is no ASCII, and with every text that is long", async () => {
    const long = "tag-".repeat(5000);
    const bytes = Buffer.from(`\u00e9ni 1 ${long}\n\u00e9ni 1 ${long}x\nx 1 \u0001\n`);
    expect((await convert([bytes, Buffer.from([0xff, 32, 49, 32, 0x80, 10])], fields)).rows).toEqual([
      ["??ni", 1n, long],
      ["??ni", 1n, `${long}x`],
      ["x", 1n, "\u0001"],
      ["?", 1n, "?"],
    ]);
  });

  test("of members of gzip one after another, and up to where a file is damaged", async () => {
    const [one, two] = [gzipSync("x 1 y\n"), gzipSync("z 2 w\n")];
    const torn = gzipSync("q 3 p\n".repeat(200_000));
    const texts = [
      Buffer.concat([one, two]),
      Buffer.concat([one, Buffer.from("after it")]),
      torn.subarray(0, -9),
    ];
    const { rows, rejected } = await convert(texts, fields, { isGzip: true });
    expect(rejected).toEqual([0, 1, 1]);
    expect(rows.filter(([first]) => first !== "q")).toEqual([
      ["x", 1n, "y"],
      ["z", 2n, "w"],
    ]);
  });

  test("a line without an end makes its file one that cannot be read", async () => {
    const { rejected } = await convert([`x 1 ${"y".repeat(3_000_000)}\n`, "x 1 y\n"], fields);
    expect(rejected).toEqual([1, 0]);
  });
});

const small = {
  format: "text",
  fields: ["srcaddr", "bytes", "action"],
  hasHeader: false,
  isGzip: false,
} as const;

test("threads share the files, and each text is read once", async () => {
  const paths = await Promise.all(
    Array.from({ length: 7 }, async (_, file) => {
      const path = join(directory, `shared-${file}.log`);
      await writeFile(path, `${`10.0.0.${file} 1 x\n`.repeat(file * 1000)}odd\n`);
      return path;
    }),
  );
  const group = { ...small, flowLog: "", isCopy: false, paths };
  const asked = [{ name: "srcaddr", at: 0, kind: "text" }] as const;
  const targetOf = () => join(directory, `${randomUUID()}.parquet`);
  const shared = await convertShares(group, asked, targetOf, { least: 0, threads: 3 });
  expect(shared.paths).toHaveLength(3);
  expect(shared.rejected.map(({ path }) => path).toSorted((a, b) => a.localeCompare(b))).toEqual(paths);
  const rows = await readBack(shared.paths);
  expect(rows).toHaveLength(21_000);
  for (const file of [1, 2, 3, 4, 5, 6])
    expect(rows.filter(([address]) => address === `10.0.0.${file}`)).toHaveLength(file * 1000);
});

test.each([1, 2])("a disk that is full is told by its code, threads: %i", async (threads) => {
  const paths = ["one", "two"].map((name) => join(directory, `full-${threads}-${name}`));
  await Promise.all(paths.map((path) => writeFile(path, "x 1 y\n".repeat(100_000))));
  const group = { ...small, flowLog: "", isCopy: false, paths };
  const asked = [{ name: "srcaddr", at: 0, kind: "text" }] as const;
  const converted = convertShares(group, asked, () => "/dev/full", { least: 0, threads });
  await expect(converted).rejects.toMatchObject({ code: "ENOSPC" });
});

test.each([1, 2])("a read that fails is told with its file, threads: %i", async (threads) => {
  const inside = await mkdtemp(join(directory, "no-file-"));
  const group = { ...small, flowLog: "", isCopy: false, paths: [inside, inside] };
  const asked = [{ name: "srcaddr", at: 0, kind: "text" }] as const;
  const targetOf = () => join(directory, `${randomUUID()}.parquet`);
  const converted = convertShares(group, asked, targetOf, { least: 0, threads });
  await expect(converted).rejects.toMatchObject({ code: "EISDIR", path: inside });
});

/** Far more rows and texts than one batch holds, and chunks that end anywhere. */
test.each([1, 2, 3])("any text comes back as it was, seed %i", async (seed) => {
  const { pick, integer } = createRandom(seed);
  const fields = ["interface-id", "packets", "srcaddr", "az-id", "bytes", "dstaddr", "log-status", "start"];
  const asked = ["interface-id", "srcaddr", "bytes", "dstaddr", "start"];
  const address = () => `${integer(1, 255)}.${integer(0, 255)}.${integer(0, 3)}.${integer(0, 255)}`;
  const texts = [0, 1].map(() =>
    Array.from({ length: 90_000 }, () => [
      pick(["eni-093e555625955cc01", "eni-1", "-", "eni-0a08ff49b6f7726320000000000000000000000000000000"]),
      String(integer(0, 9)),
      address(),
      "apne1-az4".repeat(integer(1, 4)),
      String(integer(0, 10 ** integer(1, 15))),
      pick(["52.0.0.1", "2600:1f14::1", address()]),
      "OK",
      pick(["1793577600", "-"]),
    ]),
  );
  const files = texts.map((rows) =>
    gzipSync(`${rows.map((row) => row.join(" ")).join("\n")}\n`, { level: 1 }),
  );
  const { rows, rejected } = await convert(files, fields, { asked, isGzip: true });
  const written = texts.flat().map((row) => asked.map((field) => row[fields.indexOf(field)]).join(" "));
  expect(rejected).toEqual([0, 0]);
  expect(rows.map((row) => row.map((cell) => cell ?? "-").join(" ")).sort()).toEqual(written.sort());
});
