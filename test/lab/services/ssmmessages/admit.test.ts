/** Who gets which channel: signatures, policies and tokens. */
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Credential } from "../../../../src/lab/credential.ts";
import {
  account,
  endpointArrival,
  everyone,
  owner,
  policyOf,
  publicArrival,
  statement,
  user,
} from "../lab.ts";
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
  tokenFor,
  until,
} from "./gateway-lab.ts";
import type { Asking, GatewayLab } from "./gateway-lab.ts";

const key = keysOf("i-0abc");
const other = keysOf("i-0def");
const managed = keysOf("mi-0abc");
const powerless = keysOf("i-0bad", policyOf(statement("Allow", "ssm:*", "*")));
const creating = keysOf(
  "i-0half",
  policyOf(statement("Allow", ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel"], "*")),
);
const starter = user("starter", policyOf(statement("Allow", "ssm:StartSession", "*")));
const joiner = user(
  "joiner",
  policyOf(
    statement("Allow", "ssmmessages:OpenDataChannel", `arn:aws:ssm:us-east-1:${account}:session/user-mine*`),
  ),
);
let lab: GatewayLab;
let bystander: Awaited<ReturnType<typeof openSession>>;

beforeAll(async () => {
  lab = await startGateway({}, [key, other, managed, powerless, creating, starter, joiner]);
});

beforeEach(async () => {
  bystander = await openSession(lab, other);
});

afterEach(async () => {
  lab.arrival = publicArrival;
  await checkSession(bystander);
  checkServices(lab);
});

function behind(policy?: object, service = "ssmmessages"): void {
  lab.arrival = endpointArrival;
  lab.endpoints.set("vpce-0abc", {
    type: "interface",
    policy: policy === undefined ? { kind: "full-access" } : { kind: "document", json: policy },
    service,
    region: "us-east-1",
    vpc: "vpc-0abc",
    account,
  });
}

const control = "/v1/control-channel/i-0abc";
const allowing = (...actions: string[]) => policyOf(statement("Allow", actions, "*", everyone));
const start = (id: string, more = {}) =>
  lab.services.gateway.open({ id, target: "i-0abc", region: "us-east-1", ...more });

describe("a token", () => {
  test.each([
    ["an instance's", "i-0abc", key],
    ["a managed instance's", "mi-0abc", managed],
  ])("is given for %s own control channel", async (_, target, key) => {
    const answer = await ask(lab, { path: `/v1/control-channel/${target}`, key });
    expect(answer.status).toBe(201);
    expect(answer.headers["content-type"]).toBe("application/xml");
    expect(answer.body).toMatch(
      /<CreateControlChannelResponse><MessageSchemaVersion>1\.0<\/MessageSchemaVersion><TokenValue>[\w+/=]{40,}</,
    );
  });

  test("is given for the data channel of a session to the instance", async () => {
    start("user-token");
    const answer = await ask(lab, { path: "/v1/data-channel/user-token", key });
    expect(answer).toMatchObject({ status: 201 });
    expect(answer.body).toContain("<CreateDataChannelResponse>");
  });

  const refused: readonly (readonly [string, Asking, number, string])[] = [
    ["another instance's channel", { path: control, key: other }, 403, "<AccessDeniedException>"],
    ["keys of no instance", { path: control, key: owner }, 403, "<AccessDeniedException>"],
    [
      "another instance's session",
      { path: "/v1/data-channel/user-held", key: other },
      403,
      "<AccessDeniedException>",
    ],
    [
      "a role that may not",
      { path: "/v1/control-channel/i-0bad", key: powerless },
      403,
      "<AccessDeniedException>",
    ],
    ["no signature", { path: control }, 400, "<MissingAuthenticationTokenException>"],
    [
      "a wrong signature",
      { path: control, key: { ...key, secretAccessKey: "no" } },
      400,
      "<InvalidSignatureException>",
    ],
    [
      "a signature for another service",
      { path: control, key, service: "ssm" },
      400,
      "<InvalidSignatureException>",
    ],
    ["an unknown session", { path: "/v1/data-channel/user-no", key }, 400, "Session is already terminated"],
    ["a path of no channel", { path: "/v1/other-channel/i-0abc", key }, 404, "<UnknownOperationException>"],
    ["a body that is no JSON", { path: control, key, body: "{" }, 400, "<BadRequestException>"],
    ["another method", { path: control, key, method: "PUT" }, 405, "<UnknownOperationException>"],
    ["a body beyond all size", { path: control, key, body: "x".repeat(2_000_000) }, 413, "too large"],
  ];
  test.each(refused)("is not given for %s", async (_, asking, status, text) => {
    start("user-held");
    const answer = await ask(lab, asking);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(text);
  });

  test("is not given where the endpoint's policy does not let it", async () => {
    behind(allowing("ssmmessages:OpenControlChannel"));
    const answer = await ask(lab, { path: control, key });
    expect(answer.status).toBe(403);
    expect(answer.body).toContain("<AccessDeniedException><Message>User: arn:aws:sts::");
    expect(answer.body).toContain(
      "no VPC endpoint policy allows the ssmmessages:CreateControlChannel action",
    );
    behind(allowing("ssmmessages:*"));
    expect((await ask(lab, { path: control, key })).status).toBe(201);
  });

  test("is not given behind the endpoint of another service", async () => {
    behind(undefined, "ssm");
    expect((await ask(lab, { path: control, key })).status).toBe(404);
    expect(await dial(lab, { path: control, key }).closed).toBe("answered 404");
  });
});

describe("a WebSocket", () => {
  const refusals: readonly (readonly [string, { path: string; key?: Credential }, number])[] = [
    ["to another instance's control channel", { path: control, key: other }, 403],
    ["to a control channel without a signature", { path: control }, 400],
    ["to another instance's session", { path: "/v1/data-channel/user-held", key: other }, 403],
    ["of a role that may only create", { path: "/v1/control-channel/i-0half", key: creating }, 403],
    ["to a session that is over", { path: "/v1/data-channel/user-no" }, 400],
    ["to no channel", { path: "/v2/control-channel/i-0abc", key }, 404],
  ];
  test.each(refusals)("%s is answered with an error", async (_, dialling, status) => {
    start("user-held");
    expect(await dial(lab, dialling).closed).toBe(`answered ${status}`);
  });

  test("to a host that is no service of AWS is answered", async () => {
    const options = { headers: { host: "ssmmessages.example.com" } };
    expect(await dial(lab, { path: control, options }).closed).toBe("answered 404");
  });

  test("of another version is answered", async () => {
    const headers = {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "7",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    expect((await ask(lab, { path: control, key, method: "GET", headers })).status).toBe(400);
  });

  test("is asked for by a request that is none", async () => {
    const answer = await ask(lab, { path: control, key, method: "GET" });
    expect(answer).toMatchObject({ status: 426, headers: { upgrade: "websocket" } });
  });

  test("of an agent needs the endpoint's policy to open", async () => {
    behind(allowing("ssmmessages:CreateControlChannel"));
    expect(await dial(lab, { path: control, key }).closed).toBe("answered 403");
  });

  test("of a client needs the endpoint's policy to open", async () => {
    const token = start("user-behind");
    behind(allowing("ssmmessages:CreateDataChannel"));
    const path = "/v1/data-channel/user-behind";
    expect(await dial(lab, { path, token }).closed).toBe("answered 403");
    behind(allowing("ssmmessages:OpenDataChannel"));
    await openClient(lab, "user-behind", token);
  });

  test("of a client needs the permission of whoever started the session", async () => {
    const token = start("user-his", { owner: starter });
    expect(await dial(lab, { path: "/v1/data-channel/user-his", token }).closed).toBe("answered 403");
    const mine = start("user-mine", { owner: joiner });
    await openClient(lab, "user-mine", mine);
  });
});

describe("the first frame", () => {
  const path = "/v1/data-channel/user-first";
  const wrong = "1008 the token is unknown, used, expired, or another channel's";

  test.each([
    ["no JSON", "TokenValue"],
    ["no token", "{}"],
    ["a token that is no text", '{"TokenValue":{}}'],
    ["an unknown token", '{"TokenValue":"AAEAAQ=="}'],
    ["a name of all objects", '{"TokenValue":"__proto__"}'],
  ])("with %s ends the connection", async (_, text) => {
    start("user-first");
    const end = dial(lab, { path });
    await end.opened;
    end.sendRaw(text);
    expect(await end.closed).toBe(wrong);
  });

  test("that is binary ends the connection", async () => {
    const token = start("user-first");
    const end = dial(lab, { path });
    await end.opened;
    end.sendRaw(Buffer.from(JSON.stringify({ TokenValue: token })));
    expect(await end.closed).toBe("1003 the first frame is the token's, and a text");
  });

  test("is good once", async () => {
    const token = start("user-first");
    await openClient(lab, "user-first", token);
    const again = await openClient(lab, "user-first", token);
    expect(await again.closed).toBe(wrong);
  });

  test("is good in time", async () => {
    const slow = await startGateway({ neverConnectedMs: 3_600_000, greetingMs: 3_600_000 }, [key]);
    const token = slow.services.gateway.open({ id: "user-late", target: "i-0abc", region: "us-east-1" });
    const [inTime, late] = [
      dial(slow, { path: "/v1/data-channel/user-late" }),
      dial(slow, { path: "/v1/data-channel/user-late" }),
    ];
    await Promise.all([inTime.opened, late.opened]);
    const again = slow.services.gateway.resume("user-late");
    slow.ahead = 5 * 60_000 - 1000;
    inTime.sendRaw(JSON.stringify({ TokenValue: token }));
    const agent = await openAgent(slow, "user-late", key);
    await checkSession({ client: inTime, agent });
    slow.ahead += 1000;
    late.sendRaw(JSON.stringify({ TokenValue: again }));
    expect(await late.closed).toBe(wrong);
  });

  test("of another session, or of the other end, ends the connection and harms nobody", async () => {
    const token = start("user-first");
    const foreign = start("user-foreign");
    const client = await openClient(lab, "user-first", foreign);
    expect(await client.closed).toBe(wrong);
    const agentToken = await tokenFor(lab, path, key);
    expect(await (await openClient(lab, "user-first", agentToken)).closed).toBe(wrong);
    const asAgent = dial(lab, { path, key, token });
    expect(await asAgent.closed).toBe(wrong);
    await checkSession({
      client: await openClient(lab, "user-first", token),
      agent: await openAgent(lab, "user-first", key),
    });
    await openClient(lab, "user-foreign", foreign);
  });

  test("of an older token among many is worth nothing", async () => {
    const first = start("user-many");
    for (let count = 0; count < 4; count += 1) lab.services.gateway.resume("user-many");
    expect(await (await openClient(lab, "user-many", first)).closed).toBe(wrong);
  });
});

test("a newer control channel of an instance takes the place of the older one", async () => {
  const before = lab.events.length;
  const older = await openControl(lab, "i-0abc", key);
  const newer = await openControl(lab, "i-0abc", key);
  expect(await older.closed).toBe("1000 another connection has taken its place");
  const { gateway } = lab.services;
  gateway.end(start("user-none") && "user-none", "");
  expect(contentOf(await newer.take("channel_closed"))).toMatchObject({ SessionId: "user-none" });
  newer.ws.close();
  await until(() => !gateway.isConnected("i-0abc"));
  const channels = lab.events.slice(before).filter(([kind]) => kind === "onChannel");
  expect(channels).toEqual([
    ["onChannel", "i-0abc", true],
    ["onChannel", "i-0abc", false],
  ]);
});
