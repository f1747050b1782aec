import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createSessionService } from "../../../src/lab/agent/client/service.ts";
import { machineNet } from "../../../src/lab/agent/net/net.ts";

const asked: string[] = [];
const server = createServer((request, response) => {
  void text(request).then((body) => {
    asked.push(`${String(request.headers["x-amz-target"])} ${body}`);
    response.end(
      JSON.stringify({ TokenValue: "a token", Plaintext: "cGxhaW4=", CiphertextBlob: "c2VjcmV0" }),
    );
  });
});
let url = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

it("asks Systems Manager and KMS at the addresses that it is given", async () => {
  const keys = async () => ({ accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: undefined });
  const service = createSessionService({
    net: machineNet(undefined),
    region: "eu-west-1",
    endpoint: url,
    kmsEndpoint: url,
    keys,
  });
  expect(await service.resume("a-session")).toBe("a token");
  const { plain, encrypted } = await service.dataKey("a-key", { "aws:ssm:TargetId": "i-1" });
  expect([plain.toString(), encrypted]).toEqual(["plain", "c2VjcmV0"]);
  expect(asked).toEqual([
    'AmazonSSM.ResumeSession {"SessionId":"a-session"}',
    'TrentService.GenerateDataKey {"KeyId":"a-key","EncryptionContext":{"aws:ssm:TargetId":"i-1"},"NumberOfBytes":64}',
  ]);
  service.close();
});
