/** A session from its start to its end, between an agent and a client made by hand. */
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { encodeMessage } from "../../../../src/lab/channel/message.ts";
import {
  ask,
  checkServices,
  checkSession,
  contentOf,
  dial,
  keysOf,
  openAgent,
  openClient,
  openControl,
  openSession,
  startGateway,
  until,
} from "./gateway-lab.ts";
import type { End, GatewayLab } from "./gateway-lab.ts";

const target = "i-0abc";
const key = keysOf(target);
const other = keysOf("i-0def");
let lab: GatewayLab;
let count = 0;

beforeAll(async () => {
  lab = await startGateway({}, [key, other]);
});

afterEach(() => {
  checkServices(lab);
});

function start(from = lab) {
  count += 1;
  const id = `root-${count}`;
  return { id, token: from.services.gateway.open({ id, target, region: "us-east-1" }) };
}

const numbered = (number: number) => ({ sequenceNumber: BigInt(number), flags: 0, payloadType: 1 });
const textsOf = ({ messages }: End) => messages.map(({ payload }) => payload.toString());
const acknowledging = (number: unknown) => ({
  AcknowledgedMessageType: "output_stream_data",
  AcknowledgedMessageId: "dd01e56b-ff48-483e-a508-b5f073f31b16",
  AcknowledgedMessageSequenceNumber: number,
  IsSequentialMessage: true,
});
const told = (id: string, from = lab) =>
  from.events.filter(([kind, first]) => kind === "onSession" && first === id).map((event) => event[2]);

describe("between its two ends", () => {
  test("each message arrives as it was sent, in order, and that the agent is there is told", async () => {
    const { id, agent, client } = await openSession(lab, key);
    agent.send("sessionState", { SchemaVersion: 1, SessionState: "Connected", SessionId: id });
    const sent = [agent.send("output", "a", numbered(0)), agent.send("output", "b", numbered(1))];
    await until(() => client.messages.length === 2);
    expect(client.messages).toEqual(sent);
    const typed = client.send("input", "ls\r", numbered(0));
    expect(await agent.take("input_stream_data")).toEqual(typed);
    const acknowledged = agent.send("acknowledge", acknowledging(0));
    expect(await client.take("acknowledge")).toEqual(acknowledged);
    expect(told(id)).toEqual(["connected"]);
  });

  test("what comes before the other end is there waits for it, each message once", async () => {
    const { id, token } = start();
    const agent = await openAgent(lab, id, key);
    for (const [text, number] of [
      ["a", 0],
      ["a", 0],
      ["b", 1],
    ] as const) {
      agent.send("output", text, numbered(number));
    }
    agent.send("sessionState", { SessionState: "Connected" });
    await until(() => told(id).length === 1);
    const client = await openClient(lab, id, token);
    await until(() => client.messages.length === 2);
    expect(textsOf(client)).toEqual(["a", "b"]);
  });

  test("what the client acknowledged and the agent sends again is answered here", async () => {
    const { agent, client } = await openSession(lab, key);
    const first = agent.send("output", "a", numbered(0));
    await client.take("output_stream_data");
    client.send("acknowledge", acknowledging(0));
    await agent.take("acknowledge");
    agent.sendRaw(encodeMessage(first));
    const again = await agent.take("acknowledge");
    expect(contentOf(again)).toEqual({ ...acknowledging(0), AcknowledgedMessageId: first.id });
    agent.send("output", "b", numbered(1));
    expect((await client.take("output_stream_data")).payload.toString()).toBe("b");
    expect(client.messages).toEqual([]);
  });

  test("what was never sent is not acknowledged by saying so", async () => {
    const { agent, client } = await openSession(lab, key);
    client.send("acknowledge", acknowledging(0));
    await agent.take("acknowledge");
    agent.send("output", "a", numbered(0));
    expect((await client.take("output_stream_data")).payload.toString()).toBe("a");
  });

  test("whoever sends faster than the other end reads is not read", async () => {
    const { agent, client } = await openSession(lab, key);
    client.ws.pause();
    const text = "x".repeat(30_000);
    const many = 2000;
    for (let number = 0; number < many; number += 1) agent.send("output", text, numbered(number));
    // A megabyte or two is on its way, and some in the sockets; the rest has not left the agent.
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(agent.ws.bufferedAmount).toBeGreaterThan(20_000_000);
    client.ws.resume();
    await until(() => client.messages.length === many);
    expect(client.messages.map(({ sequenceNumber }) => Number(sequenceNumber))).toEqual(
      Array.from({ length: many }, (_, number) => number),
    );
  });
});

describe("a client that is lost", () => {
  test("comes back with a new token; the agent pauses meanwhile", async () => {
    const { id, agent, client } = await openSession(lab, key);
    client.ws.terminate();
    expect(contentOf(await agent.take("pause_publication"))).toMatchObject({ SessionId: id });
    agent.send("output", "meanwhile", numbered(0));
    const token = lab.services.gateway.resume(id);
    const back = await openClient(lab, id, token ?? "");
    expect((await back.take("output_stream_data")).payload.toString()).toBe("meanwhile");
    await agent.take("start_publication");
    agent.send("output", "and on", numbered(1));
    expect((await back.take("output_stream_data")).payload.toString()).toBe("and on");
  });

  test("and is back before its agent is: that is not left waiting", async () => {
    const { id, agent, client } = await openSession(lab, key);
    client.ws.terminate();
    await agent.take("pause_publication");
    agent.ws.terminate();
    await agent.closed;
    const back = await openClient(lab, id, lab.services.gateway.resume(id) ?? "");
    const again = await openAgent(lab, id, key);
    await again.take("start_publication");
    await checkSession({ agent: again, client: back });
  });

  test("may come back before its old connection is missed", async () => {
    const { id, agent, client } = await openSession(lab, key);
    const back = await openClient(lab, id, lab.services.gateway.resume(id) ?? "");
    expect(await client.closed).toBe("1000 another connection has taken its place");
    await checkSession({ agent, client: back });
    expect(agent.messages).toEqual([]);
  });

  test("does not come back to a session that is over", () => {
    expect(lab.services.gateway.resume("root-none")).toBeUndefined();
  });
});

test("an agent that is lost comes back, and gets what waited for it", async () => {
  const { id, agent, client } = await openSession(lab, key);
  agent.ws.terminate();
  await agent.closed;
  await ask(lab, { path: `/v1/data-channel/${id}`, key });
  client.send("input", "typed", numbered(0));
  const back = await openAgent(lab, id, key);
  expect((await back.take("input_stream_data")).payload.toString()).toBe("typed");
});

describe("the end of a session", () => {
  test("is told to both its ends and on the control channel, once", async () => {
    const control = await openControl(lab, target, key);
    const { id, agent, client } = await openSession(lab, key);
    lab.services.gateway.end(id, "why");
    lab.services.gateway.end(id, "again");
    const closed = await client.take("channel_closed");
    expect(contentOf(closed)).toEqual({
      MessageId: closed.id,
      CreatedDate: new Date(closed.createdAtMs).toISOString(),
      DestinationId: target,
      SessionId: id,
      MessageType: "channel_closed",
      SchemaVersion: 1,
      Output: "why",
    });
    expect(contentOf(await agent.take("channel_closed"))).toMatchObject({ SessionId: id });
    expect(contentOf(await control.take("channel_closed"))).toMatchObject({ SessionId: id });
    expect(told(id)).toEqual(["ended"]);
    expect((await ask(lab, { path: `/v1/data-channel/${id}`, key })).body).toContain("already terminated");
    expect(await dial(lab, { path: `/v1/data-channel/${id}` }).closed).toBe("answered 400");
    control.ws.close();
    await until(() => !lab.services.gateway.isConnected(target));
  });

  test("closes the connections that its ends leave open", async () => {
    const brief = await startGateway({ lingerMs: 50 }, [key]);
    const { id, agent, client } = await openSession(brief, key);
    brief.services.gateway.end(id, "");
    expect(await Promise.all([agent.closed, client.closed])).toEqual([
      "1000 the channel is closed",
      "1000 the channel is closed",
    ]);
  });

  test("by the agent's task is acknowledged, told, and shown to the client as often as it comes", async () => {
    const control = await openControl(lab, target, key);
    const { id, agent, client } = await openSession(lab, key);
    agent.send("sessionState", { SessionState: "Terminating" });
    agent.ws.close();
    await agent.closed;
    const before = lab.events.length;
    const complete = { TaskId: id, Topic: "agent_task_complete", FinalTaskStatus: "Success", Output: "bye" };
    for (const message of [control.send("taskComplete", complete), control.send("taskComplete", complete)]) {
      expect(contentOf(await control.take("agent_task_acknowledge"))).toEqual({
        SchemaVersion: 1,
        MessageId: message.id,
        TaskId: id,
        Topic: "agent_task_complete",
      });
    }
    expect(contentOf(await client.take("channel_closed"))).toMatchObject({ SessionId: id, Output: "bye" });
    expect(lab.events.slice(before).map(([kind]) => kind)).toEqual(["onMessage", "onSession", "onMessage"]);
    expect(control.messages).toEqual([]);
    expect(client.messages).toEqual([]);
    control.ws.close();
    await until(() => !lab.services.gateway.isConnected(target));
  });

  test("cannot be had by the agent of another instance", async () => {
    const session = await openSession(lab, key);
    const control = await openControl(lab, "i-0def", other);
    control.send("taskComplete", { TaskId: session.id, Output: "mine" });
    await control.take("agent_task_acknowledge");
    await checkSession(session);
  });
});

describe("an agent that holds an end of a session that nobody knows", () => {
  test("is told on its control channel, also when that opens later", async () => {
    const fresh = await startGateway({}, [key]);
    for (const session of ["root-old", "root-older"]) {
      const answer = await ask(fresh, { path: `/v1/data-channel/${session}`, key });
      expect(answer.body).toContain("Session is already terminated");
    }
    const control = await openControl(fresh, target, key);
    const orphans = [await control.take("channel_closed"), await control.take("channel_closed")];
    expect(orphans.map((orphan) => contentOf(orphan)["SessionId"])).toEqual(["root-old", "root-older"]);
    await ask(fresh, { path: "/v1/data-channel/root-oldest", key });
    expect(contentOf(await control.take("channel_closed"))).toMatchObject({ SessionId: "root-oldest" });
  });

  test("is told of a session that ended while it was away", async () => {
    const fresh = await startGateway({}, [key]);
    const { id } = start(fresh);
    fresh.services.gateway.end(id, "");
    const control = await openControl(fresh, target, key);
    expect(contentOf(await control.take("channel_closed"))).toMatchObject({ SessionId: id });
  });
});

describe("a session is over", () => {
  const minute = 60_000;

  test("when one of its ends never comes", async () => {
    const fresh = await startGateway({}, [key]);
    const { id, token } = start(fresh);
    const client = await openClient(fresh, id, token);
    await until(() => client.ws.readyState === 1);
    fresh.ahead = 5 * minute;
    expect(contentOf(await client.take("channel_closed"))["Output"]).toBe(
      "The agent did not connect in time.",
    );
    expect(told(id, fresh)).toEqual(["ended"]);
  });

  test("after twenty minutes without a new message, acknowledgements and repetitions apart", async () => {
    const fresh = await startGateway({}, [key]);
    const { agent, client } = await openSession(fresh, key);
    fresh.ahead = 19 * minute;
    agent.send("output", "a", numbered(0));
    await client.take("output_stream_data");
    fresh.ahead = 38 * minute;
    agent.send("output", "a", numbered(0));
    await client.take("output_stream_data");
    client.send("acknowledge", acknowledging(0));
    await agent.take("acknowledge");
    expect(client.messages).toEqual([]);
    fresh.ahead = 39 * minute;
    expect(contentOf(await client.take("channel_closed"))["Output"]).toBe(
      "Your session timed out due to inactivity.",
    );
  });

  test("as the preferences of its document have it", async () => {
    const fresh = await startGateway({}, [key]);
    const idle = await openSession(fresh, key, { idleMinutes: 1 });
    const brief = await openSession(fresh, key, { longestMinutes: 2 });
    const usual = await openSession(fresh, key);
    fresh.ahead = minute;
    await idle.client.take("channel_closed");
    await checkSession(brief);
    fresh.ahead = 2 * minute;
    expect(contentOf(await brief.client.take("channel_closed"))["Output"]).toBe(
      "Your session has reached its maximum duration.",
    );
    await checkSession(usual);
  });
});

describe("a connection without a sign of life", () => {
  test("is dead: its target is not connected any more, and its session waits for it", async () => {
    const fresh = await startGateway({ pingMs: 20 }, [key]);
    const path = `/v1/control-channel/${target}`;
    const silent = await openControl(fresh, target, key, { autoPong: false });
    expect(await silent.closed).toMatch(/^1006/);
    await until(() => !fresh.services.gateway.isConnected(target));
    expect(fresh.events.at(-1)).toEqual(["onChannel", target, false]);
    expect((await ask(fresh, { path, key })).status).toBe(201);
  });

  test("is alive while it answers", async () => {
    const fresh = await startGateway({ pingMs: 10, lookMs: 5 }, [key]);
    const session = await openSession(fresh, key);
    const control = await openControl(fresh, target, key);
    let pings = 0;
    control.ws.on("ping", () => (pings += 1));
    await until(() => pings > 10);
    expect(fresh.services.gateway.isConnected(target)).toBe(true);
    await checkSession(session);
  });

  test("and without a token is closed", async () => {
    const fresh = await startGateway({ greetingMs: 50 }, [key]);
    const end = dial(fresh, { path: `/v1/control-channel/${target}`, key });
    expect(await end.closed).toBe("1008 no token came in time");
  });
});

test("a gateway that is closed leaves no connection behind", async () => {
  const fresh = await startGateway({}, [key]);
  const { agent, client } = await openSession(fresh, key);
  fresh.services.close();
  expect(await Promise.all([agent.closed, client.closed])).toEqual([
    "1001 the gateway is closing",
    "1001 the gateway is closing",
  ]);
});
