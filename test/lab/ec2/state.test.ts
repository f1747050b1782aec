import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openStateDirectory } from "../../../src/lab/ec2/index.ts";
import type { Ec2 } from "../../../src/lab/ec2/index.ts";
import { AppError } from "../../../src/model/app-error.ts";
import { newEc2, owner } from "./lab.ts";

async function ask(ec2: Ec2, query: string, region = "us-east-1"): Promise<string> {
  const body = `Version=2016-11-15&Action=${query}`;
  const answer = await ec2.handle({ method: "POST", url: "/", headers: {}, body, credential: owner, region });
  return answer.body.replace(/<requestId>.*?<\/requestId>/, "");
}

async function busy(): Promise<Ec2> {
  const ec2 = newEc2();
  await ask(ec2, "CreateVpc&CidrBlock=10.0.0.0/16&AmazonProvidedIpv6CidrBlock=true");
  await ask(ec2, "RunInstances&ImageId=ami-01234567&MinCount=1&MaxCount=1&UserData=aGk=&ClientToken=t");
  await ask(
    ec2,
    "CreateVpcEndpoint&ServiceName=com.amazonaws.us-east-1.s3&VpcId=" +
      /vpc-0[0-9a-f]+/.exec(await ask(ec2, "DescribeVpcs"))?.[0],
  );
  await ask(ec2, "DescribeVpcs", "ap-northeast-1");
  return ec2;
}

const questions = [
  "DescribeVpcs",
  "DescribeInstances",
  "DescribeVpcEndpoints",
  "DescribeRouteTables",
  "DescribeNetworkInterfaces",
  "DescribeSecurityGroupRules",
];
const told = async (ec2: Ec2) =>
  Promise.all(questions.flatMap((question) => [ask(ec2, question), ask(ec2, question, "ap-northeast-1")]));

const refusal = (work: () => void) => {
  try {
    work();
    return "taken";
  } catch (error) {
    return error instanceof AppError ? error.message : error;
  }
};

describe("the state", () => {
  it("as text makes the same account again", async () => {
    const ec2 = await busy();
    const next = newEc2();
    next.fromState(ec2.toState());
    expect(await told(next)).toEqual(await told(ec2));
    expect(next.toState()).toBe(ec2.toState());
  });

  it("remembers client tokens", async () => {
    const ec2 = await busy();
    const next = newEc2();
    next.fromState(ec2.toState());
    await ask(next, "RunInstances&ImageId=ami-01234567&MinCount=1&MaxCount=1&UserData=aGk=&ClientToken=t");
    expect((await ask(next, "DescribeInstances")).match(/<instanceId>/g)).toHaveLength(
      (await ask(ec2, "DescribeInstances")).match(/<instanceId>/g)?.length ?? 0,
    );
  });

  it("tells what has changed since", async () => {
    const ec2 = await busy();
    const before = ec2.toState();
    await ask(ec2, "CreateVpc&CidrBlock=10.7.0.0/16");
    expect(ec2.toState()).not.toBe(before);
    expect(ec2.toState()).toContain("10.7.0.0/16");
  });

  it.each<[string, (text: string) => string, string]>([
    ["torn", (text) => text.slice(0, -100), "it is torn or was changed"],
    ["torn at a line", (text) => text.slice(0, text.indexOf("\n") + 1), "it is torn or was changed"],
    ["changed", (text) => text.replace("10.0.0.0/16", "10.9.0.0/16"), "it is torn or was changed"],
    ["grown", (text) => `${text}more`, "it is torn or was changed"],
    ["empty", () => "", "it is no state of the lab's EC2 API"],
    ["foreign", () => '{"vpcs":[]}', "it is no state of the lab's EC2 API"],
    [
      "of another version",
      (text) => text.replace("denat-ec2-state/1", "denat-ec2-state/9"),
      "it is of another version (denat-ec2-state/9)",
    ],
  ])("that is %s is not taken, and nothing of it is used", async (_, change, why) => {
    const ec2 = await busy();
    const next = newEc2();
    const before = next.toState();
    expect(refusal(() => next.fromState(change(ec2.toState())))).toBe(
      `the saved state cannot be used: ${why}`,
    );
    expect(next.toState()).toBe(before);
  });

  it("of another account is not taken", async () => {
    const other = newEc2({ account: "999999999999" });
    const text = (await busy()).toState();
    expect(refusal(() => other.fromState(text))).toContain("it is of account 123456789012");
  });
});

describe("a state directory", () => {
  const made: string[] = [];
  const newDirectory = async () => {
    const directory = await mkdtemp(join(tmpdir(), "denat-ec2-"));
    made.push(directory);
    return directory;
  };
  afterAll(async () => {
    for (const directory of made) await rm(directory, { recursive: true, force: true });
  });

  it("is empty, then holds what was last saved, and nothing else", async () => {
    const path = join(await newDirectory(), "deep", "er");
    const directory = await openStateDirectory(path);
    expect(await directory.read()).toBeUndefined();
    await directory.save(() => "one");
    await directory.save(() => "two");
    expect([await (await openStateDirectory(path)).read(), await readdir(path)]).toEqual([
      "two",
      ["ec2.state"],
    ]);
  });

  it("makes one write of those that come while one is under way, with the newest text", async () => {
    const directory = await openStateDirectory(await newDirectory());
    let writes = 0;
    let text = "0";
    const save = () =>
      directory.save(() => {
        writes += 1;
        return text;
      });
    const saves = [1, 2, 3, 4].map((n) => {
      text = String(n);
      return save();
    });
    await Promise.all(saves);
    expect([writes, await directory.read()]).toEqual([2, "4"]);
  });

  it("that cannot be made is told of", async () => {
    const file = join(await newDirectory(), "file");
    await writeFile(file, "x");
    await expect(openStateDirectory(join(file, "state"))).rejects.toMatchObject({
      code: "LAB_STATE_FAILED",
      source: "tool",
    });
  });

  it("that goes away fails the save that needed it, and takes the next one", async () => {
    const path = join(await newDirectory(), "gone");
    const directory = await openStateDirectory(path);
    await rm(path, { recursive: true });
    await expect(directory.save(() => "x")).rejects.toMatchObject({ code: "LAB_STATE_FAILED" });
    await (await openStateDirectory(path)).save(() => "y");
    await directory.save(() => "z");
    expect(await directory.read()).toBe("z");
  });
});
