/**
 * The pseudo parameters.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html, read 2026-11-24.
 * Those that depend on the deployment can be given as parameters: `--parameter AWS::StackName=NAME`.
 */
import type { Facts } from "../../../../facts/index.ts";
import { unknownRegion } from "../../../../model/network.ts";
import { unresolved } from "../../intrinsic/context.ts";
import { unknownAccount } from "../../../resource/property/value.ts";
import type { Content, Stack, Unresolved } from "../../../resource/property/value.ts";

export interface Deployment {
  readonly stack: Stack;
  /** The name it is deployed under; undefined when the input does not tell. */
  readonly stackName: string | undefined;
  readonly given: ReadonlyMap<string, string>;
  readonly facts: Pick<Facts, "regionNamed">;
}

type Pseudo = (deployment: Deployment) => Content | undefined;

const byRegion =
  (toText: (region: ReturnType<Facts["regionNamed"]>) => string, noun: string, symbol: string): Pseudo =>
  ({ stack, facts }) =>
    stack.region === unknownRegion
      ? unresolved(noun, "--region REGION", { symbol, commaFree: true })
      : toText(facts.regionNamed(stack.region));

/** Undefined stands for `AWS::NoValue`. */
const pseudos: Readonly<Record<string, Pseudo>> = {
  "AWS::NoValue": () => undefined,
  "AWS::Region": byRegion(({ name }) => name, "the Region", "AWS::Region"),
  "AWS::Partition": byRegion(({ partition }) => partition.name, "the partition", "AWS::Partition"),
  "AWS::URLSuffix": byRegion(
    ({ partition }) => partition.dnsSuffix,
    "the DNS suffix of the partition",
    "AWS::URLSuffix",
  ),
  "AWS::AccountId": ({ stack }) =>
    stack.account === unknownAccount
      ? missing("AWS::AccountId", "the account", "aws sts get-caller-identity")
      : stack.account,
  "AWS::StackName": ({ stack, stackName }) =>
    stackName ??
    missing("AWS::StackName", `the name of stack ${stack.name}`, "aws cloudformation list-stacks", stack),
  "AWS::StackId": ({ stack }) =>
    missing("AWS::StackId", `the id of stack ${stack.name}`, "aws cloudformation list-stacks", stack),
  "AWS::NotificationARNs": ({ stack }) =>
    missing(
      "AWS::NotificationARNs",
      `the notification ARNs of stack ${stack.name}`,
      "aws cloudformation describe-stacks",
      stack,
    ),
};

function missing(name: string, fact: string, command: string, stack?: Stack): Unresolved {
  const symbol = stack === undefined ? name : `${name} of ${stack.name}`;
  return unresolved(fact, `${command}, then --parameter ${name}=VALUE`, {
    symbol,
    ...(name === "AWS::NotificationARNs" ? {} : { commaFree: true }),
  });
}

export function isPseudo(name: string): boolean {
  return Object.hasOwn(pseudos, name);
}

export function pseudoParameter(name: string, deployment: Deployment): Content | undefined {
  const given = deployment.given.get(name);
  if (given !== undefined && name !== "AWS::NoValue") return given;
  return pseudos[name]?.(deployment);
}
