import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writePluginShim } from "../../../src/app/lab/session/shim.ts";
import { parsePluginArguments } from "../../../src/lab/agent/client/plugin-arguments.ts";

const directory = mkdtempSync(join(tmpdir(), "it's a plugin-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const answer = JSON.stringify({ SessionId: "s-1", TokenValue: "t", StreamUrl: "ws://127.0.0.1:1/" });
const rest = ["us-east-1", "StartSession", "", '{"Target":"i-1"}', "https://ssm.us-east-1.amazonaws.com"];

describe("the plugin that the AWS CLI runs", () => {
  it("has the contract of the real one's arguments", () => {
    expect(parsePluginArguments(["--version"], {})).toEqual({ kind: "say", text: "1.2.0.0\n" });
    expect(parsePluginArguments([], {})).toMatchObject({ kind: "say" });
    expect(parsePluginArguments(["what"], {})).toMatchObject({
      kind: "say",
      text: expect.stringContaining("Unknown operation what"),
    });
    const call = {
      kind: "session",
      session: { SessionId: "s-1", TokenValue: "t", StreamUrl: "ws://127.0.0.1:1/" },
      region: "us-east-1",
      profile: "",
      target: "i-1",
      endpoint: "https://ssm.us-east-1.amazonaws.com",
    };
    expect(parsePluginArguments([answer, ...rest], {})).toEqual(call);
    const variable = "AWS_SSM_START_SESSION_RESPONSE";
    expect(parsePluginArguments([variable, ...rest], { [variable]: answer })).toEqual(call);
    expect(parsePluginArguments(["{", ...rest], {})).toMatchObject({
      kind: "say",
      text: expect.stringContaining("Cannot perform start session"),
    });
  });

  it("is found on PATH, wherever that is, and fails in the real one's words and with its status", async () => {
    const path = await writePluginShim(directory);
    expect(statSync(path).mode & 0o111).toBe(0o111);
    const PATH = `${directory}:${process.env["PATH"]}`;
    const run = (args: readonly string[]) =>
      spawnSync("session-manager-plugin", args, {
        encoding: "utf8",
        input: "",
        env: { ...process.env, PATH },
      });
    expect(run(["--version"])).toMatchObject({ status: 0, stdout: "1.2.0.0\n" });
    const nowhere = JSON.stringify({ SessionId: "s-1", TokenValue: "t", StreamUrl: "ws://127.0.0.1:9/" });
    const failed = run([nowhere, ...rest]);
    expect(failed.status).toBe(0);
    expect(failed.stdout).toContain("Starting session with SessionId: s-1");
    expect(failed.stdout).toContain(
      "Cannot perform start session: dial tcp 127.0.0.1:9: connect: connection refused",
    );
  });
});
