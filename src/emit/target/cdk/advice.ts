/**
 * `natGateways: 0`, which is the better end of the change where the VPC is CDK's own `ec2.Vpc`. The groups of subnets must be told with
 * it: those that CDK takes by default hang on the number of NAT gateways, and others would replace every subnet.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ec2.VpcProps.html (read 2026-11-29)
 */
import type { VpcId } from "../../../model/entity/entity.ts";
import { valueOr } from "../../../model/known.ts";
import type { Network } from "../../../model/network.ts";
import type { InputResource } from "../../../model/source.ts";
import type { Phase } from "../../change/action.ts";
import { block, code } from "../../page/markup.ts";
import { printTs } from "../../tree/typescript.ts";
import type { TsNode } from "../../tree/typescript.ts";

const types: Readonly<Record<string, string>> = {
  Public: "PUBLIC",
  Private: "PRIVATE_WITH_EGRESS",
  Isolated: "PRIVATE_ISOLATED",
};

export function natGatewaysAdvice(
  { number, actions }: Phase,
  network: Network,
  resources: readonly InputResource[],
): readonly string[] {
  if (number !== 6) return [];
  const vpcs = [...new Set(actions.map(({ vpc }) => vpc))];
  return vpcs.flatMap((vpc) => {
    const groups = groupsOf(vpc, network, resources);
    if (groups.length === 0) return [];
    const config: TsNode = { kind: "array", items: groups };
    return [
      "",
      `Better, where ${code(vpc)} is an \`ec2.Vpc\` of your own code: set these, leave the type of its subnets as it is, and take the calls of phases 5 and 6 out again. If it has a \`subnetConfiguration\` already, keep that one.`,
      "",
      ...block("ts", `natGateways: 0,\nsubnetConfiguration: ${printTs(config)},`),
    ];
  });
}

/** In the order of their addresses, in which CDK gives them out. */
function groupsOf(vpc: VpcId, network: Network, resources: readonly InputResource[]): readonly TsNode[] {
  const tags = new Map(resources.map(({ id, tags: own }) => [id, own]));
  const subnets = [...network.subnets.values()]
    .filter((subnet) => subnet.vpc === vpc)
    .flatMap(({ id, cidrs }) =>
      valueOr(cidrs, [])
        .slice(0, 1)
        .map((cidr) => ({ id, cidr })),
    )
    .toSorted((a, b) => (a.cidr.first < b.cidr.first ? -1 : 1));
  const groups = new Map<string, TsNode>();
  for (const { id, cidr } of subnets) {
    const name = tags.get(id)?.get("aws-cdk:subnet-name");
    const type = types[tags.get(id)?.get("aws-cdk:subnet-type") ?? ""];
    if (name === undefined || type === undefined) return [];
    groups.set(name, {
      kind: "object",
      entries: [
        ["name", { kind: "value", value: name }],
        ["subnetType", { kind: "code", code: `ec2.SubnetType.${type}` }],
        ["cidrMask", { kind: "value", value: cidr.prefixLength }],
      ],
    });
  }
  return [...groups.values()];
}
