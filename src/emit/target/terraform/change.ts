/** Actions that change a block which stands in the sources, as edits of its text; where that is not at hand, as words. */
import type { HclArgument, HclBlock, HclSource } from "../../../model/source.ts";
import type { ActionOf } from "../../change/action.ts";
import { literal, printExpression, printItem } from "../../tree/hcl.ts";
import type { HclExpression, HclItem } from "../../tree/hcl.ts";
import { refused } from "../phase-text.ts";
import type { BlockChange } from "../../../model/source.ts";
import type { PhaseText } from "../phase-text.ts";
import { namedAll, toAssociation } from "./add.ts";
import { findEntry, setEntry } from "./module/endpoint.ts";
import { isVpcModule, setInModule } from "./module/vpc.ts";
import { expressionFor, findBlock, placeOf } from "./name.ts";
import type { Located, Naming } from "./name.ts";
import { commonStyle, ruleItems } from "./rule.ts";
import { argumentText, behindLast, setIn } from "./set.ts";

/** What an action adds beside, and what it edits. */
export interface Change {
  readonly blocks: readonly HclItem[];
  readonly text: Partial<PhaseText>;
}

const only = (text: Partial<PhaseText>): Change => ({ blocks: [], text });

export function enablePrivateDns({ endpoint }: ActionOf<"enable-private-dns">, naming: Naming): Change {
  const address = naming.added.get(endpoint) ?? addressOf(endpoint, naming);
  return address === undefined
    ? only(refused(`${endpoint} is not in the input, so that it cannot be changed there`))
    : only(set(address, { private_dns_enabled: literal(true) }, naming));
}

export function enableVpcDns({ vpc }: ActionOf<"enable-vpc-dns">, naming: Naming): Change {
  const address = naming.added.get(vpc) ?? addressOf(vpc, naming);
  if (address === undefined)
    return only(refused(`${vpc} is not in the input, so that it cannot be changed there`));
  const { module } = placeOf(address);
  const written =
    naming.input.argumentsOf(address) ??
    new Set(findBlock(address, naming)?.block.attributes.map(({ name }) => name));
  // Left out, support is on.
  const support = written.has("enable_dns_support") ? { enable_dns_support: literal(true) } : {};
  const wanted = { ...support, enable_dns_hostnames: literal(true) };
  return only(
    isVpcModule(module, naming)
      ? setInModule(module, wanted, [{ address, wanted }], naming)
      : set(address, wanted, naming),
  );
}

export function associateTable(action: ActionOf<"associate-table">, naming: Naming): Change {
  const address = addressOf(action.endpoint, naming) ?? naming.added.get(action.endpoint);
  const written = address === undefined ? undefined : naming.input.argumentsOf(address);
  const found = address === undefined ? undefined : findPlace(address, naming);
  const isInline =
    written?.has("route_table_ids") === true ||
    found?.arguments.some(({ name }) => name === "route_table_ids") === true;
  if (!isInline || address === undefined) {
    const added = toAssociation(action, naming);
    return "missing" in added
      ? only(refused(`the root module cannot name ${added.missing}`))
      : { blocks: added.blocks, text: {} };
  }
  const named = namedAll([action.table], naming);
  if ("missing" in named) return only(refused(`the root module cannot name ${named.missing}`));
  const [table] = named.expressions;
  return only(appendTable(address, found, table === undefined ? "" : printExpression(table)));
}

interface Place {
  readonly source: HclSource;
  readonly arguments: readonly HclArgument[];
}

/** Where the arguments of an endpoint stand: in a block of its own, or in the map of a module's call. */
function findPlace(address: string, naming: Naming): Place | undefined {
  const { found, entry } = findEntry(address, naming) ?? { found: undefined, entry: undefined };
  if (found !== undefined && entry?.object !== undefined)
    return { source: found.source, arguments: entry.object.entries };
  const own = findBlock(address, naming);
  return own && { source: own.source, arguments: own.block.attributes };
}

/** To the list as it is written, or to whatever makes it. */
function appendTable(address: string, found: Place | undefined, table: string): Partial<PhaseText> {
  const item = found?.arguments.find(({ name }) => name === "route_table_ids");
  const change: BlockChange = {
    address,
    change: "append-route-table",
    text: table,
    isLocated: item !== undefined,
  };
  if (found === undefined || item === undefined) return { blocks: [change] };
  const { file, text } = found.source;
  const value = text.slice(item.value.start, item.value.end);
  const isList = /^\[[^[\]]*\]$/.test(value) && !/^\[\s*for\b/.test(value);
  const inner = value.slice(1, -1).trim().replace(/,$/, "");
  const after = isList ? `[${inner === "" ? table : `${inner}, ${table}`}]` : `concat(${value}, [${table}])`;
  return { blocks: [change], edits: [{ file, start: item.value.start, end: item.value.end, text: after }] };
}

export function addGroupRule(action: ActionOf<"add-group-rule">, naming: Naming): Change {
  const { group, direction, peer, ports } = action;
  const address = addressOf(group, naming) ?? naming.added.get(group);
  const id = expressionFor(group, naming);
  if (id === undefined) return only(refused(`the root module cannot name ${group}`));
  const found = address === undefined ? undefined : findBlock(address, naming);
  const isInner = address !== undefined && hasInnerRules(address, found?.block, naming);
  const style = isInner ? "inner" : commonStyle(naming) === "inner" ? "directed-rule" : commonStyle(naming);
  const owner = { address: address ?? group, id };
  const rules = ruleItems(owner, { direction, peers: [peer], ports }, naming, style);
  if ("missing" in rules) return only(refused(`the root module cannot name ${rules.missing}`));
  return isInner && address !== undefined
    ? only(addInner(address, found, rules.inner))
    : { blocks: rules.beside, text: {} };
}

const directions = ["ingress", "egress"];

function hasInnerRules(address: string, block: HclBlock | undefined, { input }: Naming): boolean {
  const written = input.argumentsOf(address);
  const isDefault = placeOf(address).type === "aws_default_security_group";
  return (
    isDefault ||
    directions.some((name) => written?.has(name) === true) ||
    block?.blocks.some(
      ({ type, labels }) => directions.includes(type) || directions.includes(labels[0] ?? ""),
    ) === true ||
    block?.attributes.some(({ name }) => directions.includes(name)) === true
  );
}

function addInner(
  address: string,
  found: Located | undefined,
  items: readonly HclItem[],
): Partial<PhaseText> {
  const text = items.map((item) => printItem(item).join("\n")).join("\n\n");
  const change: BlockChange = { address, change: "add-inner", text, isLocated: found !== undefined };
  return { blocks: [change], edits: found === undefined ? [] : [behindLast(found, `\n${text}`)] };
}

function set(
  address: string,
  wanted: Readonly<Record<string, HclExpression>>,
  naming: Naming,
): Partial<PhaseText> {
  const entered = findEntry(address, naming);
  if (entered !== undefined) return setEntry(entered, address, wanted);
  const found = findBlock(address, naming);
  const text = argumentText(wanted);
  return {
    blocks: [{ address, change: "set", text, isLocated: found !== undefined }],
    edits: found === undefined ? [] : setIn(found, wanted),
  };
}

function addressOf(id: string, { aid }: Naming): string | undefined {
  return aid.resources.find((one) => one.id === id)?.name;
}
