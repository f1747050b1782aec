/** An update that fails half-way: with a program that refuses when told, as a machine short of something would. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { servicesName } from "../../../src/lab/fabric/wire.ts";
import { parseId } from "../../../src/model/entity/entity.ts";
import type { VpcId } from "../../../src/model/entity/entity.ts";
import type { Network } from "../../../src/model/network.ts";
import { obstacleToLab, readState, startHandsOn } from "../../app/lab/hands-on.ts";
import type { HandsOn } from "../../app/lab/hands-on.ts";

const obstacle = obstacleToLab();
const passedOver = obstacle === undefined ? "" : `, passed over: ${obstacle}`;

/**
 * As often as the file of its plan says, a call whose words match goes wrong: it is refused, or it is done and somebody
 * else has the port of web servers in that namespace afterwards.
 */
const failing = (program: string, plan: string) => `#!/bin/sh
if [ -s ${plan} ]; then
  { read -r left; read -r how; read -r words; } < ${plan}
  case "$*" in *$words*)
    if [ "$left" -gt 0 ]; then
      printf '%s\n%s\n%s\n' $((left - 1)) "$how" "$words" > ${plan}
      if [ "$how" = refused ]; then echo "told to refuse" >&2; exit 1; fi
      ${program} "$@" || exit
      ${program} "$1" ${process.execPath} -e '${occupant}' ${plan}.ready < /dev/null > /dev/null 2>&1 &
      until [ -e ${plan}.ready ]; do sleep 0.05; done
      rm ${plan}.ready
      exit 0
    fi;;
  esac
fi
exec ${program} "$@"
`;

const occupant = `require("net").createServer().listen(80, "0.0.0.0", () =>
  require("fs").writeFileSync(process.argv[1], ""))`;

/** The last state of the hands-on beside a VPC that its first does not have: its resolver and its services are to be opened. */
async function next(): Promise<Network> {
  const network = await readState(3);
  const [vpc] = network.vpcs.values();
  if (vpc === undefined) throw new Error("the hands-on has a VPC");
  const other = { ...vpc, id: parseId<VpcId>("Other") };
  return { ...network, vpcs: new Map([...network.vpcs, [other.id, other]]) };
}

/** Of hooks, on a machine that has other work. */
const patienceMs = 60_000;

type Failure = readonly [program: string, how: "refused" | "occupied", words: string];

type NamedFailure = readonly [name: string, failure: Failure];

/** Those that meet what is made from nothing as well. */
const lasting: readonly NamedFailure[] = [
  ["that is refused a device", ["ip", "refused", "-batch"]],
  ["that finds a port occupied", ["nsenter", "occupied", servicesName(parseId("Other"))]],
];
const failures: readonly NamedFailure[] = [
  ...lasting,
  ["that is refused a ruleset", ["nsenter", "refused", "nft"]],
];

const whereIs = (program: string): string =>
  spawnSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).stdout.trim();

describe.skipIf(obstacle !== undefined)(`an update of the fabric${passedOver}`, () => {
  const directory = mkdtempSync(join(tmpdir(), "denat-host-"));
  const path = process.env["PATH"];
  const plan = (program: string) => join(directory, `${program}.plan`);
  const fail = ([program, how, words]: Failure, times: number) =>
    writeFileSync(plan(program), `${times}\n${how}\n${words}\n`);
  let handsOn: HandsOn;

  beforeAll(async () => {
    for (const program of ["ip", "nsenter"]) {
      const shim = join(directory, program);
      writeFileSync(shim, failing(whereIs(program), plan(program)));
      chmodSync(shim, 0o755);
    }
    process.env["PATH"] = `${directory}:${path}`;
    handsOn = await startHandsOn(await readState(1));
    process.env["PATH"] = path;
  }, patienceMs);
  beforeEach(async () => handsOn.become(await readState(1)), patienceMs);
  afterEach(() => {
    for (const program of ["ip", "nsenter"]) rmSync(plan(program), { force: true });
  });
  afterAll(async () => {
    await handsOn.end();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Whoever is to be let through gets time for it. */
  const fares = (seconds = 1) =>
    ["s3", "ssm"].map((service) => {
      const url = `https://${service}.ap-northeast-1.amazonaws.com/`;
      return handsOn.inside(`curl -s -o /dev/null --connect-timeout ${seconds} ${url}`, 30).status;
    });

  it.each(failures)("%s once is made from nothing, and is whole", async (_, failure) => {
    fail(failure, 1);
    await handsOn.become(await next());
    expect(readFileSync(plan(failure[0]), "utf8")).toMatch(/^0\n/);
    expect(fares(10)).toEqual([0, 0]);
    await handsOn.become(await readState(1));
    expect(fares()).toEqual([28, 28]);
  });

  it.each(lasting)("%s twice fails aloud, and the next one begins with nothing", async (_, failure) => {
    fail(failure, 2);
    await expect(next().then(handsOn.become)).rejects.toThrow(/told to refuse|EADDRINUSE/);
    expect(fares()).not.toContain(0);
    await handsOn.become(await next());
    expect(fares(10)).toEqual([0, 0]);
    expect(handsOn.inside("aws s3 ls && echo listed", 30).said).toContain("listed");
  });
});
