/**
 * Who stands behind a network interface, as far as its type and AWS's description of it tell.
 *
 * Rows are tried in order. Types are those of
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html (read 2026-11-24); descriptions are
 * written by each service and are no promise, so an unknown one is a sender like any other.
 */
import type { ClientKind } from "../../../model/entity/network-interface.ts";

export interface InterfaceOwner {
  readonly client: ClientKind;
  /** The id that the description names, or the description itself. */
  readonly owner: string;
  /** Whether it only ever answers or forwards, so that nobody asks what it can reach. */
  readonly isSilent: boolean;
}

interface Sign {
  readonly types?: readonly string[];
  /** The first group is the owner's name. */
  readonly description?: RegExp;
  readonly client: ClientKind;
  readonly isSilent: boolean;
}

const signs: readonly Sign[] = [
  { types: ["nat_gateway", "natgateway"], client: "nat-gateway", isSilent: true },
  { description: /^Interface for NAT Gateway (\S+)/, client: "nat-gateway", isSilent: true },
  { types: ["vpc_endpoint", "gateway_load_balancer_endpoint"], client: "endpoint", isSilent: true },
  { description: /^VPC Endpoint Interface (\S+)/, client: "endpoint", isSilent: true },
  {
    types: ["network_load_balancer", "gateway_load_balancer", "load_balancer"],
    client: "load-balancer",
    isSilent: true,
  },
  { description: /^ELB (\S+)/, client: "load-balancer", isSilent: true },
  { types: ["transit_gateway"], client: "unknown", isSilent: true },
  {
    description: /^Network Interface for Transit Gateway Attachment (\S+)/,
    client: "unknown",
    isSilent: true,
  },
  { types: ["ec2_instance_connect_endpoint"], client: "unknown", isSilent: true },
  { types: ["global_accelerator_managed"], client: "unknown", isSilent: true },
  { description: /^RDSNetworkInterface$/, client: "unknown", isSilent: true },
  { description: /^EFS mount target for (\S+)/, client: "unknown", isSilent: true },
  { description: /^ElastiCache\b.*?(\S+)$/, client: "unknown", isSilent: true },
  { types: ["lambda"], client: "lambda", isSilent: false },
  { description: /^AWS Lambda VPC ENI/, client: "lambda", isSilent: false },
];

export function ownerOf(type: string, description: string): InterfaceOwner {
  const sign = signs.find((one) => one.types?.includes(type) ?? one.description?.test(description));
  if (sign === undefined) return { client: "unknown", owner: description, isSilent: false };
  return { client: sign.client, owner: nameIn(description), isSilent: sign.isSilent };
}

/** The function that the interfaces of a Lambda function were first made for. */
export function lambdaNameIn(description: string): string | undefined {
  const [, name] =
    /^AWS Lambda VPC ENI[-:] ?(.+?)(?:-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})?$/.exec(description) ??
    [];
  return name;
}

function nameIn(description: string): string {
  const lambda = lambdaNameIn(description);
  if (lambda !== undefined) return lambda;
  for (const { description: pattern } of signs) {
    const name = pattern?.exec(description)?.[1];
    if (name !== undefined) return name;
  }
  return description;
}
