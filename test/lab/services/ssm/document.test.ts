/** Documents: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html */
import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import type { DocumentType } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, it } from "vitest";
import { startPlane } from "./plane.ts";
import type { TestPlane } from "./plane.ts";

let plane: TestPlane;
beforeEach(async () => {
  plane = await startPlane();
});

const Name = "Greeting";
const content = (command: string) =>
  JSON.stringify({
    schemaVersion: "2.2",
    mainSteps: [{ action: "aws:runShellScript", name: "greet", inputs: { runCommand: [command] } }],
  });
const create = (Content = content("echo one"), type: DocumentType = "Command", name = Name) =>
  plane.ssm().send(new CreateDocumentCommand({ Name: name, Content, DocumentType: type }));
const get = (name: string, DocumentVersion?: string) =>
  plane
    .ssm()
    .send(
      new GetDocumentCommand({ Name: name, ...(DocumentVersion === undefined ? {} : { DocumentVersion }) }),
    );

describe("documents of AWS", () => {
  it.each([
    ["AWS-StartPortForwardingSession", "Session", ["localPortNumber", "portNumber"]],
    ["AWS-StartPortForwardingSessionToRemoteHost", "Session", ["host", "localPortNumber", "portNumber"]],
    ["AWS-StartInteractiveCommand", "Session", ["command"]],
    ["AWS-StartNonInteractiveCommand", "Session", ["command"]],
    ["AWS-RunShellScript", "Command", ["commands", "executionTimeout", "workingDirectory"]],
  ])("%s is there", async (name, type, parameters) => {
    const { Content = "", DocumentType } = await get(name);
    expect(DocumentType).toBe(type);
    const { parameters: own } = JSON.parse(Content) as { parameters: object };
    expect(Object.keys(own).sort()).toEqual(parameters);
    const { Document } = await plane.ssm().send(new DescribeDocumentCommand({ Name: name }));
    expect(Document).toMatchObject({ Owner: "Amazon", DocumentType: type });
  });

  it("cannot be changed, nor can their names be taken", async () => {
    await expect(
      plane.ssm().send(new DeleteDocumentCommand({ Name: "AWS-RunShellScript" })),
    ).rejects.toMatchObject({
      name: "InvalidDocumentOperation",
    });
    await expect(create(content("id"), "Command", "AWS-Mine")).rejects.toMatchObject({
      name: "ValidationException",
    });
  });
});

describe("documents of the account", () => {
  it("have versions, of which one is the default", async () => {
    await create();
    await plane
      .ssm()
      .send(new UpdateDocumentCommand({ Name, Content: content("echo two"), DocumentVersion: "$LATEST" }));
    expect((await get(Name)).DocumentVersion).toBe("1");
    expect((await get(Name, "$LATEST")).Content).toBe(content("echo two"));
    await plane.ssm().send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion: "2" }));
    expect((await get(Name)).DocumentVersion).toBe("2");
    await expect(get(Name, "3")).rejects.toMatchObject({ name: "InvalidDocumentVersion" });
    await expect(
      plane.ssm().send(new UpdateDocumentCommand({ Name, Content: content("echo two") })),
    ).rejects.toMatchObject({ name: "DuplicateDocumentContent" });
    await plane.ssm().send(new DeleteDocumentCommand({ Name }));
    await expect(get(Name)).rejects.toMatchObject({ name: "InvalidDocument" });
  });

  it.each<[string, string, DocumentType]>([
    ["no JSON", "{", "Session"],
    ["no object", "[]", "Session"],
    ["another schema", JSON.stringify({ schemaVersion: "2.2", sessionType: "Port" }), "Session"],
    ["no type of session", JSON.stringify({ schemaVersion: "1.0", sessionType: "Shell" }), "Session"],
    ["no inputs", JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream" }), "Session"],
    [
      "an idle time out of range",
      JSON.stringify({
        schemaVersion: "1.0",
        sessionType: "Standard_Stream",
        inputs: { idleSessionTimeout: "61" },
      }),
      "Session",
    ],
    ["no steps", JSON.stringify({ schemaVersion: "2.2" }), "Command"],
    [
      "a broken pattern",
      JSON.stringify({
        schemaVersion: "1.2",
        runtimeConfig: {},
        parameters: { a: { type: "String", allowedPattern: "(" } },
      }),
      "Command",
    ],
  ])("are not taken with %s", async (_, text, type) => {
    await expect(create(text, type)).rejects.toMatchObject({ name: "InvalidDocumentContent" });
  });

  it("are made once", async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ name: "DocumentAlreadyExists" });
  });
});

it("lists by name, owner and type, page by page", async () => {
  await create();
  const list = async (Key: string, ...Values: string[]) =>
    (
      await plane.ssm().send(new ListDocumentsCommand({ Filters: [{ Key, Values }] }))
    ).DocumentIdentifiers?.map((one) => one.Name);
  expect(await list("Owner", "Self")).toEqual([Name]);
  expect(await list("Name", "AWS-StartPort")).toHaveLength(2);
  expect(await list("DocumentType", "Command")).toEqual([Name, "AWS-RunShellScript"]);
  const first = await plane.ssm().send(new ListDocumentsCommand({ MaxResults: 4 }));
  const rest = await plane.ssm().send(new ListDocumentsCommand({ NextToken: first.NextToken }));
  expect([...(first.DocumentIdentifiers ?? []), ...(rest.DocumentIdentifiers ?? [])]).toHaveLength(6);
});
