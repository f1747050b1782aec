/**
 * The module `terraform-aws-modules/vpc/aws`, in which NAT gateways, their addresses and routes hang on inputs of the call.
 * https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest (inputs, read 2026-11-29)
 */
import { literal } from "../../../tree/hcl.ts";
import type { HclExpression } from "../../../tree/hcl.ts";
import type { BlockChange } from "../../../../model/source.ts";
import type { PhaseText } from "../../phase-text.ts";
import { argumentText, setIn } from "../set.ts";
import { blockAddress, findModuleCall } from "../name.ts";
import type { Naming } from "../name.ts";

export function isVpcModule(module: string, { input }: Naming): boolean {
  const source = module === "" ? undefined : input.moduleOf(module)?.source;
  return (
    source !== undefined &&
    /(?:^|[/.])terraform-aws-modules\/(?:vpc\/aws|terraform-aws-vpc(?:\.git)?)(?:\?.*)?$/.test(source)
  );
}

/** `effects` is what the inputs do to resources of the module. */
export function setInModule(
  module: string,
  wanted: Readonly<Record<string, HclExpression>>,
  effects: readonly { readonly address: string; readonly wanted: Readonly<Record<string, HclExpression>> }[],
  naming: Naming,
): Partial<PhaseText> {
  const found = findModuleCall(module, naming);
  const call: BlockChange = {
    address: module,
    change: "set",
    text: argumentText(wanted),
    isLocated: found !== undefined,
  };
  const inner = effects.map(({ address, wanted: own }): BlockChange => ({
    address,
    change: "set",
    text: argumentText(own),
    isLocated: true,
  }));
  return { blocks: [call, ...inner], edits: found === undefined ? [] : setIn(found, wanted) };
}

const natBlocks = [
  "aws_nat_gateway.this",
  "aws_eip.nat",
  "aws_route.private_nat_gateway",
  "aws_route.database_nat_gateway",
  "aws_route.database_dns64_nat_gateway",
  "aws_route.private_dns64_nat_gateway",
  "aws_route.public_dns64_nat_gateway",
];

const routeInputs: Readonly<Record<string, string>> = {
  "aws_route.private_nat_gateway": "create_private_nat_gateway_route",
  "aws_route.database_nat_gateway": "create_database_nat_gateway_route",
};

/** Routes alone, where the inputs of this version of the module can do that; undefined where they cannot. */
export function removeModuleRoutes(
  module: string,
  routes: readonly string[],
  naming: Naming,
): Partial<PhaseText> | undefined {
  const variables = naming.input.moduleOf(module)?.variables;
  const inputs = new Set<string>();
  for (const address of routes) {
    const input = routeInputs[blockAddress(address.slice(module.length + 1))];
    if (input === undefined || variables?.has(input) !== true) return undefined;
    inputs.add(input);
  }
  const wanted = Object.fromEntries([...inputs].map((input) => [input, literal(false)]));
  return withRemoved(setInModule(module, wanted, [], naming), routes);
}

/** Gateways, addresses and routes of one call. */
export function removeModuleNats(module: string, naming: Naming): Partial<PhaseText> {
  const doomed = naming.input.resources
    .map(({ name }) => name)
    .filter(
      (name) =>
        name.startsWith(`${module}.`) && natBlocks.includes(blockAddress(name.slice(module.length + 1))),
    );
  return withRemoved(setInModule(module, { enable_nat_gateway: literal(false) }, [], naming), [
    ...new Set(doomed),
    ...addressesOf(module, naming),
  ]);
}

/** Elastic IPs are no rows of the network; they go all the same. */
function addressesOf(module: string, { input }: Naming): readonly string[] {
  return [
    ...new Set(input.resources.filter(({ type }) => type === "AWS::EC2::EIP").map(({ name }) => name)),
  ].filter((name) => blockAddress(name) === `${module}.aws_eip.nat`);
}

function withRemoved(text: Partial<PhaseText>, addresses: readonly string[]): Partial<PhaseText> {
  const removed = [...new Set(addresses)].map((address): BlockChange => ({
    address,
    change: "remove",
    text: "",
    isLocated: true,
  }));
  return { ...text, blocks: [...(text.blocks ?? []), ...removed] };
}
