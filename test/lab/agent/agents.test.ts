import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { moduleCommand } from "../../../src/lab/enclosure/module.ts";
import { enclosureFlags } from "../../../src/lab/enclosure/start.ts";
import { whyNoEnclosure } from "../../no-enclosure.ts";

const obstacle = process.env["CI"] === undefined ? whyNoEnclosure() : undefined;

describe.skipIf(obstacle !== undefined)("the agent of an instance that is a namespace", () => {
  let found: Readonly<Record<string, unknown>> = {};
  beforeAll(() => {
    const args = [...enclosureFlags(), ...moduleCommand(import.meta.url, "inside")];
    const { stdout, stderr } = spawnSync("unshare", args, { encoding: "utf8", timeout: 50_000 });
    if (stdout === "") throw new Error(stderr);
    found = JSON.parse(stdout) as typeof found;
  }, 60_000);

  it("comes online through its own resolver, and no other name is asked for", () => {
    expect(found["status"]).toMatchObject({ state: "online", instanceId: "i-0123456789abcdef0" });
    expect(found["asked"]).toEqual([
      "A ssm.us-east-1.amazonaws.com",
      "A ssmmessages.us-east-1.amazonaws.com",
      "AAAA ssm.us-east-1.amazonaws.com",
      "AAAA ssmmessages.us-east-1.amazonaws.com",
    ]);
  });

  it("has a shell that answers", () => {
    expect(found["echo"]).toMatchObject({ kind: "answered" });
  });

  it("is gone when it is stopped", () => {
    expect([found["strange"], found["afterwards"]]).toEqual([undefined, undefined]);
  });
});
