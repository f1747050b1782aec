/** Jobs by ec2messages, for agents without a control channel. */
import { createHash } from "node:crypto";
import { Agent } from "node:http";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMessage } from "../../../../src/lab/channel/message.ts";
import type { Message } from "../../../../src/lab/channel/message.ts";
import type { Credential } from "../../../../src/lab/credential.ts";
import { account, endpointArrival, everyone, owner, policyOf, publicArrival, statement } from "../lab.ts";
import { ask, contentOf, keysOf, openControl, startGateway, until } from "../ssmmessages/gateway-lab.ts";
import type { GatewayLab } from "../ssmmessages/gateway-lab.ts";

const host = "ec2messages.us-east-1.amazonaws.com";
const instances = Array.from({ length: 20 }, (_, number) => keysOf(`i-0${number}`));
const powerless = keysOf("i-0bad", policyOf(statement("Allow", "ec2messages:GetMessages", "*")));
let lab: GatewayLab;
let key: Credential;
let target: string;

beforeAll(async () => {
  lab = await startGateway({ pollMs: 200 }, [...instances, powerless]);
});

// Each test has an agent of its own.
beforeEach(() => {
  lab.arrival = publicArrival;
  key = instances.pop() ?? powerless;
  target = key.userId.split(":")[1] ?? "";
});

async function call(operation: string, fields: object, by: Credential | undefined = key, agent?: Agent) {
  const headers = {
    "content-type": "application/x-amz-json-1.1",
    "x-amz-target": `EC2WindowsMessageDeliveryService.${operation}`,
  };
  const body = JSON.stringify(fields);
  const answer = await ask(lab, { path: "/", host, service: "ec2messages", body, key: by, headers }, agent);
  return { status: answer.status, ...(JSON.parse(answer.body) as Record<string, unknown>) };
}

const poll = (more: object = {}, agent?: Agent) =>
  call("GetMessages", { Destination: target, MessagesRequestId: "id-of-the-request", ...more }, key, agent);

function job(id = `aws.ssm.command.${target}`): Message {
  const payload = {
    Content: '{"CommandId":"command"}',
    JobId: id,
    Topic: "aws.ssm.sendCommand.us.east.1.1",
    SchemaVersion: 1,
  };
  return createMessage({ type: "job", payload: JSON.stringify(payload), nowMs: 1_500_000_000_000 });
}

const delivered = () => ({
  MessageId: `aws.ssm.command.${target}`,
  Destination: target,
  CreatedDate: "2017-07-14T02:40:00.000Z",
  Topic: "aws.ssm.sendCommand.us.east.1.1",
  Payload: '{"CommandId":"command"}',
  PayloadDigest: createHash("sha256").update('{"CommandId":"command"}').digest("hex"),
});

const answers = () =>
  lab.events.flatMap(([kind, from, message]) =>
    kind === "onMessage" && from === target
      ? [[(message as Message).type, contentOf(message as Message)] as const]
      : [],
  );

describe("an agent that asks", () => {
  test("is answered with nothing after a while", async () => {
    expect(await poll()).toEqual({
      status: 200,
      Destination: target,
      Messages: [],
      MessagesRequestId: "id-of-the-request",
    });
  });

  test("gets a job at once, and again until it says that it has it", async () => {
    const asked = poll({ VisibilityTimeoutInSeconds: 30 });
    await until(() => lab.services.gateway.send(target, job()));
    expect(await asked).toMatchObject({ Messages: [delivered()] });
    expect(await poll()).toMatchObject({ Messages: [] });
    lab.ahead += 30_000;
    expect(await poll()).toMatchObject({ Messages: [delivered()] });
    expect(await call("AcknowledgeMessage", { MessageId: delivered().MessageId })).toEqual({ status: 200 });
    lab.ahead += 30_000;
    expect(await poll()).toMatchObject({ Messages: [] });
  });

  test("gets what was given while it was not waiting", async () => {
    await poll();
    expect(lab.services.gateway.send(target, job())).toBe(true);
    expect(await poll()).toMatchObject({ Messages: [{ MessageId: `aws.ssm.command.${target}` }] });
  });

  test("and asks again is answered on its first request", async () => {
    const first = poll();
    const second = poll();
    await until(() => lab.services.gateway.send(target, job()));
    const all = await Promise.all([first, second]);
    const counts = all.map((answer) => (answer as unknown as { Messages: unknown[] }).Messages.length);
    expect(counts.toSorted((a, b) => a - b)).toEqual([0, 1]);
  });

  test("and hangs up loses nothing", async () => {
    const agent = new Agent();
    const asked = poll({}, agent).catch(() => "hung up");
    await until(() => lab.services.gateway.send(target, job("aws.ssm.other")));
    agent.destroy();
    await asked;
    expect(lab.services.gateway.send(target, job())).toBe(true);
    const { Messages } = (await poll()) as unknown as { Messages: { MessageId: string }[] };
    expect(Messages.map(({ MessageId }) => MessageId)).toContain(`aws.ssm.command.${target}`);
  });
});

test("what it says of a job is told as on a control channel", async () => {
  const id = `aws.ssm.command.${target}`;
  await call("AcknowledgeMessage", { MessageId: id });
  await call("SendReply", {
    MessageId: id,
    ReplyId: "id-of-the-reply",
    Payload: '{"documentStatus":"Success"}',
  });
  await call("FailMessage", { MessageId: id, FailureType: "NoHandlerExists" });
  await call("DeleteMessage", { MessageId: id });
  const date = expect.any(String) as string;
  const acknowledged = { jobId: id, acknowledgedMessageId: id, createdDate: date };
  expect(answers()).toEqual([
    ["agent_job_ack", { ...acknowledged, statusCode: "200", errorMessage: "" }],
    [
      "agent_job_reply",
      { schemaVersion: 1, jobId: id, content: '{"documentStatus":"Success"}', topic: "aws.ssm.sendCommand" },
    ],
    ["agent_job_ack", { ...acknowledged, statusCode: "51499", errorMessage: "NoHandlerExists" }],
  ]);
});

describe("a job is not taken", () => {
  test("for an agent that does not ask, or has not lately", async () => {
    expect(lab.services.gateway.send("i-0none", job())).toBe(false);
    await poll();
    lab.ahead += 60_000;
    expect(lab.services.gateway.send(target, job())).toBe(false);
  });

  test("that is none", async () => {
    await poll();
    const shell = createMessage({ type: "interactiveShell", payload: "{}", nowMs: 1 });
    expect(lab.services.gateway.send(target, shell)).toBe(false);
  });

  test("beyond what one agent may have waiting", async () => {
    await poll();
    let taken = 0;
    while (lab.services.gateway.send(target, job(`aws.ssm.${taken}.${target}`))) taken += 1;
    expect(taken).toBe(256);
  });

  test("by this way where the control channel is open", async () => {
    await poll();
    const control = await openControl(lab, target, key);
    expect(lab.services.gateway.send(target, job())).toBe(true);
    await control.take("agent_job");
    expect(await poll()).toMatchObject({ Messages: [] });
  });
});

describe("refused is", () => {
  const id = "aws.ssm.command.i-0other";
  test.each([
    ["another's messages", "GetMessages", { Destination: "i-0other" }, "InvalidDestinationException"],
    ["another's job", "SendReply", { MessageId: id, Payload: "{}" }, "InvalidMessageIdException"],
    ["an operation that is none", "Destroy", {}, "UnknownOperationException"],
    ["a name of all objects", "constructor", {}, "UnknownOperationException"],
    ["a body that is no object", "GetMessages", [], "SerializationException"],
  ])("%s", async (_, operation, fields, code) => {
    expect(await call(operation, fields)).toMatchObject({ status: 400, __type: code });
  });

  test("who does not sign, or with the keys of no instance", async () => {
    const fields = { Destination: "i-0bad" };
    const unsigned = await ask(lab, {
      path: "/",
      host,
      body: "{}",
      headers: { "x-amz-target": "EC2WindowsMessageDeliveryService.GetMessages" },
    });
    expect(unsigned).toMatchObject({ status: 400 });
    expect(unsigned.body).toContain("MissingAuthenticationTokenException");
    expect(await call("GetMessages", fields, owner)).toMatchObject({ __type: "InvalidDestinationException" });
  });

  test("what a policy does not let through", async () => {
    const reply = { MessageId: "aws.ssm.command.i-0bad", Payload: "{}", ReplyId: "r" };
    expect(await call("SendReply", reply, powerless)).toMatchObject({
      status: 400,
      __type: "AccessDeniedException",
    });
    lab.arrival = endpointArrival;
    lab.endpoints.set("vpce-0abc", {
      type: "interface",
      policy: {
        kind: "document",
        json: policyOf(statement("Allow", "ec2messages:SendReply", "*", everyone)),
      },
      service: "ec2messages",
      region: "us-east-1",
      vpc: "vpc-0abc",
      account,
    });
    expect(await poll()).toMatchObject({ __type: "AccessDeniedException" });
  });
});
