import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { DuckDb } from "../../../src/app/traffic/duckdb/engine.ts";
import { readBill, readMetricFile } from "../../../src/app/traffic/meter.ts";

const legacy =
  "identity/LineItemId,lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/UsageType,lineItem/UsageAmount,lineItem/ResourceId,lineItem/LineItemDescription";
const arn = "arn:aws:ec2:ap-northeast-1:123456789012:natgateway/nat-006798ebe8ae34a8e";
const line = (type: string, usageType: string, amount: string) =>
  `id,${type},2026-11-02T00:00:00Z,2026-11-03T00:00:00Z,${usageType},${amount},${arn},"per ""GB"", processed"`;
const report = [
  legacy,
  line("Usage", "APN1-NatGateway-Bytes", "1.5"),
  line("Credit", "APN1-NatGateway-Bytes", "1.5"),
  line("Usage", "APN1-NatGateway-Hours", "24"),
  line("Usage", "NatGateway-Prvd-Bytes", "0.25"),
  line("Usage", "APN1-DataTransfer-Out-Bytes", "7"),
  "",
].join("\n");
const start = Date.UTC(2026, 10, 2) / 1000;
const nat = "nat-006798ebe8ae34a8e";
const metered = [
  { nat, start, end: start + 86_400, bytes: 1.5 * 2 ** 30 },
  { nat, start, end: start + 86_400, bytes: 2 ** 28 },
];

function write(name: string, content: string | Buffer): string {
  const directory = mkdtempSync(join(tmpdir(), "denat-meter-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  writeFileSync(join(directory, name), content);
  return join(directory, name);
}

async function openEngine(): Promise<DuckDb> {
  const engine = await DuckDb.open({ memoryLimit: "256MB" });
  onTestFinished(() => engine.close());
  return engine;
}

describe("a bill", () => {
  it.each([
    ["as CSV", "report.csv", report],
    ["as CSV in gzip, whatever its name", "report", gzipSync(report)],
    ["with lines that end in CRLF", "report.csv", report.replaceAll("\n", "\r\n")],
  ])("is read %s", async (_, name, content) => {
    const read = await readBill(write(name, content), await openEngine());
    expect(read.metered).toEqual(metered);
    expect(read.unknowns).toEqual([]);
  });

  it("is read as Parquet with the columns of Data Exports", async () => {
    const engine = await openEngine();
    const [csv, parquet] = [write("report.csv", report), write("report.parquet", "")];
    await engine.run(
      `copy (select "lineItem/LineItemType" as line_item_line_item_type, "lineItem/UsageType" as line_item_usage_type,
        "lineItem/UsageStartDate"::timestamp as line_item_usage_start_date, "lineItem/UsageEndDate"::timestamp as line_item_usage_end_date,
        "lineItem/UsageAmount"::double as line_item_usage_amount, "lineItem/ResourceId" as line_item_resource_id
        from read_csv('${csv}', header = true, all_varchar = true)) to '${parquet}' (format parquet)`,
    );
    expect((await readBill(parquet, engine)).metered).toEqual(metered);
  });

  it("tells of rows that it cannot read", async () => {
    const broken = report.replace(",1.5,", ",much,");
    const read = await readBill(write("report.csv", broken), await openEngine());
    expect(read.metered).toEqual(metered.slice(1));
    expect(read.unknowns[0]?.fact).toContain("of 1 rows of");
  });

  it.each([
    ["another table", "a,b\n1,2\n"],
    ["no table", "\u0000\u0001\u0002"],
    ["nothing", ""],
  ])("is not %s", async (_, content) => {
    await expect(readBill(write("report.csv", content), await openEngine())).rejects.toMatchObject({
      code: "INPUT_UNKNOWN",
    });
  });

  it("must be there", async () => {
    await expect(readBill("/nonexistent/report.csv", await openEngine())).rejects.toMatchObject({
      code: "INPUT_UNREADABLE",
    });
  });
});

describe("metrics", () => {
  it("are read as the AWS CLI prints them, and nothing else is", async () => {
    const series = (Label: string) => ({
      Id: "m",
      Label,
      Timestamps: ["2026-11-02T00:00:00+00:00", "2026-11-02T01:00:00+00:00"],
      Values: [1, 2],
    });
    const answer = {
      MetricDataResults: [series(`${nat} BytesInFromSource`), series(`${nat} BytesOutToSource`)],
    };
    const read = await readMetricFile(write("metrics.json", JSON.stringify(answer)));
    expect(read).toMatchObject({ source: "cloudwatch-metrics", unknowns: [] });
    expect(read.metered).toHaveLength(4);
    await expect(readMetricFile(write("metrics.json", "{"))).rejects.toMatchObject({ code: "INPUT_UNKNOWN" });
    await expect(readMetricFile("/nonexistent")).rejects.toMatchObject({ code: "INPUT_UNREADABLE" });
  });
});
