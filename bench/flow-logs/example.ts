/**
 * The day of examples/flow-logs: the VPC of the hands-on with its NAT gateway, grown to three instances in three subnets.
 *
 * Made, not captured; `npm run bench -- example` writes it again, and a test compares.
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createRandom } from "../estate/random.ts";
import { handsOn, networkFiles } from "./example-network.ts";
import type { Exchange } from "./flow.ts";
import { generateFlowLogs } from "./generate.ts";
import { createQueryLog } from "./query-log.ts";
import { createRemotes, only } from "./remote.ts";
import type { Crowd, Remote } from "./remote.ts";
import type { Truth } from "./truth.ts";

/** The instances read and write S3; all else that they call are APIs of the Region, above all those of Session Manager. */
const crowds: readonly Crowd[] = [
  { share: 60, has: (range, region) => range.region === region && range.tags.includes("S3") },
  { share: 40, has: (range, region) => range.region === region && only(range, "AMAZON") },
];
const seed = 20_261_102;
const begin = Date.UTC(2026, 10, 2) / 1000;
const windowsOfDay = 288;

/** Without zones, which differ from variant to variant. */
const fields =
  "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status vpc-id subnet-id instance-id pkt-srcaddr pkt-dstaddr region pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path".split(
    " ",
  );

export async function writeExample(root: string): Promise<void> {
  const remotes = createRemotes(createRandom(seed), handsOn.region, 400, crowds);
  const traffic = { scene: handsOn, remotes, seed, tide: 0.8, largest: { store: 21, other: 17 } };
  const log = {
    id: "fl-0b1d5a3f6c27e9840",
    scope: "vpc",
    fields,
    text: "gzip",
    keys: "plain",
    perHour: false,
  } as const;
  const queries = createQueryLog(handsOn, (remote) => `${serviceOf(remote)}.${handsOn.region}.amazonaws.com`);
  const byName = new Map<string, { bytesOut: number; bytesIn: number }>();
  const heard = (exchange: Exchange): void => {
    queries.hear(exchange);
    const sum = byName.get(serviceOf(exchange.remote)) ?? { bytesOut: 0, bytesIn: 0 };
    byName.set(serviceOf(exchange.remote), {
      bytesOut: sum.bytesOut + exchange.bytesOut,
      bytesIn: sum.bytesIn + exchange.bytesIn,
    });
  };
  const order = { records: 90_000, windows: windowsOfDay, begin, logs: [log], heard };
  for (const directory of ["logs", "dns"]) await rm(join(root, directory), { recursive: true, force: true });
  const truth = {
    ...(await generateFlowLogs(join(root, "logs"), traffic, order)),
    byName: [...byName].map(([service, amounts]) => ({ service, ...amounts })),
  };
  await queries.save(join(root, "dns"));
  await writeFile(join(root, "bill.csv"), billOf(truth));
  for (const [path, value] of [...networkFiles(), ["truth.json", truth] as const]) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), `${JSON.stringify(value, undefined, 2)}\n`);
  }
}

/** Which of the services that an instance calls has which address is nobody's business but the resolver's. */
function serviceOf({ address, kind }: Remote): string {
  if (kind.tags.includes("S3")) return "s3";
  return Number(address.split(".")[3]) % 3 === 0 ? "ssmmessages" : "ssm";
}

/** A line for the day in a cost and usage report, as hours and a gateway that is not there would stand beside it. */
function billOf({ nats }: Truth): string {
  const [nat] = nats;
  if (nat === undefined) throw new Error("the example has no NAT gateway");
  const day = ["2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"];
  const arn = (id: string) => `arn:aws:ec2:${handsOn.region}:${handsOn.account}:natgateway/${id}`;
  // The bill counts a little more than the logs, which lose records.
  const gigabytes = ((nat.bytesOut + nat.bytesIn) * 1013) / 1000 / 2 ** 30;
  const line = (usageType: string, amount: string, id: string) =>
    ["Usage", ...day, "AmazonEC2", usageType, "NatGateway", arn(id), amount].join(",");
  return [
    "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/UsageEndDate,lineItem/ProductCode,lineItem/UsageType,lineItem/Operation,lineItem/ResourceId,lineItem/UsageAmount",
    line("APN1-NatGateway-Hours", "24", nat.gateway),
    line("APN1-NatGateway-Bytes", gigabytes.toFixed(10), nat.gateway),
    line("APN1-NatGateway-Bytes", "17.2500000000", "nat-0a3c5e7f9b1d2468a"),
    "",
  ].join("\n");
}
