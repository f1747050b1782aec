// Ansible, where it is installed with boto3: its modules ask much before they change anything, and wait until it is so.
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { credentials, serve } from "./serving.ts";

const run = promisify(execFile);
const playbook = join(import.meta.dirname, "ansible", "private-subnet.yml");

/** What it takes beside `ansible-playbook`: the modules run in its own Python. */
function obstacleToAnsible(): string | undefined {
  const version = spawnSync("ansible-playbook", ["--version"], { encoding: "utf8" });
  if (version.status !== 0) return "ansible-playbook is not here";
  const [, python = "python3"] = /python version = .*\((\/[^)]*)\)\s*$/m.exec(version.stdout) ?? [];
  return spawnSync(python, ["-c", "import boto3"]).status === 0 ? undefined : "its Python has no boto3";
}

interface Told {
  readonly stats: { readonly localhost: { readonly ok: number; readonly changed: number } };
}

const obstacle = obstacleToAnsible();

describe.skipIf(obstacle !== undefined)(`Ansible${obstacle === undefined ? "" : `: ${obstacle}`}`, () => {
  it("makes a VPC with NAT gateway and endpoints, and finds nothing to change when it comes again", async () => {
    const AWS_URL = await serve();
    const home = await mkdtemp(join(tmpdir(), "denat-ansible-"));
    onTestFinished(async () => rm(home, { recursive: true, force: true }));
    const env = {
      PATH: process.env["PATH"],
      HOME: home,
      LC_ALL: "C.UTF-8",
      ANSIBLE_STDOUT_CALLBACK: "json",
      AWS_URL,
      AWS_DEFAULT_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    };
    const play = async () => {
      const { stdout } = await run("ansible-playbook", ["-i", "localhost,", playbook], { env });
      const { ok, changed } = (JSON.parse(stdout) as Told).stats.localhost;
      return { ok, changed };
    };
    expect(await play()).toEqual({ ok: 10, changed: 10 });
    expect(await play()).toEqual({ ok: 10, changed: 0 });
  }, 600_000);
});
