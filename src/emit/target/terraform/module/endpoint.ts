/**
 * The module `terraform-aws-modules/vpc/aws//modules/vpc-endpoints`: endpoints are entries of the map that its call has in `endpoints`.
 * https://registry.terraform.io/modules/terraform-aws-modules/vpc/aws/latest/submodules/vpc-endpoints (read 2026-11-29)
 *
 * The group of the new endpoints is none of the module's own (`security_group_rules`): that one stands before every endpoint of the
 * call, those among them that the plan leaves as they are.
 */
import type { EndpointModule, HclArgument } from "../../../../model/source.ts";
import type { ActionOf } from "../../../change/action.ts";
import { snake, tagsFor } from "../../../naming.ts";
import type { Edit } from "../../../text/edit.ts";
import { entryLines, list, literal, printExpression, text } from "../../../tree/hcl.ts";
import type { HclExpression } from "../../../tree/hcl.ts";
import { refused } from "../../phase-text.ts";
import type { PhaseText } from "../../phase-text.ts";
import { namedAll, tagsOf } from "../add.ts";
import { findModuleCall } from "../name.ts";
import type { Located, Naming } from "../name.ts";
import { argumentText, behindLast, intoObject, setInObject } from "../set.ts";

type Adding = ActionOf<"add-endpoint">;

/** The call whose map a new endpoint joins; undefined where it is a resource of its own. */
export function findEndpointModule(action: Adding, naming: Naming): EndpointModule | undefined {
  const isGateway = action.endpoint.type === "gateway";
  return modulesFor(action, naming).find(({ subnets }) => isGateway || subnets !== undefined);
}

function modulesFor({ vpc }: Adding, naming: Naming): readonly EndpointModule[] {
  const isOnly = naming.input.resources.filter(({ type }) => type === "AWS::EC2::VPC").length === 1;
  return naming.input.endpointModules
    .filter((one) => one.vpc === vpc || (one.vpc === undefined && isOnly))
    .map((one) => ({ ...one, subnets: one.subnets ?? writtenSubnets(one, naming) }));
}

/** Why an endpoint is a resource of its own although there is such a call. */
export function outsideNotes(action: Adding, naming: Naming): readonly string[] {
  return modulesFor(action, naming)
    .slice(0, 1)
    .map(
      ({ address }) =>
        `${action.endpoint.service} is a resource of its own and no entry of ${address}: it is not known which subnets subnet_ids of that call is, and two subnets of one zone would fail.`,
    );
}

/** A call that is seen to give no subnets gives none. */
function writtenSubnets({ address }: EndpointModule, naming: Naming): readonly string[] | undefined {
  const call = findModuleCall(address, naming);
  return call === undefined || hasArgument(call, "subnet_ids") ? undefined : [];
}

const hasArgument = ({ block }: Located, name: string) =>
  block.attributes.some((argument) => argument.name === name);

/** All endpoints that a phase adds to one call, for they go into one place. */
export function addEntries(
  module: EndpointModule,
  actions: readonly Adding[],
  naming: Naming,
): Partial<PhaseText> {
  const found = findModuleCall(module.address, naming);
  const entries: [key: string, entry: HclExpression][] = [];
  const blocks: NonNullable<PhaseText["blocks"]>[number][] = [];
  for (const action of actions) {
    const entry = entryOf(action, module, naming);
    if ("missing" in entry)
      return refused(`${action.kind} in ${action.vpc}: the root module cannot name ${entry.missing}`);
    const key = newKey(action, module, found, naming);
    entries.push([key, entry.entry]);
    blocks.push({
      address: endpointAddress(module, key),
      change: "add-entry",
      text: entryLines([[key, entry.entry]]).join("\n"),
      isLocated: found !== undefined,
    });
  }
  return {
    blocks,
    edits: found === undefined ? [] : [insertion(found, entries)],
    notes: actions.flatMap((action) => moreSubnets(action, module)),
  };
}

const endpointAddress = ({ address }: EndpointModule, key: string) =>
  `${address}.aws_vpc_endpoint.this[${JSON.stringify(key)}]`;

function newKey(
  { endpoint }: Adding,
  module: EndpointModule,
  found: Located | undefined,
  { added }: Naming,
): string {
  const written = endpointsOf(found)?.object?.entries.map(({ name }) => name) ?? [];
  const taken = new Set([...written, ...module.keys]);
  const isTaken = (key: string) =>
    taken.has(key) || [...added.values()].includes(endpointAddress(module, key));
  const wanted = snake(endpoint.service);
  let key = wanted;
  for (let number = 2; isTaken(key); number += 1) key = `${wanted}_${number}`;
  added.set(endpoint.id, endpointAddress(module, key));
  return key;
}

const endpointsOf = (found: Located | undefined) =>
  found?.block.attributes.find(({ name }) => name === "endpoints");

type Entry = { readonly entry: HclExpression } | { readonly missing: string };

function entryOf(action: Adding, module: EndpointModule, naming: Naming): Entry {
  const { endpoint, vpc, group, policy } = action;
  const isGateway = endpoint.type === "gateway";
  const places = isGateway ? endpoint.routeTables : ownSubnets(action, module, naming);
  const named = namedAll([...places, ...(group === undefined ? [] : [group])], naming);
  if ("missing" in named) return named;
  const ids = list(named.expressions.slice(0, places.length));
  const isPlain = endpoint.serviceName === `com.amazonaws.${module.region}.${endpoint.service}`;
  const all: Readonly<Record<string, HclExpression | undefined>> = {
    ...(isPlain ? { service: text(endpoint.service) } : { service_name: text(endpoint.serviceName) }),
    service_type: text(isGateway ? "Gateway" : "Interface"),
    route_table_ids: isGateway ? ids : undefined,
    subnet_ids: isGateway || places.length === 0 ? undefined : ids,
    security_group_ids: isGateway ? undefined : list(named.expressions.slice(places.length)),
    private_dns_enabled: isGateway ? undefined : literal(false),
    policy: policy === undefined ? undefined : text(JSON.stringify(policy)),
    tags: tagsOf(tagsFor(naming.aid, vpc, endpoint.service.replaceAll(".", "-"))),
  };
  const entries = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { entry: { kind: "object", entries } };
}

/** Those in zones in which the call gives it none: AWS takes one subnet of each zone. */
function ownSubnets(
  { endpoint }: Adding,
  { subnets = [] }: EndpointModule,
  { aid: { network } }: Naming,
): readonly string[] {
  const zoneOf = (id: string) => {
    const zone = network.subnets.get(id as never)?.availabilityZone;
    return zone?.known === true ? zone.value : id;
  };
  const zones = new Set(subnets.map(zoneOf));
  return endpoint.subnets.filter((id) => !subnets.includes(id) && !zones.has(zoneOf(id)));
}

function moreSubnets({ endpoint }: Adding, { address, subnets = [] }: EndpointModule): readonly string[] {
  const more = subnets.filter((id) => !endpoint.subnets.includes(id as never));
  if (endpoint.type === "gateway" || more.length === 0) return [];
  return [
    `${address} gives each of its endpoints all of its subnet_ids, so that new ones have interfaces in ${more.join(", ")} too, which the plan does not price.`,
  ];
}

function insertion(found: Located, entries: readonly (readonly [string, HclExpression])[]): Edit {
  const { source, block } = found;
  const item = endpointsOf(found);
  const object: HclExpression = { kind: "object", entries };
  if (item === undefined) return behindLast(found, argumentText({ endpoints: object }));
  if (item.object !== undefined)
    return intoObject(
      source,
      item.object,
      entries.flatMap((entry) => entryLines([entry])),
    );
  const { start, end } = item.value;
  const margin = " ".repeat(block.indent + 2);
  const printed = printExpression(object).replaceAll("\n", `\n${margin}`);
  return { file: source.file, start, end, text: `merge(${source.text.slice(start, end)}, ${printed})` };
}

/** The endpoint of an entry, where it is in such a map. */
export function findEntry(address: string, naming: Naming): Entered | undefined {
  const [, module = "", key = ""] =
    /^(module\.[\w-]+)\.aws_vpc_endpoint\.this\[("(?:[^"\\]|\\.)*")\]$/.exec(address) ?? [];
  if (!naming.input.endpointModules.some((one) => one.address === module)) return undefined;
  const found = findModuleCall(module, naming);
  const name = key.slice(1, -1);
  const entry = endpointsOf(found)?.object?.entries.find((one) => one.name === name);
  return { found, entry };
}

export interface Entered {
  readonly found: Located | undefined;
  /** Undefined where its text is not at hand, or made by an expression. */
  readonly entry: HclArgument | undefined;
}

export function setEntry(
  { found, entry }: Entered,
  address: string,
  wanted: Readonly<Record<string, HclExpression>>,
): Partial<PhaseText> {
  const edits =
    found === undefined || entry?.object === undefined ? [] : setInObject(found.source, entry.object, wanted);
  return {
    blocks: [{ address, change: "set", text: argumentText(wanted), isLocated: edits.length > 0 }],
    edits,
  };
}
