/** Sessions: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html */
import {
  CreateDocumentCommand,
  DescribeSessionsCommand,
  GetConnectionStatusCommand,
  ResumeSessionCommand,
  StartSessionCommand,
  TerminateSessionCommand,
  UpdateDocumentCommand,
} from "@aws-sdk/client-ssm";
import type { StartSessionCommandInput } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, it } from "vitest";
import { account, endpointArrival, policyOf, statement, user } from "../lab.ts";
import { fromAgent, readPayload, startPlane } from "./plane.ts";
import type { TestPlane } from "./plane.ts";

const target = "i-0123456789abcdef0";
const instance = `arn:aws:ec2:us-east-1:${account}:instance/${target}`;
const alice = user("alice", policyOf(statement("Allow", "ssm:*", "*")));
const bob = user(
  "bob",
  policyOf(
    statement("Allow", "ssm:StartSession", "*", {
      Condition: { StringEquals: { "ssm:resourceTag/Team": "bob" } },
    }),
    statement("Allow", "ssm:TerminateSession", `arn:aws:ssm:*:*:session/bob-*`),
  ),
);
const hostOnly = user("hostonly", policyOf(statement("Allow", "ssm:StartSession", instance)));
let plane: TestPlane;

beforeEach(async () => {
  plane = await startPlane({
    users: [alice, bob, hostOnly],
    tags: { [target]: { Team: "bob" }, "i-0000000000000000a": { Team: "alice" } },
  });
  plane.gateway.connected.add(target);
});

const start = (input: Partial<StartSessionCommandInput> = {}, credential = alice) =>
  plane.ssm(credential).send(new StartSessionCommand({ Target: target, ...input }));
const told = () => readPayload(plane.gateway.sent.at(-1)?.message ?? fromAgent("job", {}));
const history = async (State: "Active" | "History") =>
  (await plane.ssm(alice).send(new DescribeSessionsCommand({ State }))).Sessions ?? [];

describe("StartSession", () => {
  it("names the session for its user, and tells the way to its data channel", async () => {
    const { SessionId = "", TokenValue, StreamUrl } = await start();
    expect(SessionId).toMatch(/^alice-[0-9a-f]{17}$/);
    expect(TokenValue).toBe(`token of ${SessionId}`);
    expect(StreamUrl).toBe(
      `wss://ssmmessages.us-east-1.amazonaws.com/v1/data-channel/${SessionId}?role=publish_subscribe`,
    );
    expect(plane.gateway.opened).toMatchObject([{ id: SessionId, target, region: "us-east-1" }]);
  });

  it("leads a client outside the lab to where it came in", async () => {
    plane.outside = "127.0.0.1:4566";
    const { SessionId, StreamUrl } = await start();
    expect(StreamUrl).toBe(
      `ws://127.0.0.1:4566/v1/data-channel/${SessionId}?role=publish_subscribe&region=us-east-1`,
    );
  });

  it("says to the agent what to run, for whom", async () => {
    const { SessionId } = await start();
    const { outer, content } = told();
    expect(plane.gateway.sent[0]?.message.type).toBe("interactive_shell");
    expect(outer).toMatchObject({ TaskId: SessionId, SchemaVersion: 1 });
    expect(content).toMatchObject({
      DocumentName: "SSM-SessionManagerRunShell",
      SessionId,
      SessionOwner: alice.arn,
      Parameters: {},
      RunAsUser: "",
      DocumentContent: { schemaVersion: "1.0", sessionType: "Standard_Stream", inputs: { kmsKeyId: "" } },
    });
  });

  it("refuses a target without a control channel in AWS's words", async () => {
    plane.gateway.connected.clear();
    await expect(start()).rejects.toMatchObject({
      name: "TargetNotConnected",
      message: `${target} is not connected.`,
    });
    expect(await history("Active")).toEqual([]);
  });

  it("flattens parameters, fills in defaults, and holds them to their patterns", async () => {
    const DocumentName = "AWS-StartPortForwardingSessionToRemoteHost";
    await start({ DocumentName, Parameters: { portNumber: ["5432"], host: ["db.internal"] } });
    expect(told().content).toMatchObject({
      DocumentName,
      Parameters: { portNumber: "5432", host: "db.internal", localPortNumber: "0" },
      DocumentContent: { sessionType: "Port", properties: { host: "{{ host }}" } },
    });
    const refused = [
      { portNumber: ["65536"] },
      { host: ["a;b"] },
      { nothing: ["1"] },
      { portNumber: ["1", "2"] },
    ];
    for (const Parameters of refused)
      await expect(start({ DocumentName, Parameters })).rejects.toMatchObject({ name: "InvalidParameters" });
    await expect(start({ DocumentName: "AWS-StartInteractiveCommand" })).rejects.toMatchObject({
      name: "InvalidParameters",
    });
  });

  it("takes documents of sessions alone", async () => {
    await expect(
      start({ DocumentName: "AWS-RunShellScript", Parameters: { commands: ["id"] } }),
    ).rejects.toMatchObject({ name: "InvalidDocument" });
    await expect(start({ DocumentName: "None" })).rejects.toMatchObject({
      name: "InvalidDocument",
      message: "Document with name None does not exist.",
    });
  });

  it("goes by the latest preferences of the account", async () => {
    const Name = "SSM-SessionManagerRunShell";
    const preferences = (inputs: object) =>
      JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
    const first = preferences({ kmsKeyId: "alias/one" });
    await plane.ssm().send(new CreateDocumentCommand({ Name, Content: first, DocumentType: "Session" }));
    const inputs = {
      kmsKeyId: "alias/two",
      cloudWatchLogGroupName: "/sessions",
      runAsEnabled: true,
      runAsDefaultUser: "ubuntu",
      idleSessionTimeout: "5",
      maxSessionDuration: "60",
    };
    await plane
      .ssm()
      .send(new UpdateDocumentCommand({ Name, Content: preferences(inputs), DocumentVersion: "$LATEST" }));
    await start();
    expect(told().content).toMatchObject({ RunAsUser: "ubuntu", DocumentContent: { inputs } });
    expect(plane.gateway.opened).toMatchObject([{ idleMinutes: 5, longestMinutes: 60 }]);
    expect(await history("Active")).toMatchObject([{ MaxSessionDuration: "60" }]);
    await start({ DocumentName: "AWS-StartInteractiveCommand", Parameters: { command: ["id"] } });
    expect(told().content).toMatchObject({
      DocumentContent: { sessionType: "InteractiveCommands", inputs: { kmsKeyId: "alias/two" } },
    });
  });
});

describe("who may", () => {
  it("start one is asked of the node's tags, and of a document that is named", async () => {
    expect((await start({}, bob)).SessionId).toMatch(/^bob-/);
    plane.gateway.connected.add("i-0000000000000000a");
    await expect(start({ Target: "i-0000000000000000a" }, bob)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        "is not authorized to perform: ssm:StartSession on resource",
      ) as string,
    });
    await start({}, hostOnly);
    await expect(start({ DocumentName: "AWS-StartPortForwardingSession" }, hostOnly)).rejects.toMatchObject({
      name: "AccessDeniedException",
    });
  });

  it("end one is asked of its name", async () => {
    const { SessionId: hers } = await start();
    const { SessionId: his } = await start({}, bob);
    await plane.ssm(bob).send(new TerminateSessionCommand({ SessionId: his }));
    await expect(plane.ssm(bob).send(new TerminateSessionCommand({ SessionId: hers }))).rejects.toMatchObject(
      { name: "AccessDeniedException" },
    );
    expect(plane.gateway.ended).toEqual([his]);
  });

  it("come through an endpoint is asked of its policy", async () => {
    plane.arrival = endpointArrival;
    plane.endpoint = {
      type: "interface",
      policy: {
        kind: "document",
        json: policyOf(statement("Allow", "ssm:UpdateInstanceInformation", "*", { Principal: "*" })),
      },
      service: "ssm",
      region: "us-east-1",
      vpc: "vpc-0abc",
      account,
    };
    await expect(start()).rejects.toMatchObject({
      message: expect.stringContaining("because no VPC endpoint policy allows") as string,
    });
  });
});

describe("the life of a session", () => {
  it("is told while it lasts and after it ended", async () => {
    const { SessionId = "" } = await start({ Reason: "to look" });
    expect(await history("Active")).toMatchObject([
      { SessionId, Status: "Connecting", Target: target, Owner: alice.arn, Reason: "to look" },
    ]);
    plane.events.onSession(SessionId, "connected");
    expect(await history("Active")).toMatchObject([{ Status: "Connected" }]);
    await plane.ssm(alice).send(new TerminateSessionCommand({ SessionId }));
    expect(await history("Active")).toEqual([]);
    expect(await history("History")).toMatchObject([{ SessionId, Status: "Terminated" }]);
    plane.laterMs = 31 * 86_400_000;
    expect(await history("History")).toEqual([]);
  });

  it("is resumed with another token, and without one when it is over", async () => {
    const { SessionId = "" } = await start();
    const resume = () => plane.ssm(alice).send(new ResumeSessionCommand({ SessionId }));
    expect(await resume()).toMatchObject({ SessionId, TokenValue: `another token of ${SessionId}` });
    await plane.ssm(alice).send(new TerminateSessionCommand({ SessionId }));
    expect((await resume()).TokenValue).toBeUndefined();
    await expect(
      plane.ssm(alice).send(new ResumeSessionCommand({ SessionId: "alice-0" })),
    ).rejects.toMatchObject({ name: "DoesNotExistException" });
  });

  it("ends with what the agent said of it, of its own sessions alone", async () => {
    const { SessionId = "" } = await start();
    const complete = (Output: string) =>
      fromAgent("taskComplete", {
        TaskId: SessionId,
        FinalTaskStatus: "Failed",
        Output,
        S3Bucket: "logs",
        S3UrlSuffix: `${SessionId}.log`,
      });
    plane.events.onMessage("i-0000000000000000a", complete("forged"));
    expect(await history("History")).toEqual([]);
    plane.events.onMessage(target, complete("no such user"));
    plane.events.onSession(SessionId, "ended");
    expect(await history("History")).toMatchObject([
      { Status: "Failed", Details: "no such user", OutputUrl: { S3OutputUrl: `s3://logs/${SessionId}.log` } },
    ]);
  });

  it("is found by filters", async () => {
    const { SessionId } = await start();
    await start({}, bob);
    const find = async (key: "Owner" | "Target" | "InvokedAfter", value: string) =>
      (
        await plane
          .ssm(alice)
          .send(new DescribeSessionsCommand({ State: "Active", Filters: [{ key, value }] }))
      ).Sessions?.map((session) => session.SessionId);
    expect(await find("Owner", alice.arn)).toEqual([SessionId]);
    expect(await find("Target", target)).toHaveLength(2);
    expect(await find("InvokedAfter", new Date(Date.now() + 60_000).toISOString())).toEqual([]);
  });
});

it("tells whether a node can be connected to", async () => {
  const status = async (Target: string) =>
    (await plane.ssm(alice).send(new GetConnectionStatusCommand({ Target }))).Status;
  expect([await status(target), await status("i-0000000000000000a")]).toEqual(["connected", "notconnected"]);
});
