/** A session from its start to its end, between an agent and a client made by hand. */
import { beforeAll, describe, expect, test } from "vitest";
import { encodeMessage } from "../../../../src/lab/channel/message.ts";
import {
  ask,
  contentOf,
  keysOf,
  openAgent,
  openClient,
  openControl,
  startGateway,
  until,
} from "./gateway-lab.ts";
import type { GatewayLab } from "./gateway-lab.ts";

const target = "i-0abc";
const key = keysOf(target);
let lab: GatewayLab;
let count = 0;

beforeAll(async () => {
  lab = await startGateway({}, [key]);
});

function start(more = {}) {
  count += 1;
  const id = `user-${count}`;
  return { id, token: lab.services.gateway.open({ id, target, region: "us-east-1", ...more }) };
}

const output = (text: string, number: number) =>
  ["output", text, { sequenceNumber: BigInt(number), flags: 0, payloadType: 1 }] as const;
const input = (text: string, number: number) =>
  ["input", text, { sequenceNumber: BigInt(number), flags: 0, payloadType: 1 }] as const;
const acknowledging = (number: number) => ({
  AcknowledgedMessageType: "output_stream_data",
  AcknowledgedMessageId: "dd01e56b-ff48-483e-a508-b5f073f31b16",
  AcknowledgedMessageSequenceNumber: number,
  IsSequentialMessage: true,
});
const told = (id: string) => lab.events.filter(([, first]) => first === id).map((event) => event[2]);

describe("between its two ends", () => {
  test("each message arrives as it was sent, in order, and that the agent is there is told", async () => {
    const { id, token } = start();
    const client = await openClient(lab, id, token);
    const agent = await openAgent(lab, id, key);
    agent.send("sessionState", { SchemaVersion: 1, SessionState: "Connected", SessionId: id });
    const sent = [agent.send(...output("a", 0)), agent.send(...output("b", 1))];
    await until(() => client.messages.length === 2);
    expect(client.messages).toEqual(sent);
    const typed = client.send(...input("ls\r", 0));
    expect(await agent.take("input_stream_data")).toEqual(typed);
    expect(told(id)).toEqual(["connected"]);
  });

  test("what comes before the other end is there waits for it, each message once", async () => {
    const { id, token } = start();
    const agent = await openAgent(lab, id, key);
    agent.send(...output("a", 0));
    agent.send(...output("a", 0));
    agent.send(...output("b", 1));
    agent.send("sessionState", { SessionState: "Connected" });
    await until(() => told(id).length === 1);
    const client = await openClient(lab, id, token);
    await until(() => client.messages.length === 2);
    expect(client.messages.map(({ payload }) => payload.toString())).toEqual(["a", "b"]);
  });

  test("what the client acknowledged and the agent sends again is answered here", async () => {
    const { id, token } = start();
    const agent = await openAgent(lab, id, key);
    const client = await openClient(lab, id, token);
    const first = agent.send(...output("a", 0));
    await client.take("output_stream_data");
    client.send("acknowledge", acknowledging(0));
    await agent.take("acknowledge");
    agent.sendRaw(encodeMessage(first));
    const again = await agent.take("acknowledge");
    expect(contentOf(again)).toEqual({
      AcknowledgedMessageType: "output_stream_data",
      AcknowledgedMessageId: first.id,
      AcknowledgedMessageSequenceNumber: 0,
      IsSequentialMessage: true,
    });
    agent.send(...output("b", 1));
    expect((await client.take("output_stream_data")).payload.toString()).toBe("b");
    expect(client.messages).toEqual([]);
  });
});

test("a control channel carries what the control plane says", async () => {
  const control = await openControl(lab, target, key);
  control.send("taskComplete", { TaskId: "none", Topic: "agent_task_complete", Output: "" });
  expect(contentOf(await control.take("agent_task_acknowledge"))).toMatchObject({ TaskId: "none" });
  expect((await ask(lab, { path: "/v1/data-channel/user-gone", key })).body).toContain(
    "Session is already terminated",
  );
  expect(contentOf(await control.take("channel_closed"))).toMatchObject({ SessionId: "user-gone" });
});
