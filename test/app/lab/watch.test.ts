/** Looking on while the hands-on runs: what is dropped, what passes its interface, and what is left behind afterwards. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readFacts } from "../../../src/app/facts.ts";
import { removeCard, writeCard } from "../../../src/app/lab/directory.ts";
import type { LabCard } from "../../../src/app/lab/directory.ts";
import { runLabPcap } from "../../../src/app/lab/pcap.ts";
import { runLabWatch } from "../../../src/app/lab/watch.ts";
import { findWorkload, workloadsIn } from "../../../src/app/lab/workloads.ts";
import type { Outcome } from "../../../src/app/outcome.ts";
import { readReading } from "../../../src/app/reading.ts";
import { deployNetwork } from "../../../src/lab/deploy/index.ts";
import { enterNetwork } from "../../../src/lab/enclosure/enter.ts";
import { AppError } from "../../../src/model/app-error.ts";
import type { Network } from "../../../src/model/network.ts";
import { resource, spoke, template } from "../../acceptance/estate.ts";
import { insideOf, obstacleToLab, readState, startHandsOn } from "./hands-on.ts";
import type { HandsOn } from "./hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;
const hasCapture = ["tcpdump", "dumpcap"].some(
  (program) => spawnSync(program, ["--version"]).error === undefined,
);
/** In CI nothing is passed over. */
const isCaptureMissing = !hasCapture && process.env["CI"] === undefined;
const lab = "watched";
const nftTables = ["nft", "list", "tables"];
const isolated = await readState(1);

interface Watching {
  readonly lines: string[];
  readonly notes: string[];
  readonly dismiss: () => void;
  readonly outcome: Promise<Outcome>;
}

async function startWatch(workload = "Instance", format: "text" | "json" = "text"): Promise<Watching> {
  const [lines, notes]: [string[], string[]] = [[], []];
  let dismiss = (): void => {};
  const dismissed = new Promise<void>((resolve) => (dismiss = resolve));
  const say = (text: string) => void lines.push(text);
  const note = (text: string) => void notes.push(text);
  const outcome = runLabWatch({ lab, workload, format, say, note, dismissed });
  await expect.poll(() => notes.join(""), { timeout: 10_000 }).toContain(`watching ${workload} `);
  return { lines, notes, dismiss, outcome };
}

describe.skipIf(obstacle !== undefined)(`a lab, looked at${passedOver}`, () => {
  let handsOn: HandsOn;
  let card: LabCard;
  const directory = mkdtempSync(join(tmpdir(), "denat-watch-"));
  const before = process.env["XDG_RUNTIME_DIR"];

  const tables = (): string => {
    const [program = "", ...args] = enterNetwork(
      card.pid,
      card.workloads[0]?.router.namespace ?? "",
      nftTables,
    );
    return spawnSync(program, args, { encoding: "utf8" }).stdout.trim();
  };

  beforeAll(async () => {
    process.env["XDG_RUNTIME_DIR"] = directory;
    handsOn = await startHandsOn(isolated);
    card = {
      name: lab,
      keeper: process.pid,
      pid: handsOn.lab.pid(),
      caPath: handsOn.lab.caPath,
      account: "123456789012",
      accessKeyId: "",
      secretAccessKey: "",
      endpoint: "",
      region: "ap-northeast-1",
      tools: "",
      names: {},
      workloads: workloadsIn(isolated),
    };
  });
  beforeEach(async () => {
    writeCard(card);
    await handsOn.become(isolated);
  });
  afterAll(async () => {
    await handsOn.end();
    rmSync(directory, { recursive: true });
    if (before === undefined) delete process.env["XDG_RUNTIME_DIR"];
    else process.env["XDG_RUNTIME_DIR"] = before;
  });

  it("tells of what meets no route, with the route table, and of nothing that passes", async () => {
    const { lines, dismiss, outcome } = await startWatch();
    handsOn.inside("curl -s --connect-timeout 0.5 https://example.com/");
    await expect
      .poll(() => lines.join(""))
      .toMatch(
        /^\d\d:\d\d:\d\d\.\d{3} {2}tcp {5}10\.0\.\d+\.\d+:\d+ → 93\.184\.215\.14:443 +dropped: no route in VpcPrivateSubnet1RouteTable\n$/,
      );
    dismiss();
    expect(await outcome).toEqual({ status: 0, text: "" });
  });

  it("names the rule that drops, and goes on when the network has become another", async () => {
    const { lines, dismiss, outcome } = await startWatch();
    const gateway = await readState(3);
    await handsOn.become(gateway);
    writeCard({ ...card, workloads: workloadsIn(gateway) });
    const ask = () => {
      handsOn.inside("curl -s --connect-timeout 0.3 http://ssm.ap-northeast-1.amazonaws.com:81/");
      return lines.join("");
    };
    await expect.poll(ask, { timeout: 10_000 }).toContain("dropped by EndpointSecurityGroup ingress default");
    handsOn.inside("curl -s --connect-timeout 0.3 http://10.0.0.200/");
    await expect.poll(() => lines.join("")).toContain(":80  ");
    expect(lines.join("")).toMatch(/ → 10\.0\.0\.200:80 +dropped: nothing in Vpc has this address\n/);
    dismiss();
    await outcome;
  });

  it("traces nothing any more once it has ended, with its user or with the lab", async () => {
    const byUser = await startWatch();
    expect(tables()).toContain("denat_watch");
    byUser.dismiss();
    await byUser.outcome;
    expect(tables()).toBe("table inet lab");

    const byLab = await startWatch();
    removeCard(lab);
    expect(await byLab.outcome).toEqual({ status: 0, text: "" });
    expect(tables()).toBe("table inet lab");
  });

  it.skipIf(isCaptureMissing)("captures what passes the interface into one whole file", async () => {
    const out = join(directory, "instance.pcap");
    let isReady = false;
    const note = () => void (isReady = true);
    let dismiss = (): void => {};
    const dismissed = new Promise<void>((resolve) => (dismiss = resolve));
    const { stdout } = process;
    const request = { lab, workload: "Instance", out, seconds: undefined, note, dismissed, stdout };
    const outcome = runLabPcap(request);
    await expect.poll(() => isReady, { timeout: 10_000 }).toBe(true);
    handsOn.inside("curl -s --connect-timeout 0.3 https://example.com/");
    dismiss();
    const { status, text } = await outcome;
    expect(status).toBe(0);
    expect(text).toMatch(/instance\.pcap: \d+ packets, \d+ bytes\n$/);
    expect(readdirSync(directory)).not.toContain("instance.pcap.part");
    const packets = readPackets(readFileSync(out));
    expect(packets.length).toBeGreaterThan(2);
    expect(packets.some((packet) => packet.includes("example"))).toBe(true);
  });

  it.skipIf(isCaptureMissing)("ends a capture by itself, and writes nothing where it cannot", async () => {
    const dismissed = new Promise<void>(() => {});
    const out = join(directory, "short.pcap");
    const { stdout } = process;
    const request = { lab, workload: "Instance", out, seconds: 1, note: () => {}, dismissed, stdout };
    expect(await runLabPcap(request)).toMatchObject({ status: 0 });
    const nowhere = join(directory, "missing", "a.pcap");
    await expect(runLabPcap({ ...request, out: nowhere })).rejects.toMatchObject({
      code: "OUTPUT_UNWRITABLE",
    });
  });

  it.skipIf(isCaptureMissing)("hands a capture to who reads along, until that one has enough", async () => {
    const stdout = new PassThrough();
    const pieces: Buffer[] = [];
    stdout.on("data", (piece: Buffer) => pieces.push(piece));
    const notes: string[] = [];
    const dismissed = new Promise<void>(() => {});
    const note = (text: string) => void notes.push(text);
    const request = { lab, workload: "Instance", out: "-", seconds: 1, note, dismissed, stdout };
    const outcome = runLabPcap(request);
    await expect.poll(() => notes.length, { timeout: 10_000 }).toBe(1);
    handsOn.inside("curl -s --connect-timeout 0.3 https://example.com/");
    expect(await outcome).toEqual({ status: 0, text: "" });
    expect(readPackets(Buffer.concat(pieces)).length).toBeGreaterThan(2);
    expect(notes[1]).toMatch(/^\d+ packets\n$/);

    const closed = new PassThrough();
    const error = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
    closed.destroy(error);
    expect(await runLabPcap({ ...request, stdout: closed })).toEqual({ status: 0, text: "" });
  });

  describe("where a VPC is peered with another", () => {
    const peering = [
      resource("Peering", "AWS::EC2::VPCPeeringConnection", "VpcId: !Ref Vpc, PeerVpcId: !Ref Spoke"),
      "There: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 10.1.0.0/16, VpcPeeringConnectionId: !Ref Peering } }",
    ];
    const become = async (...parts: readonly string[]) => {
      const network = await readTemplate(template(spoke(), ...parts));
      await handsOn.become(network);
      const workloads = workloadsIn(network);
      writeCard({ ...card, workloads });
      const app = findWorkload({ ...card, workloads }, "App");
      return (command: string) => insideOf(handsOn.lab, app, command);
    };
    const seen = ({ lines }: Watching) => lines.map((line) => JSON.parse(line) as Dropped);

    it("tells of what is dropped in the other one, and why, as objects", async () => {
      const inside = await become(...peering);
      const watching = await startWatch("App", "json");
      expect(watching.notes.join("")).toContain(") in Vpc, Spoke; what is dropped behind a NAT is not seen");
      inside("curl -s --connect-timeout 0.3 http://10.1.0.10:81/");
      inside("curl -s --connect-timeout 0.3 http://10.1.0.77:5432/");
      inside("curl -s --connect-timeout 0.3 http://10.1.0.10:5432/");
      const expected: readonly Dropped[] = [
        { vpc: "Spoke", cause: { kind: "rule", rule: "SpokeGroup ingress default" } },
        { vpc: "Spoke", cause: { kind: "nobody" } },
        { vpc: "Spoke", cause: { kind: "no-route", routeTable: "SpokeTable" } },
      ];
      await expect.poll(() => seen(watching), { timeout: 5000 }).toMatchObject(expected);
      watching.dismiss();
      expect(await watching.outcome).toEqual({ status: 0, text: "" });
    });

    it("looks there as soon as there is a peering", async () => {
      await become();
      const watching = await startWatch("App", "json");
      expect(watching.notes.join("")).toContain(") in Vpc; ");
      const inside = await become(...peering);
      await expect.poll(() => watching.notes.join(""), { timeout: 10_000 }).toContain("in Spoke as well");
      inside("curl -s --connect-timeout 0.3 http://10.1.0.10:81/");
      await expect.poll(() => seen(watching).map(({ vpc }) => vpc)).toContain("Spoke");
      watching.dismiss();
      await watching.outcome;
    });
  });

  it("knows no workload that is not there", async () => {
    const request = {
      lab,
      workload: "Instanse",
      format: "text" as const,
      say: () => {},
      note: () => {},
      dismissed: Promise.resolve(),
    };
    await expect(runLabWatch(request)).rejects.toThrow(AppError);
  });
});

interface Dropped {
  readonly vpc: string;
  readonly cause: object;
}

async function readTemplate(text: string): Promise<Network> {
  const directory = mkdtempSync(join(tmpdir(), "denat-watch-"));
  const path = join(directory, "template.yaml");
  writeFileSync(path, text);
  const stdin = (async function* () {})();
  const facts = await readFacts();
  const { network } = await readReading(
    { paths: [path], region: "us-east-1", parameters: new Map(), stdin },
    facts,
  );
  rmSync(directory, { recursive: true });
  return deployNetwork(network, facts);
}

/** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-03.html: a header of 24 octets, then packets, each after one of 16. */
function readPackets(file: Buffer): readonly string[] {
  expect(file.readUInt32LE(0).toString(16)).toMatch(/^a1b2(c3d4|3c4d)$/);
  const packets: string[] = [];
  for (let at = 24; at < file.length;) {
    const length = file.readUInt32LE(at + 8);
    expect(at + 16 + length).toBeLessThanOrEqual(file.length);
    packets.push(file.toString("latin1", at + 16, at + 16 + length));
    at += 16 + length;
  }
  return packets;
}
