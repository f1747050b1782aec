import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fetchFlowLogs } from "../../../../src/app/traffic/s3/index.ts";
import { setEnvironment } from "../../aws/fake-aws.ts";
import { refuse, startBucket } from "./fake-s3.ts";

const plain = "AWSLogs/123456789012/vpcflowlogs/ap-northeast-1";
const hive = "AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=ap-northeast-1";
const nameAt = (time: string) => `123456789012_vpcflowlogs_ap-northeast-1_fl-1_${time}_abcdef01.log.gz`;
const newCache = (): string => {
  const cache = mkdtempSync(join(tmpdir(), "denat-s3-"));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  return cache;
};
const everything = { from: undefined, to: undefined };
const day = (date: string) => Date.parse(date) / 1000;

async function fetch(address: string, more: Partial<Parameters<typeof fetchFlowLogs>[0]> = {}) {
  const lines: string[] = [];
  const request = {
    address,
    period: everything,
    cache: newCache(),
    progress: (line: string) => void lines.push(line),
    ...more,
  };
  const files = await fetchFlowLogs(request);
  const paths = files.map(({ path }) => path);
  return { files, paths, lines, texts: paths.map((path) => readFileSync(path, "utf8")) };
}

describe("s3:// as a source of flow logs", () => {
  it("finds files under keys of either form and hours, and passes over what else a bucket holds", async () => {
    await startBucket({
      [`${plain}/2026/11/02/${nameAt("20261102T0000Z")}`]: "plain",
      [`my/${hive}/year=2026/month=11/day=02/hour=05/${nameAt("20261102T0505Z")}`]: "hive",
      "AWSLogs/123456789012/CloudTrail/ap-northeast-1/2026/11/02/trail.json.gz": "trail",
      "AWSLogs/123456789012/vpcdnsquerylogs/vpc-1/2026/11/02/queries.log.gz": "queries",
      "copied/flows.log": "copied",
      "copied/picture.png": "png",
      "copied/empty.log": "",
    });
    const { files, paths, texts, lines } = await fetch("s3://logs");
    expect(texts).toEqual(["plain", "copied", "hive"]);
    expect(paths.map((path) => basename(path))).toEqual([
      nameAt("20261102T0000Z"),
      "flows.log",
      nameAt("20261102T0505Z"),
    ]);
    expect(files[1]?.name).toBe("s3://logs/copied/flows.log");
    expect(lines.at(-1)).toBe("");
    expect(lines.at(-2)).toMatch(/^s3:\/\/logs: 3 of 3 files, /);
  });

  it("asks for no day outside the period, and for no file either", async () => {
    const keys = ["2025/12/31", "2026/10/31", "2026/11/01", "2026/11/02", "2026/11/03", "2026/12/01"];
    const objects = keys.flatMap((key) => {
      const date = key.replaceAll("/", "");
      const [year, month, date2] = key.split("/");
      return [
        [`${plain}/${key}/${nameAt(`${date}T1200Z`)}`, `plain ${key}`],
        [`${hive}/year=${year}/month=${month}/day=${date2}/${nameAt(`${date}T0400Z`)}`, `hive ${key}`],
      ];
    });
    const { asked } = await startBucket(Object.fromEntries(objects) as Record<string, string>);
    const { texts } = await fetch("s3://logs/", {
      period: { from: day("2026-11-02T08:00Z"), to: day("2026-11-03T06:00Z") },
    });
    expect(texts).toEqual(["plain 2026/11/02", "hive 2026/11/03"]);
    expect(asked).not.toContain(`list ${plain}/2025/`);
    expect(asked).not.toContain(`list ${plain}/2026/11/01/`);
    expect(asked).not.toContain(`list ${hive}/year=2026/month=12/`);
    expect(asked.filter((one) => one.startsWith("get "))).toHaveLength(2);
  });

  it("turns pages, and fetches the same file once for ever, but a changed one again", async () => {
    const objects = Array.from({ length: 120 }, (_, index) => [
      `${plain}/2026/11/02/${nameAt(`20261102T${String(Math.floor(index / 12)).padStart(2, "0")}${String((index % 12) * 5).padStart(2, "0")}Z`)}`,
      `text ${index}`,
    ]);
    const bucket = await startBucket(Object.fromEntries(objects) as Record<string, string>);
    const cache = newCache();
    const first = await fetch("s3://logs/AWSLogs", { cache });
    expect(first.paths).toHaveLength(120);
    const before = bucket.asked.length;
    expect((await fetch("s3://logs/AWSLogs", { cache })).texts).toEqual(first.texts);
    expect(bucket.asked.slice(before).filter((one) => one.startsWith("get "))).toEqual([]);
    const [[key = ""] = []] = objects;
    bucket.objects.set(key, Buffer.from("another"));
    expect((await fetch(`s3://logs/${key}`, { cache })).texts).toEqual(["another"]);
  });

  it("goes on where a download broke off", async () => {
    const text = "0123456789".repeat(20_000);
    const key = `${plain}/2026/11/02/${nameAt("20261102T0000Z")}`;
    let times = 0;
    const bucket = await startBucket({ [key]: text }, (what, response) => {
      if (!what.startsWith("get ") || times > 0) return false;
      times += 1;
      response.writeHead(200, { "content-length": text.length });
      response.write(text.slice(0, 150_000), () => setTimeout(() => response.destroy(), 50));
      return true;
    });
    expect((await fetch("s3://logs")).texts).toEqual([text]);
    expect(bucket.asked.filter((one) => one.startsWith("get "))).toEqual([
      `get ${key}`,
      `get ${key} bytes=150000-`,
    ]);
  });

  it("asks again after a throttle", async () => {
    let times = 0;
    await startBucket({ "a.log": "text" }, (_, response) => {
      times += 1;
      return times % 2 === 1 && refuse(response, 503, "SlowDown");
    });
    expect((await fetch("s3://logs")).texts).toEqual(["text"]);
  });

  it("follows a bucket to its Region", async () => {
    await startBucket(
      { "a.log": "text" },
      (_, response, region) =>
        region === "eu-west-1" &&
        refuse(response, 301, "PermanentRedirect", { "x-amz-bucket-region": "us-west-2" }),
    );
    expect((await fetch("s3://logs")).texts).toEqual(["text"]);
  });

  it("lets no key out of the cache, and takes a prefix for the directory of just that name", async () => {
    await startBucket({ "logs/../../up.log": "up", "logs/a b=c.log": "odd", "logs-old/c.log": "old" });
    const cache = newCache();
    const { paths, texts } = await fetch("s3://logs/logs", { cache });
    expect(texts.sort()).toEqual(["odd", "up"]);
    expect(paths.filter((path) => !path.startsWith(`${cache}/`) || path.includes("/../"))).toEqual([]);
  });
});

describe("what S3 refuses is one line", () => {
  const cases = [
    [
      "list",
      403,
      "AccessDenied",
      "may not list s3://logs/AWSLogs/",
      "needs s3:ListBucket on arn:aws:s3:::logs",
    ],
    [
      "get",
      403,
      "AccessDenied",
      "may not read s3://logs/AWSLogs/a.log",
      "needs s3:GetObject on arn:aws:s3:::logs/AWSLogs/a.log",
    ],
    ["list", 404, "NoSuchBucket", "there is no bucket logs", "aws s3 ls"],
    ["list", 403, "InvalidAccessKeyId", "S3 refuses the credentials (InvalidAccessKeyId)", "aws sso login"],
    ["list", 400, "ExpiredToken", "the AWS credentials have expired", "sign in again"],
    ["get", 403, "InvalidObjectState", "s3://logs/AWSLogs/a.log is archived", "restore-object"],
    ["list", 418, "Teapot", "S3 did not serve s3://logs/AWSLogs/ (Teapot: Teapot it is)", "run again"],
  ] as const;

  it.each(cases)("%s: %d %s", async (call, status, code, message, hint) => {
    await startBucket(
      { "AWSLogs/a.log": "text" },
      (what, response) => what.startsWith(call) && refuse(response, status, code),
    );
    await expect(fetch("s3://logs/AWSLogs/")).rejects.toMatchObject({
      name: "AppError",
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
  });

  it("without credentials, without logs, and without an address", async () => {
    await startBucket({ "picture.png": "png" });
    await expect(fetch("s3://logs")).rejects.toMatchObject({ code: "INPUT_EMPTY" });
    await expect(fetch("s3://")).rejects.toMatchObject({ code: "USAGE" });
    setEnvironment({ AWS_REGION: "eu-west-1", AWS_ENDPOINT_URL: process.env["AWS_ENDPOINT_URL"] ?? "" });
    await expect(fetch("s3://logs")).rejects.toMatchObject({ code: "AWS_NO_CREDENTIALS" });
  });
});
