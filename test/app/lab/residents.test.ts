/** Who lives in the instances of a lab: their agents, the sessions with them, and what a stop or a reboot makes of both. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import {
  DeleteVpcEndpointsCommand,
  DescribeInstancesCommand,
  DescribeVpcEndpointsCommand,
  EC2Client,
  RebootInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { GetConnectionStatusCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { runLabAgent } from "../../../src/app/lab/agent.ts";
import { runLabConnect } from "../../../src/app/lab/connect.ts";
import { mustFindCard } from "../../../src/app/lab/directory.ts";
import { runLabExec } from "../../../src/app/lab/exec.ts";
import { findWorkload } from "../../../src/app/lab/workloads.ts";
import { insideOf, obstacleToLab } from "./hands-on.ts";
import { keys, up } from "./up.ts";
import type { Up } from "./up.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const lab = "residents";
const patienceMs = 60_000;

describe.skipIf(obstacle !== undefined)(
  `the instances of a lab${passedOver}`,
  { timeout: patienceMs },
  () => {
    const directory = mkdtempSync(join(tmpdir(), "denat-residents-"));
    const runtime = process.env["XDG_RUNTIME_DIR"];
    let running: Up;
    let ec2: EC2Client;
    let ssm: SSMClient;
    let instance = "";

    beforeAll(async () => {
      process.env["XDG_RUNTIME_DIR"] = directory;
      running = await up(directory, {
        stack: "SessionManager3Gateway",
        called: lab,
        agent: { kind: "own" },
      });
      const { endpoint } = mustFindCard(lab);
      const terms = { region: "ap-northeast-1", endpoint, credentials: keys, maxAttempts: 1 };
      ec2 = new EC2Client(terms);
      ssm = new SSMClient(terms);
      const { Reservations: [first] = [] } = await ec2.send(new DescribeInstancesCommand({}));
      instance = first?.Instances?.[0]?.InstanceId ?? "";
    }, patienceMs);
    afterAll(async () => {
      ec2.destroy();
      ssm.destroy();
      await running.end();
      if (runtime === undefined) delete process.env["XDG_RUNTIME_DIR"];
      else process.env["XDG_RUNTIME_DIR"] = runtime;
      rmSync(directory, { recursive: true, force: true });
    });
    beforeEach(async () => {
      await fetch(`${mustFindCard(lab).endpoint}/_denat/reset`, { method: "POST" });
      await agent(true);
      await online();
    }, patienceMs);

    const agent = async (restart = false) =>
      runLabAgent({ lab, workload: "Instance", restart, format: "text" });
    const online = () =>
      expect.poll(async () => (await agent()).status, { timeout: 30_000, interval: 100 }).toBe(0);
    const connection = async () =>
      (await ssm.send(new GetConnectionStatusCommand({ Target: instance }))).Status;
    const inside = (command: string) => {
      const card = mustFindCard(lab);
      return insideOf(
        { pid: () => card.pid, caPath: card.caPath },
        findWorkload(card, "Instance"),
        command,
        30,
      );
    };
    const connect = async (...typed: readonly string[]) => {
      const [input, output, error] = [new PassThrough(), new PassThrough(), new PassThrough()];
      const said = text(output);
      for (const line of typed) input.write(`${line}\n`);
      input.end();
      const asked = { lab, workload: "Instance", document: undefined, parameters: {} };
      const { status } = await runLabConnect({ ...asked, screen: { input, output, error } });
      output.end();
      return { status, said: (await said).replaceAll("\r", "") };
    };

    it("have an agent that comes online through the endpoints, and a shell by Session Manager", async () => {
      expect((await agent()).text).toMatch(/^Instance: online, 0 sessions, 0 commands\n.*Control channel/s);
      const { status, said } = await connect("hostname", "echo $((20 + 22))", "exit");
      expect(status).toBe(0);
      expect(said).toMatch(/^(\$ |# )?ip-10-0-\d+-\d+$/m);
      expect(said).toMatch(/^(\$ |# )?42$/m);
      expect(said).toContain("Exiting session with sessionId");
    });

    it("share their files with a session, whose user is nobody of this machine", async () => {
      inside("echo from exec > /var/log/word && chmod 644 /var/log/word");
      const { said } = await connect("cat /var/log/word", "exit");
      expect(said).toMatch(/^(\$ |# )?from exec$/m);
    });

    it("refuse a session when their agent has no way to the endpoints, and say how it fares", async () => {
      const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
      const messages = VpcEndpoints.filter(({ ServiceName = "" }) => ServiceName.endsWith(".ssmmessages"));
      const ids = messages.map(({ VpcEndpointId = "" }) => VpcEndpointId);
      expect(ids).toHaveLength(1);
      await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
      await agent(true);
      expect((await agent()).status).toBe(1);
      // Until a ping of the service is not answered, it takes the old channel for open.
      await expect.poll(connection, { timeout: 20_000 }).toBe("notconnected");
      await expect(connect("exit")).rejects.toThrow(
        `no session with Instance: TargetNotConnected: ${instance} is not connected.`,
      );
    });

    it("lose their processes and not their files of the machine when they stop, and begin anew", async () => {
      inside("touch /root/before; sleep 1000 > /dev/null 2>&1 &");
      expect(inside("ls /root; pgrep -c sleep").said).toMatch(/^before\n/);
      await ec2.send(new StopInstancesCommand({ InstanceIds: [instance] }));
      await expect(runLabExec({ lab, workload: "Instance", command: ["true"] })).rejects.toThrow(
        "Instance is stopped",
      );
      await expect.poll(connection, { timeout: 20_000 }).toBe("notconnected");
      await expect(connect("exit")).rejects.toThrow("TargetNotConnected");
      await ec2.send(new StartInstancesCommand({ InstanceIds: [instance] }));
      await online();
      expect(inside("ls -A /root; pgrep -f '^sleep 1000'").said).toBe("");
    });

    it("end all that runs in them when they are rebooted", async () => {
      inside("sleep 1000 > /dev/null 2>&1 &");
      await ec2.send(new RebootInstancesCommand({ InstanceIds: [instance] }));
      await expect.poll(() => inside("pgrep -f '^sleep 1000'").said, { timeout: 20_000 }).toBe("");
      await online();
    });
  },
);

describe.skipIf(obstacle !== undefined)(
  `a program in the agent's place${passedOver}`,
  { timeout: patienceMs },
  () => {
    const directory = mkdtempSync(join(tmpdir(), "denat-software-"));
    const runtime = process.env["XDG_RUNTIME_DIR"];
    const program = join(directory, "amazon-ssm-agent");
    const called = "software";
    let running: Up | undefined;
    beforeAll(() => {
      process.env["XDG_RUNTIME_DIR"] = directory;
    });
    afterAll(async () => {
      await running?.end();
      if (runtime === undefined) delete process.env["XDG_RUNTIME_DIR"];
      else process.env["XDG_RUNTIME_DIR"] = runtime;
      rmSync(directory, { recursive: true, force: true });
    });

    it("runs in each instance, with an empty environment and a serial port", async () => {
      const script =
        "#!/bin/sh\nenv > /root/said; hostname >> /root/said; ls /dev/ttyS0 >> /root/said\nexec sleep 1000\n";
      writeFileSync(program, script, { mode: 0o755 });
      running = await up(directory, { called, agent: { kind: "real", path: program } });
      const card = mustFindCard(called);
      const inside = () =>
        insideOf(
          { pid: () => card.pid, caPath: card.caPath },
          findWorkload(card, "Instance"),
          "cat /root/said",
        ).said;
      await expect.poll(inside, { timeout: 20_000 }).toMatch(/^ip-10-/m);
      const lines = inside().split("\n");
      const variables = lines.flatMap((line) => /^([A-Z]+)=/.exec(line)?.[1] ?? []);
      expect(variables.filter((each) => each !== "PWD" && each !== "OLDPWD").toSorted()).toEqual([
        "HOME",
        "LANG",
        "PATH",
      ]);
      if (process.getuid?.() === 0) expect(lines).toContain("/dev/ttyS0");
      expect(
        (await runLabAgent({ lab: called, workload: "Instance", restart: false, format: "text" })).status,
      ).toBe(2);
    });

    it("must be one that can be run", async () => {
      await expect(
        up(directory, { called: "none", agent: { kind: "real", path: join(directory, "nothing") } }),
      ).rejects.toThrow("is no program that can be run");
    });
  },
);
