// The example's day is made by a program: what stands in the repository is what it makes, byte for byte.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { writeExample } from "../../bench/flow-logs/example.ts";
import type { Amounts, Truth } from "../../bench/flow-logs/truth.ts";
import { askTraffic, tablesOf } from "../acceptance/traffic-set.ts";

const example = join(import.meta.dirname, "../../examples/flow-logs");

/** Compressed files by what is in them: another zlib may compress otherwise. */
function filesIn(root: string): ReadonlyMap<string, string> {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== "README.md")
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  return new Map(
    paths.sort().map((path) => {
      const bytes = readFileSync(join(root, path));
      return [path, (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("latin1")];
    }),
  );
}

let made: ReadonlyMap<string, string> = new Map();
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), "denat-example-"));
  await writeExample(root);
  made = filesIn(root);
  return () => rmSync(root, { recursive: true });
});

it("is what its generator makes", () => {
  const there = filesIn(example);
  expect([...there.keys()]).toEqual([...made.keys()]);
  expect([...there].filter(([path, text]) => made.get(path) !== text).map(([path]) => path)).toEqual([]);
});

it("is a whole day, in a file for every five minutes", () => {
  expect([...made.keys()].filter((path) => path.startsWith("logs/"))).toHaveLength(288);
});

describe("denat traffic of the day", () => {
  const topology = ["examples/session-manager/describe/0-nat", "examples/flow-logs/network"];
  const ask = (zones: string, ...more: readonly string[]) =>
    askTraffic(
      join(example, "logs"),
      ...[...topology, `examples/flow-logs/${zones}`].flatMap((path) => [
        "--topology",
        join(example, "../..", path),
      ]),
      ...more,
    );
  const truth = JSON.parse(readFileSync(join(example, "truth.json"), "utf8")) as Truth & {
    readonly byName: readonly (Amounts & { readonly service: string })[];
  };

  it.each(["one-az", "two-azs", "three-azs"])(
    "is the truth, to the byte, with the subnets in %s",
    async (zones) => {
      const { status, answer } = await ask(zones);
      expect([status, answer.method, answer.nat?.bytes]).toEqual([0, "nat-interface", 3_545_081_421]);
      expect(tablesOf(answer)).toEqual(tablesOf(truth));
    },
  );

  it("names the services by what the resolver logged", async () => {
    const { answer } = await ask("three-azs", "--dns-logs", join(example, "dns"));
    const sums = truth.byName.map(({ service }) => {
      const rows = answer.byService.filter((row) => row.service === service);
      const total = (of: (row: Amounts) => number) => rows.reduce((sum, row) => sum + of(row), 0);
      return { service, bytesOut: total((row) => row.bytesOut), bytesIn: total((row) => row.bytesIn) };
    });
    expect(sums).toEqual(truth.byName);
    expect(sums.map(({ service }) => service).sort()).toEqual(["s3", "ssm", "ssmmessages"]);
  });

  it("agrees with the bill", async () => {
    const { answer } = await ask("three-azs", "--cur", join(example, "bill.csv"));
    expect(answer.reconciliation).toMatchObject([{ isClose: true, scales: true }]);
    expect(answer.reconciliation[0]?.ratio).toBeCloseTo(1.013, 6);
  });
});
