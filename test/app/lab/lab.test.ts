/** The hands-on with packets: real clients inside the instance, and what is left of a lab afterwards. */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { obstacleToLab, readState, startHandsOn } from "./hands-on.ts";
import type { HandsOn } from "./hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;

/** Of hooks, and in seconds of clients that get through, on a machine that has other work. */
const patienceMs = 60_000;
const patience = 30;

describe.skipIf(obstacle !== undefined)(`the hands-on in a lab${passedOver}`, () => {
  let handsOn: HandsOn;
  beforeAll(async () => {
    handsOn = await startHandsOn(await readState(1));
  }, patienceMs);
  afterAll(() => handsOn.end());

  it("isolated: every name of AWS resolves, and every connection hangs", async () => {
    await handsOn.become(await readState(1));
    const { inside } = handsOn;
    expect(inside("getent hosts s3.ap-northeast-1.amazonaws.com").status).toBe(0);
    expect(inside("curl -s --connect-timeout 1 https://s3.ap-northeast-1.amazonaws.com/").status).toBe(28);
    expect(inside("curl -s --connect-timeout 1 https://ssm.ap-northeast-1.amazonaws.com/").status).toBe(28);
    expect(inside("curl -s --connect-timeout 1 https://example.com/").status).toBe(28);
  });

  it("with interface endpoints: Systems Manager answers on its real name, and S3 hangs", async () => {
    await handsOn.become(await readState(2));
    const { inside } = handsOn;
    expect(inside("getent hosts ssm.ap-northeast-1.amazonaws.com").said).toMatch(/^10\.0\.0\./);
    expect(inside("aws ssm describe-instance-information", patience).status).toBe(0);
    expect(inside("curl -s --connect-timeout 1 https://s3.ap-northeast-1.amazonaws.com/").status).toBe(28);
  });

  it("with the gateway endpoint: `aws s3` works with the role's own keys", async () => {
    await handsOn.become(await readState(3));
    const { inside } = handsOn;
    expect(inside("aws s3 mb s3://hands-on && aws s3 ls", patience)).toMatchObject({
      status: 0,
      said: expect.stringContaining("hands-on"),
    });
    const copied = "echo hello | aws s3 cp - s3://hands-on/a && aws s3 cp s3://hands-on/a -";
    expect(inside(copied, patience).said).toBe("hello\n");
    const { said } = inside("curl -si https://s3.ap-northeast-1.amazonaws.com/ | grep -i x-denat-arrival");
    expect(said).toContain("endpoint S3Endpoint");
  });

  it("has names for buckets with dots in theirs, and no certificate that fits", async () => {
    await handsOn.become(await readState(3));
    const { inside } = handsOn;
    const host = "logs.example.com.s3.ap-northeast-1.amazonaws.com";
    const mismatch = 60;
    expect(inside(`curl -s https://${host}/`)).toMatchObject({ status: mismatch });
    expect(inside(`curl -s http://${host}/`)).toMatchObject({
      status: 0,
      said: expect.stringContaining("<Code>NoSuchBucket</Code>"),
    });
    const byPath = inside("curl -s https://s3.ap-northeast-1.amazonaws.com/logs.example.com/");
    expect(byPath).toMatchObject({ status: 0, said: expect.stringContaining("NoSuchBucket") });
  });

  it("behind a NAT gateway: the internet sees the gateway's address", async () => {
    await handsOn.become(await readState(0));
    const { inside } = handsOn;
    expect(inside("curl -s https://example.com/").said).toContain("on the internet of the lab");
    const { said } = inside("curl -si https://sts.ap-northeast-1.amazonaws.com/ | grep -i x-denat-arrival");
    expect(said).toMatch(/from \d+\.\d+\.\d+\.\d+/);
    expect(said).not.toContain("10.0.");
  });

  it("tells an instance who it is, by tokens alone", () => {
    const { inside } = handsOn;
    const data = "http://169.254.169.254/latest";
    expect(inside(`curl -s -o /dev/null -w '%{http_code}' ${data}/meta-data/`).said).toBe("401");
    const token = `$(curl -s -X PUT -H 'x-aws-ec2-metadata-token-ttl-seconds: 60' ${data}/api/token)`;
    const read = (path: string) =>
      inside(`curl -s -H "x-aws-ec2-metadata-token: ${token}" ${data}/meta-data/${path}`).said;
    expect(read("local-ipv4")).toMatch(/^10\.0\.\d+\.\d+$/);
    expect(read("placement/region")).toBe("ap-northeast-1");
    const keys = JSON.parse(read(`iam/security-credentials/${read("iam/security-credentials/")}`)) as object;
    expect(keys).toMatchObject({ Code: "Success", AccessKeyId: expect.stringMatching(/^ASIA/) });
  });
});

describe.skipIf(obstacle !== undefined)(`what a lab leaves behind${passedOver}`, () => {
  const traces = () => ({
    links: spawnSync("ip", ["-o", "link"], { encoding: "utf8" }).stdout.split("\n").length,
    rules: spawnSync("ip", ["rule"], { encoding: "utf8" }).stdout,
    routes: spawnSync("ip", ["route", "show", "table", "all"], { encoding: "utf8" }).stdout,
    ruleset: spawnSync("nft", ["list", "ruleset"], { encoding: "utf8" }).stdout,
    mounts: readFileSync("/proc/self/mounts", "utf8"),
    named: spawnSync("ip", ["netns", "list"], { encoding: "utf8" }).stdout,
  });

  it("is nothing, also after a kill -9", async () => {
    const before = traces();
    const { lab, end } = await startHandsOn(await readState(3));
    const own = spacesOfLab(lab.pid());
    expect(own.size).toBeGreaterThanOrEqual(3);
    const left = () => processes().filter((pid) => spacesOf(pid).some((space) => own.has(space)));
    expect(left()).not.toEqual([]);
    process.kill(lab.pid(), "SIGKILL");
    await lab.ended;
    await end();
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
    expect(traces()).toEqual(before);
  });

  it("and no packet of it leaves: its namespaces have no device of the machine", async () => {
    const { lab, end } = await startHandsOn(await readState(0));
    const own = ["-t", String(lab.pid()), "-n", "-m"];
    const links = spawnSync("nsenter", [...own, "ip", "-o", "link"], { encoding: "utf8" }).stdout;
    expect(links.trim().split("\n").length).toBe(1);
    expect(links).toContain("lo:");
    await end();
  });
});

const processes = (): readonly string[] => readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));

/** The network, mount and process namespaces of a process; none where it ended meanwhile. */
function spacesOf(pid: string | number): readonly string[] {
  try {
    return ["net", "mnt", "pid"].map((kind) => readlinkSync(`/proc/${pid}/ns/${kind}`));
  } catch {
    return [];
  }
}

/** Those of every process that is in the lab's process namespace. Of no process outside of it. */
function spacesOfLab(labPid: number): ReadonlySet<string> {
  const within = spacesOf(labPid).at(-1);
  const spaces = processes()
    .map(spacesOf)
    .filter((each) => each.at(-1) === within);
  return new Set(spaces.flat());
}
