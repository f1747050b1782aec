// The lab's own S3 as a second opinion on pages, ranges, conditions and refusals.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3 } from "@aws-sdk/client-s3";
import { expect, it, onTestFinished } from "vitest";
import { fetchFlowLogs } from "../../../../src/app/traffic/s3/index.ts";
import { setEnvironment } from "../../aws/fake-aws.ts";
import { credentials, serve } from "../../lab/serving.ts";

it("fetches a day of flow logs from a bucket of the lab", async () => {
  const endpoint = await serve();
  const s3 = new S3({ region: "eu-west-1", endpoint, credentials, forcePathStyle: true });
  await s3.createBucket({ Bucket: "flow-logs" });
  for (const day of ["01", "02"]) {
    const Key = `AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/11/${day}/123456789012_vpcflowlogs_eu-west-1_fl-1_202611${day}T1200Z_00000000.log`;
    await s3.putObject({ Bucket: "flow-logs", Key, Body: `day ${day}` });
  }
  s3.destroy();
  const cache = mkdtempSync(join(tmpdir(), "denat-s3-"));
  onTestFinished(() => rmSync(cache, { recursive: true }));
  setEnvironment({
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: "eu-west-1",
    AWS_ENDPOINT_URL: endpoint,
  });
  const request = { cache, progress: () => undefined };
  const second = { from: Date.UTC(2026, 10, 2) / 1000, to: Date.UTC(2026, 10, 3) / 1000 };
  const [file, ...more] = await fetchFlowLogs({ ...request, address: "s3://flow-logs", period: second });
  expect(more).toEqual([]);
  expect(readFileSync(file?.path ?? "", "utf8")).toBe("day 02");
  const elsewhere = fetchFlowLogs({ ...request, address: "s3://no-such-logs", period: second });
  await expect(elsewhere).rejects.toMatchObject({ code: "S3_NO_BUCKET" });
});
