/** Parameters: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html */
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
} from "@aws-sdk/client-ssm";
import type { PutParameterCommandInput } from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, it } from "vitest";
import { account, policyOf, statement, user } from "../lab.ts";
import { startPlane } from "./plane.ts";
import type { TestPlane } from "./plane.ts";

const reader = user("reader", policyOf(statement("Allow", "ssm:GetParameter*", "*")));
let plane: TestPlane;
beforeEach(async () => {
  plane = await startPlane({ users: [reader] });
});

const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
  plane.ssm().send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
const get = async (Name: string, WithDecryption = false, credential?: typeof reader) =>
  (await plane.ssm(credential).send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;

describe("versions", () => {
  it("are counted, and found by number", async () => {
    expect(await put("/app/url", "one")).toMatchObject({ Version: 1, Tier: "Standard" });
    await expect(put("/app/url", "two")).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
    await put("/app/url", "two", { Overwrite: true });
    expect(await get("/app/url")).toMatchObject({
      Value: "two",
      Version: 2,
      ARN: `arn:aws:ssm:us-east-1:${account}:parameter/app/url`,
    });
    expect(await get("/app/url:1")).toMatchObject({ Value: "one", Selector: ":1" });
    expect(await get(`arn:aws:ssm:us-east-1:${account}:parameter/app/url`)).toMatchObject({ Value: "two" });
    await expect(get("/app/url:9")).rejects.toMatchObject({ name: "ParameterVersionNotFound" });
  });
});

describe("a SecureString", () => {
  it("is clear for those alone who ask for it", async () => {
    await put("secret", "open sesame", { Type: "SecureString" });
    expect((await get("secret"))?.Value).not.toContain("open");
    expect((await get("secret", true))?.Value).toBe("open sesame");
    expect((await get("secret", true, reader))?.Value).toBe("open sesame");
  });

  it("under a key of one's own needs the permission to decrypt", async () => {
    const { KeyMetadata } = await plane.kms().send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata?.KeyId;
    await put("secret", "open sesame", { Type: "SecureString", KeyId });
    await expect(get("secret", true, reader)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining("kms:Decrypt") as string,
    });
    expect((await get("secret", false, reader))?.Type).toBe("SecureString");
  });
});

describe("many", () => {
  beforeEach(async () => {
    for (const name of ["/app/b", "/app/a", "/app/sub/c", "/other"]) await put(name, name);
  });

  it("are got by name, and those that are not there are named", async () => {
    const { Parameters, InvalidParameters } = await plane
      .ssm()
      .send(new GetParametersCommand({ Names: ["/app/a", "/none"] }));
    expect(Parameters).toMatchObject([{ Name: "/app/a" }]);
    expect(InvalidParameters).toEqual(["/none"]);
  });

  it("are got by path, with or without what is below, page by page", async () => {
    const names = async (Recursive: boolean, more = {}) => {
      const answer = await plane
        .ssm()
        .send(new GetParametersByPathCommand({ Path: "/app", Recursive, ...more }));
      return { names: answer.Parameters?.map(({ Name }) => Name), next: answer.NextToken };
    };
    expect((await names(false)).names).toEqual(["/app/a", "/app/b"]);
    const first = await names(true, { MaxResults: 2 });
    expect(first.names).toEqual(["/app/a", "/app/b"]);
    expect(await names(true, { NextToken: first.next })).toEqual({ names: ["/app/sub/c"], next: undefined });
  });

  it("are deleted", async () => {
    await plane.ssm().send(new DeleteParameterCommand({ Name: "/other" }));
    await expect(plane.ssm().send(new DeleteParameterCommand({ Name: "/other" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
    });
    expect(
      await plane.ssm().send(new DeleteParametersCommand({ Names: ["/app/a", "/other"] })),
    ).toMatchObject({ DeletedParameters: ["/app/a"], InvalidParameters: ["/other"] });
  });
});

describe("what is not taken", () => {
  it.each<[string, string, Partial<PutParameterCommandInput>, string]>([
    ["awsome", "1", {}, "ValidationException"],
    ["/ssm/own", "1", {}, "ValidationException"],
    ["a/b", "1", {}, "ValidationException"],
    ["a b", "1", {}, "ValidationException"],
    ["/a".repeat(16), "1", {}, "HierarchyLevelLimitExceededException"],
    ["large", "x".repeat(4097), {}, "ValidationException"],
    ["shaped", "abc", { AllowedPattern: "\\d+" }, "ParameterPatternMismatchException"],
    ["typed", "1", { Type: "Number" as never }, "UnsupportedParameterType"],
  ])("%s", async (name, value, more, code) => {
    await expect(put(name, value, more)).rejects.toMatchObject({ name: code });
  });

  it("but a large value is in the advanced tier", async () => {
    expect(await put("large", "x".repeat(4097), { Tier: "Intelligent-Tiering" })).toMatchObject({
      Tier: "Advanced",
    });
  });

  it("and public parameters the lab has none of", async () => {
    await expect(
      get("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"),
    ).rejects.toMatchObject({ name: "ParameterNotFound" });
  });
});
