/** What the describe calls answer with nothing asked in particular, in the JSON of the AWS CLI. */
import type { Context } from "./actions/context.ts";
import { actions } from "./actions/index.ts";
import { allLists } from "./actions/prefix-list/find.ts";
import { operations } from "./protocol/shape.ts";
import { toJson } from "./protocol/to-json.ts";

type Input = Readonly<Record<string, unknown>>;

/** Calls that answer for the whole Region. */
const whole = [
  "DescribeVpcs",
  "DescribeSubnets",
  "DescribeAvailabilityZones",
  "DescribeDhcpOptions",
  "DescribeVpcBlockPublicAccessOptions",
  "DescribeVpcBlockPublicAccessExclusions",
  "DescribeVpcEncryptionControls",
  "DescribeNetworkInterfaces",
  "DescribeRouteTables",
  "DescribeInternetGateways",
  "DescribeEgressOnlyInternetGateways",
  "DescribeNatGateways",
  "DescribeVpnGateways",
  "DescribeVpcPeeringConnections",
  "DescribeTransitGateways",
  "DescribeTransitGatewayAttachments",
  "DescribeTransitGatewayVpcAttachments",
  "DescribeTransitGatewayRouteTables",
  "DescribeSecurityGroups",
  "DescribeSecurityGroupVpcAssociations",
  "DescribeNetworkAcls",
  "DescribeManagedPrefixLists",
  "DescribeVpcEndpoints",
  "DescribeVpcEndpointServices",
  "DescribeInstances",
  "DescribeAddresses",
].map((name) => [callOf(name), name] as const);

/** What no request changes is long, and is made once; the object stays the same, so that a reader may know it again. */
const unchanging: ReadonlySet<string> = new Set(["DescribeAvailabilityZones", "DescribeVpcEndpointServices"]);
const made = new WeakMap<Context["tables"], Map<string, Readonly<Record<string, unknown>>>>();

export function describeAnswers(context: Context): ReadonlyMap<string, unknown> {
  const kept = made.get(context.tables) ?? new Map<string, Readonly<Record<string, unknown>>>();
  made.set(context.tables, kept);
  const ask = (name: string, input: Input) => {
    if (!unchanging.has(name)) return answer(name, input, context);
    const ready = kept.get(name) ?? answer(name, input, context);
    kept.set(name, ready);
    return ready;
  };
  return new Map<string, unknown>([
    ...whole.map(([call, name]) => [call, ask(name, {})] as const),
    ["describe-vpc-attribute", vpcAttributes(context, ask)],
    ["describe-instance-attribute", userData(context, ask)],
    ["get-managed-prefix-list-entries", listEntries(context)],
  ]);
}

/** `describe-vpcs` of `DescribeVpcs`. */
function callOf(name: string): string {
  return name.replaceAll(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}

function answer(name: string, input: Input, context: Context): Readonly<Record<string, unknown>> {
  const action = actions.get(name);
  const operation = operations().get(name);
  const output = action?.(input as never, context);
  return operation === undefined || output === undefined ? {} : toJson(operation.output(), output);
}

type Ask = (name: string, input: Input) => Readonly<Record<string, unknown>>;

/** One answer for each VPC and attribute, as the CLI asks for them one by one. */
function vpcAttributes({ tables }: Context, ask: Ask): readonly unknown[] {
  return tables.vpcs
    .rows()
    .flatMap(({ VpcId }) =>
      ["enableDnsSupport", "enableDnsHostnames"].map((Attribute) =>
        ask("DescribeVpcAttribute", { VpcId, Attribute }),
      ),
    );
}

/** The calls above leave user data out. */
function userData({ tables }: Context, ask: Ask): readonly unknown[] {
  return tables.instances
    .rows()
    .filter((row) => row.userData !== undefined)
    .map(({ InstanceId }) => ask("DescribeInstanceAttribute", { InstanceId, Attribute: "userData" }));
}

/** The CLI's answer does not name the list; beside others it has to. */
function listEntries(context: Context): readonly unknown[] {
  return allLists(context).map(({ PrefixListId, entries }) => ({ PrefixListId, Entries: [...entries()] }));
}
