/**
 * Calls of `terraform-aws-modules/vpc/aws//modules/vpc-endpoints`, whose endpoints are entries of a map. Each interface endpoint
 * gets the subnets and groups of the call beside those of its entry.
 * https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest/submodules/vpc-endpoints (read 2026-11-29)
 */
import type { EndpointModule, InputResource } from "../../../model/source.ts";
import { unknownRegion } from "../../../model/network.ts";
import { isOfAws } from "../document/instance.ts";
import type { Document, Instance } from "../document/instance.ts";
import { fieldOf, rowAt, textAt } from "../document/json.ts";
import { candidatesOf } from "../edge/candidates.ts";
import { nouns } from "../edge/noun.ts";
import type { Noun } from "../edge/noun.ts";
import { nowhere } from "../edge/place.ts";
import type { World } from "../edge/world.ts";
import type { StackOf } from "../place.ts";

export function endpointModulesOf(
  documents: readonly Document[],
  world: World,
  resources: readonly InputResource[],
  stackOf: StackOf,
): readonly EndpointModule[] {
  const byName = new Map(resources.map((one) => [one.name, one]));
  return documents.flatMap((document) =>
    callsOf(document)
      .filter((name) => isEndpointModule(document, name, world))
      .map((name) => ({
        ...moduleOf(`module.${name}`, document, world, byName),
        region: regionOf(`module.${name}`, document, stackOf),
      })),
  );
}

/** A state tells no calls, but the addresses of what they made. */
function callsOf({ configuration, instances }: Document): readonly string[] {
  const told = configuration?.calls([]);
  return (
    told ?? [...new Set(instances.flatMap(({ module }) => /^module\.([\w-]+)$/.exec(module)?.[1] ?? []))]
  );
}

/** From the registry, from git, or a copy of it beside the root; of a state, by the look of what it made. */
function isEndpointModule(document: Document, name: string, world: World): boolean {
  const { configuration } = document;
  const call = configuration?.call([name]);
  if (fieldOf(call, "for_each_expression") !== undefined || fieldOf(call, "count_expression") !== undefined)
    return false;
  const source = textAt(call, "source") ?? "";
  if (
    /(?:^|[/.:])terraform-aws-modules\/(?:vpc\/\w+|terraform-aws-vpc(?:\.git)?)\/\/modules\/vpc-endpoints\/?(?:\?.*)?$/.test(
      source,
    )
  )
    return true;
  const isCopy = configuration === undefined || /^\.{1,2}\/(?:.*\/)?vpc-endpoints\/?$/.test(source);
  const made = (block: string) => world.ofBlock(document, `module.${name}`, block).length > 0;
  const inputs = Object.keys(rowAt(call, "module", "variables"));
  const takes = configuration === undefined || ownInputs.every((one) => inputs.includes(one));
  return isCopy && takes && made("aws_vpc_endpoint.this") && made("data.aws_vpc_endpoint_service.this");
}

const ownInputs = ["endpoints", "vpc_id", "subnet_ids", "security_group_ids"];

function moduleOf(
  address: string,
  document: Document,
  world: World,
  byName: ReadonlyMap<string, InputResource>,
): Omit<EndpointModule, "region"> {
  const expressions = rowAt(document.configuration?.call([address.slice("module.".length)]), "expressions");
  const place = { document, module: "", forEach: undefined, index: nowhere };
  const named = (argument: string, noun: Noun) => {
    const found = candidatesOf(world, noun, expressions[argument], place);
    const hits = found.hits.flatMap(({ instance, made }) =>
      made === undefined ? idOf(instance, byName) : [],
    );
    const isSure = found.opaque.length + found.blank.length === 0 && !found.isWide;
    return { ids: [...hits, ...found.ids], isSure };
  };
  const endpoints = world.ofBlock(document, address, "aws_vpc_endpoint.this");
  const standing = endpoints.flatMap(({ address: own }) => byName.get(own) ?? []);
  const vpcs = new Set([...named("vpc_id", nouns.vpc).ids, ...referred(standing, "VpcId").flat()]);
  const subnets = named("subnet_ids", nouns.subnet);
  const isTold = document.configuration !== undefined;
  const given = isTold && subnets.isSure ? subnets.ids : undefined;
  const common = shared(referred(standing, "SubnetIds"));
  return {
    address,
    vpc: vpcs.size === 1 ? [...vpcs][0] : undefined,
    subnets: given === undefined ? common : given.filter((id) => common?.includes(id) !== false),
    groups: named("security_group_ids", nouns.group).ids,
    keys: new Set(endpoints.flatMap(({ key }) => (typeof key === "string" ? [key] : []))),
  };
}

function regionOf(address: string, { instances }: Document, stackOf: StackOf): string {
  const one = instances.find(({ module }) => module === address) ?? instances.find(isOfAws);
  return one === undefined ? unknownRegion : stackOf(one).region;
}

const idOf = ({ address }: Instance, byName: ReadonlyMap<string, InputResource>) =>
  byName.get(address)?.id ?? [];

/** What each endpoint names; those that name none, as gateway endpoints no subnets, are left out. */
function referred(endpoints: readonly InputResource[], property: string): readonly (readonly string[])[] {
  return endpoints
    .map(({ refersTo }) => refersTo.flatMap((one) => (one.property === property ? [one.id] : [])))
    .filter((ids) => ids.length > 0);
}

/** What all interface endpoints of a call have, the call gave them: it may be too much where each entry names the same. */
function shared(lists: readonly (readonly string[])[]): readonly string[] | undefined {
  const [first, ...others] = lists;
  return first?.filter((id) => others.every((list) => list.includes(id)));
}
