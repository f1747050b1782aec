/** Ways are walked once and shared: whoever asks in between, every question gets the answer it would get alone. */
import { describe, expect, it } from "vitest";
import { parseId } from "../../src/model/entity/entity.ts";
import { known } from "../../src/model/known.ts";
import { createWorld, walk } from "../../src/reach/index.ts";
import type { Requests, World } from "../../src/reach/index.ts";
import { facts } from "./ask.ts";
import {
  base,
  gatewayEndpoint,
  group,
  interfaceEndpoint,
  prefixList,
  region,
  table,
  withRows,
} from "./estate.ts";

const policy = (Effect: "Allow" | "Deny", Action: string) =>
  known({
    kind: "document" as const,
    json: { Statement: [{ Effect, Principal: "*", Action, Resource: "*" }] },
  });
const planned = { networkInterfaces: known([]) };

/** Four endpoints alike but for what stands behind them, and a gateway endpoint that lets clients read. */
const network = withRows(base, {
  prefixLists: [prefixList("pl-s3", `com.amazonaws.${region}.s3`, ["52.219.0.0/20"])],
  routeTables: [
    table("rtb-private", "vpc-1", ["10.0.0.0/16 local", "0.0.0.0/0 nat-1", "pl-s3 vpce-s3"], {
      subnets: ["subnet-a", "subnet-b"],
    }),
  ],
  securityGroups: [group("sg-endpoint", "vpc-1", { ingress: ["tcp 443 10.0.0.0/16"] })],
  vpcEndpoints: [
    interfaceEndpoint("ssm", planned),
    interfaceEndpoint("kms", { ...planned, policy: policy("Deny", "*") }),
    interfaceEndpoint("sqs", { ...planned, policy: policy("Allow", "sqs:SendMessage") }),
    interfaceEndpoint("logs", { ...planned, state: known("pending") }),
    gatewayEndpoint("s3", ["rtb-private"], { policy: policy("Allow", "s3:GetObject") }),
  ],
});

const asking = (...actions: readonly string[]): Requests => ({ actions, resources: ["*"] });
const questions: readonly (readonly [service: string, requests: Requests | undefined, port: number])[] = [
  ["s3", asking("s3:GetObject"), 443],
  ["s3", asking("s3:PutObject"), 443],
  ["ssm", undefined, 443],
  ["kms", undefined, 443],
  ["sqs", asking("sqs:SendMessage"), 443],
  ["sqs", asking("sqs:DeleteQueue"), 443],
  ["logs", undefined, 443],
  ["ssm", undefined, 80],
  ["sts", undefined, 443],
  ["ecr.api", undefined, 443],
  ["sts", undefined, 80],
];

function answers(worldFor: () => World): readonly unknown[] {
  return questions.map(([service, requests, port]) => {
    const { verdict, via, details } = walk(worldFor(), {
      source: { kind: "interface", id: parseId("eni-a") },
      destination: { kind: "service", service },
      protocol: 6,
      port,
      sourcePort: undefined,
      strict: false,
      requests,
    });
    return [service, port, verdict, via, details().codes, details().unknowns];
  });
}

describe("ways that many share", () => {
  it("give each question its own answer", () => {
    const shared = createWorld(network, facts);
    const together = answers(() => shared);
    expect(together).toEqual(answers(() => createWorld(network, facts)));
    expect(together.map((answer) => (answer as readonly unknown[])[2])).toEqual([
      "reachable",
      "blocked",
      "reachable",
      "blocked",
      "reachable",
      "blocked",
      "reachable",
      "blocked",
      "reachable",
      "reachable",
      "reachable",
    ]);
  });
});
