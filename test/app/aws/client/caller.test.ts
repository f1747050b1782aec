import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createCaller } from "../../../../src/app/aws/client/caller.ts";
import { makeClient, makeCommand } from "../../../../src/app/aws/client/clients.ts";
import { createLimit } from "../../../../src/app/aws/client/limit.ts";
import { callRows } from "../../../../src/readers/aws/table/index.ts";
import { ec2, ec2Error, setEnvironment, startAws } from "../fake-aws.ts";

const settings = {
  region: "eu-west-1",
  credentials: async () => ({ accessKeyId: "AKIDEXAMPLE", secretAccessKey: "s" }),
};

describe("the clients", () => {
  it.each([...new Map(callRows.map((row) => [`${row.service}:${row.operation}`, row])).values()])(
    "have $call",
    async ({ service, operation }) => {
      const command = await makeCommand(service, operation, {});
      expect(command.constructor.name).toBe(`${operation}Command`);
    },
  );

  it("can be made for every service", async () => {
    for (const service of new Set(callRows.map((row) => row.service)))
      (await makeClient(service, settings)).destroy();
  });
});

describe("a caller", () => {
  it("has few calls under way at once, and all of them in the end", async () => {
    let running = 0;
    let most = 0;
    const limit = createLimit(3);
    const done = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        limit(async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
          return index;
        }),
      ),
    );
    expect(most).toBe(3);
    expect(done).toHaveLength(20);
  });

  it("frees the place of a call that fails", async () => {
    const limit = createLimit(1);
    await expect(limit(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await limit(async () => "next")).toBe("next");
  });

  it("asks a service that cannot be reached no second time, and others as before", async () => {
    const { asked } = await startAws((one) => ({ body: ec2(one.operation, "") }));
    const dead = await closedPort();
    setEnvironment({ AWS_ENDPOINT_URL: process.env["AWS_ENDPOINT_URL"] ?? "", AWS_ENDPOINT_URL_IAM: dead });
    let replies = 0;
    const { call, close } = createCaller(settings, () => (replies += 1));
    onTestFinished(close);
    const first = await call("iam", "GetAccountAuthorizationDetails", {});
    expect(first).toMatchObject({
      kind: "refused",
      because: "unavailable",
      message: expect.stringMatching(/^ECONNREFUSED/),
    });
    expect(await call("iam", "GetAccountAuthorizationDetails", {})).toBe(first);
    expect(await call("ec2", "DescribeVpcs", {})).toMatchObject({ kind: "answered" });
    expect(asked).toHaveLength(1);
    expect(replies).toBe(3);
  });
});

describe("an end", () => {
  it("stops calls that wait to be tried again, and lets no further one out", async () => {
    const { asked } = await startAws(() => ({
      status: 503,
      body: ec2Error("RequestLimitExceeded", "slow down"),
    }));
    const { call, close } = createCaller(settings, () => {});
    const pending = [call("ec2", "DescribeVpcs", {}), call("ec2", "DescribeSubnets", {})];
    while (asked.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await close();
    const before = asked.length;
    expect(await Promise.all([...pending, call("ec2", "DescribeVpcs", {})])).toMatchObject(
      Array.from({ length: 3 }, () => ({ kind: "refused", message: "the run has ended" })),
    );
    expect(asked).toHaveLength(before);
  });
});

/** The address of a server that has gone. */
async function closedPort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
