import { describe, expect, it } from "vitest";
import { cutStream, cutTogether } from "../../../src/lab/agent/job/output.ts";
import { createMessage } from "../../../src/lab/channel/message.ts";
import { messageTypes } from "../../../src/lab/channel/type.ts";
import { instance, online, startCloud, until } from "./cloud.ts";

const cloud = await startCloud();
const agent = cloud.startAgent();
await online(agent);

let count = 0;
function send(content: object, topic = "aws.ssm.sendCommand.test"): string {
  const CommandId = `00000000-0000-4000-8000-${String((count += 1)).padStart(12, "0")}`;
  const JobId = `aws.ssm.${CommandId}.${instance}`;
  const payload = {
    Content: JSON.stringify({ CommandId, Parameters: {}, ...content }),
    JobId,
    Topic: topic,
    SchemaVersion: 1,
  };
  cloud.services.gateway.send(
    instance,
    createMessage({ type: "job", payload: JSON.stringify(payload), nowMs: Date.now() }),
  );
  return JobId;
}

interface Reply {
  readonly documentStatus: string;
  readonly runtimeStatus: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const told = (type: string) =>
  cloud.messages
    .filter((message) => message.type === type)
    .map(({ payload }) => JSON.parse(payload.toString()) as Record<string, string>);
const repliesTo = (job: string): readonly Reply[] =>
  told(messageTypes.jobReply)
    .filter(({ jobId }) => jobId === job)
    .map(({ content = "" }) => JSON.parse(content) as Reply);
const acknowledgementOf = (job: string) =>
  told(messageTypes.jobAcknowledge).find(({ jobId }) => jobId === job);

async function lastReply(job: string): Promise<Reply> {
  await until(() => (repliesTo(job).at(-1)?.documentStatus ?? "InProgress") !== "InProgress");
  return repliesTo(job).at(-1)!;
}

const step = (runCommand: unknown, more: object = {}, name = "run") => ({
  action: "aws:runShellScript",
  name,
  inputs: { runCommand, ...more },
});
const steps = (...mainSteps: readonly object[]) => ({ DocumentContent: { schemaVersion: "2.2", mainSteps } });

describe("a command of Run Command", () => {
  it("runs as a script, and is told about from its beginning to its end", async () => {
    const job = send({
      DocumentContent: {
        schemaVersion: "1.2",
        parameters: {
          commands: { type: "StringList" },
          workingDirectory: { type: "String", default: "" },
          executionTimeout: { type: "String", default: "3600" },
        },
        runtimeConfig: {
          "aws:runShellScript": {
            properties: [
              {
                id: "0.aws:runShellScript",
                runCommand: "{{ commands }}",
                workingDirectory: "{{ workingDirectory }}",
                timeoutSeconds: "{{ executionTimeout }}",
              },
            ],
          },
        },
      },
      Parameters: { commands: ["pwd", "echo err >&2", "echo $SSM_COMMAND_ID"], workingDirectory: "/usr" },
    });
    const { documentStatus, runtimeStatus } = await lastReply(job);
    expect(documentStatus).toBe("Success");
    expect(runtimeStatus["aws:runShellScript"]).toMatchObject({
      status: "Success",
      code: 0,
      standardOutput: `/usr\n${job.split(".")[2]}\n`,
      standardError: "err\n",
      output: `/usr\n${job.split(".")[2]}\n\n----------ERROR-------\nerr\n`,
    });
    expect(repliesTo(job)[0]?.documentStatus).toBe("InProgress");
    expect(acknowledgementOf(job)).toMatchObject({ statusCode: "200" });
  });

  it("lets the first line name the interpreter, and passes nothing of a user's to another shell", async () => {
    const job = send(
      steps(
        step(["#!/usr/bin/env -S sed -n 2p", "$(touch /tmp/never) `id`"], { workingDirectory: "/;false" }),
      ),
    );
    const reply = await lastReply(job);
    expect(reply.documentStatus).toBe("Failed");
    const other = await lastReply(send(steps(step(["#!/usr/bin/env -S sed -n 2p", "$(exit 3) `id`"]))));
    expect(other.runtimeStatus["run"]).toMatchObject({ standardOutput: "$(exit 3) `id`\n" });
  });

  it("has the status of its worst step, and stops where a step says so", async () => {
    const failing = step(["exit 3"], { onFailure: "exit" }, "second");
    const job = send(steps(step(["echo one"], {}, "first"), failing, step(["echo three"], {}, "third")));
    const { documentStatus, runtimeStatus } = await lastReply(job);
    expect(documentStatus).toBe("Failed");
    expect(Object.keys(runtimeStatus)).toEqual(["first", "second"]);
    expect(runtimeStatus["second"]).toMatchObject({ status: "Failed", code: 3 });
  });

  it("passes over steps for other platforms, and fails at a plugin it has not", async () => {
    const windows = {
      ...step(["echo"], {}, "windows"),
      precondition: { StringEquals: ["platformType", "Windows"] },
    };
    const linux = {
      ...step(["echo"], {}, "linux"),
      precondition: { StringEquals: ["platformType", "Linux"] },
    };
    expect(await lastReply(send(steps(windows, linux)))).toMatchObject({
      documentStatus: "Success",
      runtimeStatus: {
        windows: { output: expect.stringContaining("skipped") },
        linux: { status: "Success" },
      },
    });
    const job = send(steps({ action: "aws:runPowerShellScript", name: "power", inputs: {} }));
    expect(await lastReply(job)).toMatchObject({ documentStatus: "Failed" });
  });

  it("is cancelled with all that it started", async () => {
    const job = send(steps(step(["sleep 3130 & sleep 3131"])));
    await until(() => agent.status().commands === 1);
    send({ CancelMessageId: job }, "aws.ssm.cancelCommand.test");
    expect(await lastReply(job)).toMatchObject({
      documentStatus: "Cancelled",
      runtimeStatus: { run: { code: 137 } },
    });
    expect(agent.status().commands).toBe(0);
  });

  it("is refused with the reason's number where it is none, and taken once", async () => {
    const broken = send({ DocumentContent: { schemaVersion: "9" } });
    const strange = send(steps(step(["true"])), "aws.ssm.somethingElse");
    await until(() => acknowledgementOf(strange) !== undefined);
    expect(acknowledgementOf(broken)).toMatchObject({ statusCode: "51406" });
    expect(acknowledgementOf(strange)).toMatchObject({ statusCode: "51408" });
  });
});

describe("the output of a step", () => {
  it("is cut as AWS documents it", () => {
    const long = "x".repeat(30_000);
    expect(cutStream(long)).toHaveLength(24_000);
    expect(cutStream(long)).toMatch(/--output truncated--$/);
    for (const [output, error] of [
      [long, long],
      [long, "e"],
      ["o", long],
      [long, ""],
    ] as const) {
      expect(cutTogether(output, error).length).toBeLessThanOrEqual(2500);
      expect(cutTogether(output, error)).toContain("truncated");
    }
    expect(cutTogether("o", "e")).toBe("o\n----------ERROR-------\ne");
  });
});
