/** Networks of every make: those of the examples, as their readers give them, a large one, and small ones by hand. */
import { readFacts } from "../../../src/app/facts.ts";
import { readReading } from "../../../src/app/reading.ts";
import { known, unknown } from "../../../src/model/known.ts";
import type { Network } from "../../../src/model/network.ts";
import { createEstate } from "../../../bench/estate.ts";
import { base, gatewayEndpoint, natGateway, subnet, withEndpoints, withRows } from "../../reach/estate.ts";
import { app, clue, role, withApp, withNeighbour } from "../builders.ts";

async function* nothing(): AsyncGenerator<Uint8Array> {}

const facts = await readFacts();

export async function readExample(...paths: readonly string[]): Promise<Network> {
  const request = { paths, region: "ap-northeast-1", parameters: new Map(), stdin: nothing() };
  return (await readReading(request, facts)).network;
}

const examples = [
  "examples/session-manager/cdk.out",
  "examples/session-manager/terraform",
  "examples/session-manager/describe",
  "test/fixtures/change/habits.yaml",
];

export const regional = withRows(base, {
  natGateways: [natGateway("nat-1", "vpc-1", "subnet-public", "10.0.0.5", { availability: "regional" })],
});

/** Of one subnet the zone is not known, and eni-a is in a subnet that the input does not tell. */
export const lost: Network = withRows(app, {
  subnets: [
    subnet("subnet-b", "vpc-1", "10.0.2.0/24", "c", {
      availabilityZone: unknown("the zone of subnet-b", "aws ec2 describe-subnets"),
      availabilityZoneId: unknown("the zone of subnet-b", "aws ec2 describe-subnets"),
    }),
  ],
  networkInterfaces: [
    {
      ...[...base.networkInterfaces.values()][0]!,
      subnet: unknown("the subnet of eni-a", "aws ec2 describe-network-interfaces"),
    },
  ],
});

export const networks: readonly (readonly [name: string, network: Network])[] = [
  ...(await Promise.all(examples.map(async (path) => [path, await readExample(path)] as const))),
  [
    "three zones",
    await readExample(
      "examples/session-manager/describe/0-nat",
      "examples/flow-logs/network",
      "examples/flow-logs/three-azs",
    ),
  ],
  ["an estate of 300", createEstate(300)],
  ["an estate of 1,500", createEstate(1500)],
  ["one instance", app],
  ["no role", withApp(base)],
  ["a public image", withApp(base, { clues: [clue("image", "nginx:1")] })],
  ["two zones", withNeighbour(app, "i-b", { subnet: "subnet-b", address: "10.0.2.10" })],
  ["endpoints that stand", withEndpoints(app, "ssm", "ssmmessages")],
  [
    "a gateway endpoint",
    withRows(withApp(base, { role: role("r", [], "s3:GetObject") }), {
      vpcEndpoints: [gatewayEndpoint("s3", ["rtb-private"])],
    }),
  ],
  ["a regional NAT gateway", withApp(regional)],
  ["what is not told", lost],
  [
    "no route",
    withRows(app, { routeTables: [{ ...base.routeTables.get("rtb-private" as never)!, routes: known([]) }] }),
  ],
];
