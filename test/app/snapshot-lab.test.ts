// A snapshot of the lab's own API is the network that the lab was built from: what the API answers over a socket, in XML and
// through the SDK, against what the lab itself says it holds.
import { expect, it } from "vitest";
import { readLive } from "../../src/app/aws/live.ts";
import { emptyNetwork, tableNames } from "../../src/model/network.ts";
import type { Network } from "../../src/model/network.ts";
import { readDescribe } from "../../src/readers/describe/index.ts";
import { newEc2, owner } from "../lab/ec2/lab.ts";
import { adopt, fabricOf, readInput } from "./lab/adopted/adopt.ts";
import { query, startAws } from "./aws/fake-aws.ts";

const region = "ap-northeast-1";
const ec2 = newEc2();

function ask(parameters: URLSearchParams, where = region) {
  const body = parameters.toString();
  return ec2.handle({ method: "POST", url: "/", headers: {}, body, credential: owner, region: where });
}

/** What the lab answers must have been answered as it is held: every table that both sides tell whole. */
it("a snapshot of the lab gives the network that the lab holds", async () => {
  await startAws((asked) => {
    if (asked.service === "ec2") return ask(asked.params, asked.region);
    return asked.service === "sts"
      ? { body: query(asked.operation, `<Account>${owner.account}</Account>`) }
      : undefined;
  });
  await ask(new URLSearchParams({ Action: "CreateVpc", Version: "2016-11-15", CidrBlock: "10.7.0.0/16" }));
  const live = await readLive({ profile: undefined, regions: [region], roles: [], progress: () => {} });
  const seen = networkOf(live.files.map(({ path, value }) => ({ path, value })));
  const held = networkOf(
    [...ec2.answers(region)].map(([call, value]) => ({
      path: `${owner.account}/${region}/${call}.json`,
      value,
    })),
  );
  const whole = tableNames.filter((table) =>
    [seen, held].every((network) => !gapsOf(network).includes(table)),
  );
  expect(whole).toEqual(expect.arrayContaining(["vpcs", "subnets", "routeTables", "dhcpOptions"]));
  expect(seen.vpcs.size).toBe(2);
  for (const table of whole) expect(withoutOrigins(seen[table]), table).toEqual(withoutOrigins(held[table]));
});

/** Roles, zones and functions aside: the lab has no calls for them. */
it("a snapshot of a lab of an input gives the fabric that the lab was built from", async () => {
  const input = await readInput("examples/session-manager/cdk.out/SessionManager3Gateway.template.json");
  const lab = await adopt(input);
  await startAws(({ service, operation, params }) => {
    if (service === "sts") return { body: query(operation, `<Account>${owner.account}</Account>`) };
    if (service !== "ec2") return undefined;
    const asked = { method: "POST", url: "/", headers: {}, credential: owner, region };
    return lab.ec2.handle({ ...asked, body: params.toString() });
  });
  const live = await readLive({ profile: undefined, regions: [region], roles: [], progress: () => {} });
  const seen = networkOf(live.files);
  expect(fabricOf(seen)).toEqual(fabricOf(lab.network));
  expect(fabricOf(seen)).not.toEqual(fabricOf(emptyNetwork));
  expect([...seen.workloads.values()].map(({ kind, aliases }) => [kind, aliases])).toEqual([
    ["instance", ["session-manager"]],
  ]);
});

it("services that the EC2 API of the lab is none of are left out, and not read as empty", async () => {
  await startAws((asked) => {
    if (asked.service === "sts")
      return { body: query(asked.operation, `<Account>${owner.account}</Account>`) };
    return ask(asked.params);
  });
  const { refused } = await readLive({
    profile: undefined,
    regions: [region],
    roles: [],
    progress: () => {},
  });
  const services = new Set(refused.map(({ action }) => action.split(":")[0]));
  for (const service of ["lambda", "ecs", "eks", "iam", "route53", "route53resolver"])
    expect(services).toContain(service);
});

function networkOf(files: readonly { readonly path: string; readonly value: unknown }[]): Network {
  const texts = files.map((file) => ({ ...file, text: JSON.stringify(file.value) }));
  return readDescribe(texts, { region: undefined }).network;
}

function gapsOf({ gaps }: Network): readonly string[] {
  return [...gaps.values()].flatMap((one) => [...one.keys()]);
}

/** Rows say from which file they came, which is not what is compared. */
function withoutOrigins(value: unknown): unknown {
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withoutOrigins(item)]));
  if (Array.isArray(value)) return value.map(withoutOrigins);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => (key === "origin" ? [] : [[key, withoutOrigins(item)]])),
  );
}
