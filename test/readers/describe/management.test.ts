// Answers of Systems Manager, and how the metadata service of an instance answers.
import { describe, expect, it } from "vitest";
import { known } from "../../../src/model/known.ts";
import { gapsOf, only, read } from "./answers.ts";

const setting = "/ssm/managed-instance/default-ec2-instance-management-role";
const instance = (more: object) => ({
  Reservations: [{ Instances: [{ InstanceId: "i-1", State: { Name: "running" }, ...more }] }],
});

describe("service settings", () => {
  it.each([setting, `arn:aws:ssm:eu-west-1:123456789012:servicesetting${setting}`])("by %s", (SettingId) => {
    const { network } = read({ ServiceSetting: { SettingId, SettingValue: "$None" } });
    expect(only(network, "serviceSettings")).toMatchObject({ settingId: setting, value: known("$None") });
    expect(gapsOf(network)).not.toHaveProperty("serviceSettings");
  });

  it("of other matters are left out", () => {
    const { network } = read({
      ServiceSetting: { SettingId: "/ssm/parameter-store/default-parameter-tier", SettingValue: "Standard" },
    });
    expect(network.serviceSettings.size).toBe(0);
  });
});

describe("session documents", () => {
  const content = (inputs: object) =>
    JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs });
  const document = (Content: unknown, more: object = {}) => ({
    Name: "SSM-SessionManagerRunShell",
    DocumentType: "Session",
    Content,
    ...more,
  });

  it("say what a session needs; encryption is asked for where it is written", () => {
    const { network } = read(
      document(content({ kmsKeyId: "alias/a", s3BucketName: "b", s3EncryptionEnabled: true })),
    );
    expect(only(network, "sessionDocuments")).toMatchObject({
      documentName: "SSM-SessionManagerRunShell",
      inputs: known({
        kmsKeyId: "alias/a",
        s3BucketName: "b",
        s3EncryptionEnabled: true,
        cloudWatchLogGroupName: "",
        cloudWatchEncryptionEnabled: false,
      }),
    });
  });

  it("that are listed, and whose text nobody asked for, are there and not known", () => {
    const { network } = read({
      DocumentIdentifiers: [{ Name: "SSM-SessionManagerRunShell", DocumentType: "Session" }],
    });
    expect(only(network, "sessionDocuments").inputs).toMatchObject({
      known: false,
      settledBy: "aws ssm get-document --name SSM-SessionManagerRunShell",
    });
    expect(gapsOf(network)).not.toHaveProperty("sessionDocuments");
  });

  it("written in something else than JSON are not known", () => {
    expect(only(read(document("schemaVersion: '1.0'")).network, "sessionDocuments").inputs.known).toBe(false);
  });

  it("are not those of other types", () => {
    expect(read(document(content({}), { DocumentType: "Command" })).network.sessionDocuments.size).toBe(0);
  });

  it("are all there is where the list is empty", () => {
    const { network } = read({ DocumentIdentifiers: [] });
    expect(network.sessionDocuments.size).toBe(0);
    expect(gapsOf(network)).not.toHaveProperty("sessionDocuments");
  });
});

describe("managed instances", () => {
  it("have an agent and a ping status", () => {
    const { network } = read({
      InstanceInformationList: [{ InstanceId: "i-1", PingStatus: "Online", AgentVersion: "3.3.987.0" }],
    });
    expect(only(network, "managedInstances")).toMatchObject({
      id: "i-1",
      pingStatus: known("Online"),
      agentVersion: known("3.3.987.0"),
    });
  });

  it("of which a field is missing name the call", () => {
    const { network } = read({ InstanceInformationList: [{ InstanceId: "i-1" }] });
    expect(only(network, "managedInstances").agentVersion).toMatchObject({ known: false });
  });
});

describe("the metadata service of an instance", () => {
  const metadataOf = (more: object) => only(read(instance(more)).network, "workloads").metadata;

  it("is read as it is", () => {
    const MetadataOptions = { HttpEndpoint: "disabled", HttpTokens: "required", HttpPutResponseHopLimit: 2 };
    expect(metadataOf({ MetadataOptions })).toEqual({
      httpEndpoint: known("disabled"),
      httpTokens: known("required"),
      hopLimit: known(2),
    });
  });

  it("is not known where the answer leaves it out", () => {
    expect(metadataOf({})?.httpEndpoint).toMatchObject({
      known: false,
      settledBy: "aws ec2 describe-instances --instance-ids i-1",
    });
  });

  it("with a word that AWS does not have leaves the instance out", () => {
    expect(read(instance({ MetadataOptions: { HttpEndpoint: "maybe" } })).unused).toMatchObject([
      { reason: 'HttpEndpoint is "maybe"' },
    ]);
  });
});

describe("the image of an instance", () => {
  it("is its name where describe-images tells it, else its id", () => {
    const [named, bare] = [[{ Images: [{ ImageId: "ami-1", Name: "al2023-ami-x" }] }], []].map((more) =>
      only(read(instance({ ImageId: "ami-1" }), ...more).network, "workloads"),
    );
    expect([named?.image, bare?.image]).toEqual(["al2023-ami-x", "ami-1"]);
  });
});
