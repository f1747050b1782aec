import { describe, expect, it } from "vitest";
import { doubtful, plain, read, row, told } from "./read.ts";

const place =
  "  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }\n  Subnet: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24 } }\n";

function metadataOf(properties: string, more = "") {
  const text = `${place}  App: { Type: AWS::EC2::Instance, Properties: { ImageId: ami-1, SubnetId: !Ref Subnet${properties} } }\n${more}`;
  const { metadata } = row(read(text, { head: doubtful }), "workloads", "App");
  if (metadata === undefined) throw new Error("an instance has metadata options");
  return [plain(metadata.httpEndpoint), plain(metadata.httpTokens), plain(metadata.hopLimit)];
}

describe("the metadata service of an instance", () => {
  it("is on where nothing is said, and takes requests with and without a token", () => {
    expect(metadataOf("")).toEqual(["enabled", "optional", 1]);
  });

  it("is as the instance says, else as its launch template does", () => {
    const launch =
      "  Launch: { Type: AWS::EC2::LaunchTemplate, Properties: { LaunchTemplateData: { MetadataOptions: { HttpEndpoint: disabled, HttpPutResponseHopLimit: 2 } } } }\n";
    const named = ', LaunchTemplate: { LaunchTemplateId: !Ref Launch, Version: "1" }';
    expect(metadataOf(named, launch)).toEqual(["disabled", "optional", 2]);
    expect(
      metadataOf(`${named}, MetadataOptions: { HttpEndpoint: enabled, HttpTokens: required }`, launch),
    ).toEqual(["enabled", "required", 2]);
  });

  it("is not known where a template outside may say it, or a parameter does", () => {
    expect(metadataOf(', LaunchTemplate: { LaunchTemplateId: lt-1, Version: "1" }')[0]).toMatch(
      /launch template lt-1/,
    );
    expect(metadataOf(", MetadataOptions: { HttpEndpoint: !Ref Stage }")[0]).toMatch(/Stage/);
    expect(metadataOf(", MetadataOptions: { HttpEndpoint: perhaps }")[0]).toMatch(
      /none of enabled, disabled/,
    );
  });
});

describe("session documents", () => {
  const inputsOf = (properties: string) => {
    const text = `  Preferences: { Type: AWS::SSM::Document, Properties: { DocumentType: Session, Name: SSM-SessionManagerRunShell, ${properties} } }\n`;
    return told(
      row(read(text, { head: doubtful }), "sessionDocuments", "Preferences").inputs,
      (inputs) => inputs,
    );
  };

  it("name what a session needs", () => {
    expect(
      inputsOf(
        "Content: { inputs: { kmsKeyId: alias/a, cloudWatchLogGroupName: g, cloudWatchEncryptionEnabled: true } }",
      ),
    ).toEqual({
      kmsKeyId: "alias/a",
      cloudWatchLogGroupName: "g",
      cloudWatchEncryptionEnabled: true,
      s3BucketName: "",
      s3EncryptionEnabled: false,
    });
  });

  it("may be one text of JSON", () => {
    expect(inputsOf(`Content: '{ "inputs": { "s3BucketName": "b" } }'`)).toMatchObject({
      s3BucketName: "b",
      kmsKeyId: "",
    });
    expect(inputsOf(`Content: '{ "inputs": { "s3BucketName": 7 } }'`)).toMatch(/inputs of the document/);
    expect(inputsOf("Content: '{'")).toMatch(/no JSON/);
  });

  it("name what the template makes, which has no name yet", () => {
    expect(inputsOf("Content: { inputs: { kmsKeyId: !Ref Stage } }")).toMatchObject({ kmsKeyId: "${Stage}" });
  });

  it("may ask for nothing", () => {
    expect(inputsOf("Content: { schemaVersion: '1.0' }")).toMatchObject({
      kmsKeyId: "",
      s3BucketName: "",
      cloudWatchLogGroupName: "",
    });
  });

  it("are not documents of another type", () => {
    const text =
      "  Run: { Type: AWS::SSM::Document, Properties: { DocumentType: Command, Content: { schemaVersion: '2.2' } } }\n";
    expect(read(text).network.sessionDocuments.size).toBe(0);
  });
});
