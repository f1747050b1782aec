/** Run Command: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
import {
  CancelCommandCommand,
  GetCommandInvocationCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
} from "@aws-sdk/client-ssm";
import type { SendCommandCommandInput } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, it } from "vitest";
import { account, owner, policyOf, statement, user } from "../lab.ts";
import { callAgentApi, fromAgent, readPayload, startPlane } from "./plane.ts";
import type { TestPlane } from "./plane.ts";

const [one, two] = ["i-0000000000000000a", "i-0000000000000000b"] as const;
const narrow = user("narrow", policyOf(statement("Allow", "ssm:SendCommand", "arn:aws:ec2:*:*:instance/*")));
let plane: TestPlane;

beforeEach(async () => {
  plane = await startPlane({ users: [narrow], tags: { [one]: { Team: "a" }, [two]: { Team: "a" } } });
  for (const InstanceId of [one, two]) {
    await callAgentApi(plane, {
      operation: "UpdateInstanceInformation",
      input: { InstanceId, AgentName: "agent", AgentVersion: "3.3.1.0", PlatformType: "Linux" },
      key: owner,
    });
    plane.gateway.connected.add(InstanceId);
  }
});

const send = async (input: Partial<SendCommandCommandInput> = {}) => {
  const { Command } = await plane.ssm().send(
    new SendCommandCommand({
      DocumentName: "AWS-RunShellScript",
      InstanceIds: input.Targets === undefined ? [one] : undefined,
      Parameters: { commands: ["id", "date"] },
      ...input,
    }),
  );
  return Command?.CommandId ?? "";
};
const get = (CommandId: string, InstanceId: string = one) =>
  plane.ssm().send(new GetCommandInvocationCommand({ CommandId, InstanceId }));
const listed = async (CommandId: string) =>
  (await plane.ssm().send(new ListCommandsCommand({ CommandId }))).Commands?.[0];
const jobId = (command: string, node: string = one) => `aws.ssm.${command}.${node}`;
const acknowledge = (command: string, node: string = one, statusCode = "200", errorMessage = "") =>
  plane.events.onMessage(
    node,
    fromAgent("jobAcknowledge", { jobId: jobId(command, node), statusCode, errorMessage }),
  );
const reply = (command: string, documentStatus: string, step: object = {}, node: string = one) => {
  const runtimeStatus = {
    "0.aws:runShellScript": { name: "aws:runShellScript", status: documentStatus, code: 0, ...step },
  };
  const content = JSON.stringify({ documentStatus, runtimeStatus });
  plane.events.onMessage(
    node,
    fromAgent("jobReply", { schemaVersion: 1, jobId: jobId(command, node), content }),
  );
};

describe("SendCommand", () => {
  it("puts a job on the control channel of each node", async () => {
    const command = await send({
      InstanceIds: [one, two],
      OutputS3BucketName: "out",
      OutputS3KeyPrefix: "runs",
      CloudWatchOutputConfig: { CloudWatchOutputEnabled: true, CloudWatchLogGroupName: "/runs" },
    });
    expect(plane.gateway.sent.map(({ target, message }) => [target, message.type])).toEqual([
      [one, "agent_job"],
      [two, "agent_job"],
    ]);
    const { outer, content } = readPayload(plane.gateway.sent[0]?.message ?? fromAgent("job", {}));
    expect(outer).toMatchObject({ JobId: jobId(command), SchemaVersion: 1 });
    expect(outer["Topic"]).toMatch(/^aws\.ssm\.sendCommand\./);
    expect(content).toMatchObject({
      CommandId: command,
      DocumentName: "AWS-RunShellScript",
      Parameters: { commands: ["id", "date"], workingDirectory: "", executionTimeout: "3600" },
      DocumentContent: { schemaVersion: "1.2" },
      OutputS3BucketName: "out",
      OutputS3KeyPrefix: `runs/${command}/${one}`,
      CloudWatchLogGroupName: "/runs",
      CloudWatchOutputEnabled: "true",
    });
  });

  it("takes managed nodes alone, by id or by tag", async () => {
    await expect(send({ InstanceIds: ["i-0123456789abcdef0"] })).rejects.toMatchObject({
      name: "InvalidInstanceId",
      message: `Instances [[i-0123456789abcdef0]] not in a valid state for account ${account}`,
    });
    const command = await send({ Targets: [{ Key: "tag:Team", Values: ["a"] }] });
    expect(await listed(command)).toMatchObject({ TargetCount: 2, Status: "Pending" });
    const none = await send({ Targets: [{ Key: "tag:Team", Values: ["b"] }] });
    expect(await listed(none)).toMatchObject({ TargetCount: 0, StatusDetails: "NoInstancesInTag" });
    await expect(send({ Targets: [{ Key: "resource-groups:Name", Values: ["x"] }] })).rejects.toMatchObject({
      name: "InvalidTarget",
    });
  });

  it("holds parameters to the document's rules", async () => {
    const wrong = [
      {},
      { commands: [] },
      { commands: ["id"], executionTimeout: ["0"] },
      { commands: ["id"], colour: ["red"] },
    ];
    for (const Parameters of wrong)
      await expect(send({ Parameters })).rejects.toMatchObject({ name: "InvalidParameters" });
    await expect(
      send({ DocumentName: "AWS-StartPortForwardingSession", Parameters: {} }),
    ).rejects.toMatchObject({
      name: "InvalidDocument",
    });
    await expect(send({ TimeoutSeconds: 5 })).rejects.toMatchObject({ name: "ValidationException" });
  });

  it("asks for permission on the document and on each node", async () => {
    const command = new SendCommandCommand({
      DocumentName: "AWS-RunShellScript",
      InstanceIds: [one],
      Parameters: { commands: ["id"] },
    });
    await expect(plane.ssm(narrow).send(command)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("arn:aws:ssm:us-east-1::document/AWS-RunShellScript") as string,
    });
  });
});

describe("an invocation", () => {
  it("goes from pending to what the agent says at last", async () => {
    const command = await send();
    expect(await get(command)).toMatchObject({ Status: "Pending", ResponseCode: -1 });
    acknowledge(command);
    expect(await get(command)).toMatchObject({ Status: "InProgress" });
    reply(command, "InProgress");
    const times = { startDateTime: "2026-11-29T10:00:00.000Z", endDateTime: "2026-11-29T10:00:01.500Z" };
    reply(command, "Success", { standardOutput: "uid=0\n", output: "uid=0\n", ...times });
    expect(await get(command)).toMatchObject({
      Status: "Success",
      StatusDetails: "Success",
      ResponseCode: 0,
      PluginName: "aws:runShellScript",
      StandardOutputContent: "uid=0\n",
      ExecutionElapsedTime: "PT1.5S",
    });
    expect(await listed(command)).toMatchObject({ Status: "Success", CompletedCount: 1, ErrorCount: 0 });
    reply(command, "Failed", { code: 1 });
    expect(await get(command)).toMatchObject({ Status: "Success" });
  });

  it("fails with the exit code of its script, or when the agent does not take it", async () => {
    const failed = await send();
    reply(failed, "Failed", { code: 3, standardError: "no such file" });
    expect(await get(failed)).toMatchObject({
      Status: "Failed",
      ResponseCode: 3,
      StandardErrorContent: "no such file",
    });
    const refused = await send();
    acknowledge(refused, one, "51401", "the document is not supported");
    expect(await get(refused)).toMatchObject({
      Status: "Failed",
      StandardErrorContent: "the document is not supported",
    });
  });

  it("times out in its delivery, and in its execution", async () => {
    plane.gateway.connected.clear();
    const undelivered = await send({ TimeoutSeconds: 30 });
    plane.gateway.connected.add(one);
    const endless = await send({ Parameters: { commands: ["sleep 9"], executionTimeout: ["60"] } });
    acknowledge(endless);
    plane.laterMs = 31_000;
    expect(await get(undelivered)).toMatchObject({ Status: "TimedOut", StatusDetails: "DeliveryTimedOut" });
    expect(await get(endless)).toMatchObject({ Status: "InProgress" });
    plane.laterMs = 61_000;
    expect(await get(endless)).toMatchObject({ Status: "TimedOut", StatusDetails: "ExecutionTimedOut" });
    expect(await listed(undelivered)).toMatchObject({ Status: "TimedOut", DeliveryTimedOutCount: 1 });
  });

  it("is sent when its node comes back, and again until the agent has it", async () => {
    plane.gateway.connected.delete(one);
    const command = await send();
    expect(plane.gateway.sent).toEqual([]);
    const comeBack = () => {
      plane.gateway.connected.add(one);
      plane.events.onChannel(one, true);
    };
    comeBack();
    comeBack();
    expect(plane.gateway.sent).toHaveLength(2);
    acknowledge(command);
    comeBack();
    expect(plane.gateway.sent).toHaveLength(2);
  });

  it("tells no more of its output than AWS does", async () => {
    const command = await send();
    reply(command, "Success", { standardOutput: "x".repeat(30_000), output: "x".repeat(30_000) });
    const { StandardOutputContent = "" } = await get(command);
    expect(StandardOutputContent.slice(0, 24_000)).toBe("x".repeat(24_000));
    expect(StandardOutputContent.slice(24_000)).toMatch(/truncated/);
    const { CommandInvocations } = await plane
      .ssm()
      .send(new ListCommandInvocationsCommand({ CommandId: command, Details: true }));
    const [plugin] = CommandInvocations?.[0]?.CommandPlugins ?? [];
    expect(plugin?.Output?.length).toBeLessThan(2600);
  });

  it("cannot be answered for by another node", async () => {
    const command = await send();
    plane.events.onMessage(
      two,
      fromAgent("jobReply", {
        jobId: jobId(command),
        content: JSON.stringify({ documentStatus: "Success" }),
      }),
    );
    plane.events.onMessage(one, fromAgent("jobReply", { jobId: "nonsense", content: "{" }));
    expect(await get(command)).toMatchObject({ Status: "Pending" });
    await expect(get(command, two)).rejects.toMatchObject({ name: "InvocationDoesNotExist" });
  });
});

describe("many nodes", () => {
  it("take turns where no more may be at work at once", async () => {
    const command = await send({ InstanceIds: [one, two], MaxConcurrency: "1" });
    expect(plane.gateway.sent.map(({ target }) => target)).toEqual([one]);
    reply(command, "Success");
    expect(plane.gateway.sent.map(({ target }) => target)).toEqual([one, two]);
  });

  it("are spared when more have failed than may", async () => {
    const command = await send({ InstanceIds: [one, two], MaxConcurrency: "1", MaxErrors: "0" });
    reply(command, "Failed", { code: 1 });
    expect(plane.gateway.sent.map(({ target }) => target)).toEqual([one]);
    expect(await get(command, two)).toMatchObject({ Status: "Failed", StatusDetails: "Terminated" });
  });
});

describe("CancelCommand", () => {
  it("asks the agent to end what it has, and ends the rest at once", async () => {
    const command = await send({ InstanceIds: [one, two], MaxConcurrency: "1" });
    acknowledge(command);
    await plane.ssm().send(new CancelCommandCommand({ CommandId: command }));
    const { outer, content } = readPayload(plane.gateway.sent.at(-1)?.message ?? fromAgent("job", {}));
    expect(outer["Topic"]).toMatch(/^aws\.ssm\.cancelCommand/);
    expect(content).toEqual({ CancelMessageId: jobId(command) });
    expect(await get(command)).toMatchObject({ Status: "Cancelling" });
    expect(await get(command, two)).toMatchObject({ Status: "Cancelled" });
    expect(await listed(command)).toMatchObject({ Status: "Cancelling" });
    reply(command, "Cancelled");
    expect(await listed(command)).toMatchObject({ Status: "Cancelled", CompletedCount: 2 });
    expect(plane.gateway.sent.filter(({ target }) => target === two)).toEqual([]);
  });

  it("knows its commands", async () => {
    await expect(
      plane.ssm().send(new CancelCommandCommand({ CommandId: "7c1e8f6a-1111-4222-8333-444455556666" })),
    ).rejects.toMatchObject({ name: "InvalidCommandId" });
  });
});

it("finds commands by their state", async () => {
  const done = await send();
  reply(done, "Success");
  const open = await send();
  const find = async (key: "Status" | "ExecutionStage", value: string) =>
    (await plane.ssm().send(new ListCommandsCommand({ Filters: [{ key, value }] }))).Commands?.map(
      ({ CommandId }) => CommandId,
    );
  expect(await find("Status", "Success")).toEqual([done]);
  expect(await find("ExecutionStage", "Executing")).toEqual([open]);
});
