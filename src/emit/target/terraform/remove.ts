/**
 * Taking blocks out of the sources, with whatever only spoke of them: items of `depends_on`, and outputs. What else still names
 * them would fail the plan, and is a refusal that says where.
 */
import type { InputResource } from "../../../model/source.ts";
import type { Action, ActionOf } from "../../change/action.ts";
import type { Edit } from "../../text/edit.ts";
import { refused } from "../phase-text.ts";
import type { BlockChange } from "../../../model/source.ts";
import type { PhaseText } from "../phase-text.ts";
import { isVpcModule, removeModuleNats, removeModuleRoutes } from "./module/vpc.ts";
import { mentionEdits } from "./mention.ts";
import { blockAddress, findBlock, instancesOf, isLocal, placeOf } from "./name.ts";
import type { Located, Naming } from "./name.ts";

export type Removing = "delete-route" | "delete-nat";

export function isRemoving(action: Action): action is ActionOf<Removing> {
  return action.kind.startsWith("delete-");
}

export function toRemoval(
  actions: readonly ActionOf<Removing>[],
  naming: Naming,
): readonly Partial<PhaseText>[] {
  const parts: Partial<PhaseText>[] = [];
  const doomed = new Set<string>();
  const tables = new Set<string>();
  const routes = new Map<string, string[]>();
  const modules = new Set<string>();
  for (const action of actions) {
    const rows = rowsOf(action, naming);
    // What an earlier phase took away with the rest of its module is gone.
    if (rows.length === 0 && rowsOf(action, withoutPast(naming)).length === 0)
      parts.push(refused(`${nounOf(action)} is written in no block of the input`));
    for (const { name } of rows) {
      const { module, type } = placeOf(name);
      if (isVpcModule(module, naming)) {
        if (action.kind === "delete-nat") modules.add(module);
        else routes.set(module, [...(routes.get(module) ?? []), name]);
      } else if (action.kind === "delete-route" && type !== "aws_route") tables.add(name);
      else doomed.add(name);
    }
  }
  for (const [module, names] of routes) parts.push(moduleRoutes(module, names, naming));
  for (const module of modules) parts.push(removeModuleNats(module, naming));
  for (const table of tables) parts.push(innerRoutes(table, naming));
  return [...parts, ...blocks(withAddresses(doomed, naming), naming)];
}

function moduleRoutes(module: string, names: readonly string[], naming: Naming): Partial<PhaseText> {
  const routes = removeModuleRoutes(module, names, naming);
  if (routes !== undefined) return routes;
  return {
    ...removeModuleNats(module, naming),
    notes: [
      `${module} takes its routes, gateways and addresses away by one input: phase 6 comes with this phase, and an undo brings new addresses.`,
    ],
  };
}

const nounOf = (action: ActionOf<Removing>) =>
  action.kind === "delete-nat"
    ? `NAT gateway ${action.nat}`
    : `the route of ${action.table} to ${action.nat}`;

const routeTargets = ["NatGatewayId", "InstanceId", "NetworkInterfaceId"];

function rowsOf(action: ActionOf<Removing>, { aid, input, sources }: Naming): readonly InputResource[] {
  const left = input.resources.filter(({ name }) => !sources.removed.has(name));
  if (action.kind === "delete-nat") return left.filter(({ id }) => id === action.nat);
  const isNat = (id: string) =>
    id === action.nat || aid.network.networkInterfaces.get(id as never)?.owner === action.nat;
  return left.filter(
    ({ type, refersTo }) =>
      type === "AWS::EC2::Route" &&
      refersTo.some(({ property, id }) => property === "RouteTableId" && id === action.table) &&
      refersTo.some(({ property, id }) => routeTargets.includes(property) && isNat(id)),
  );
}

const withoutPast = (naming: Naming): Naming => ({
  ...naming,
  sources: { ...naming.sources, removed: new Set() },
});

/** With the elastic IPs that nothing else uses. */
function withAddresses(doomed: ReadonlySet<string>, { input }: Naming): ReadonlySet<string> {
  const own = input.resources.filter(({ name }) => doomed.has(name));
  const used = new Set(own.flatMap(({ refersTo }) => refersTo.map(({ id }) => id)));
  const others = input.resources.filter(({ name }) => !doomed.has(name));
  const shared = new Set(others.flatMap(({ refersTo }) => refersTo.map(({ id }) => id)));
  const free = input.resources.filter(
    ({ id, type, name }) =>
      type === "AWS::EC2::EIP" && used.has(id) && !shared.has(id) && placeOf(name).type === "aws_eip",
  );
  return new Set([...doomed, ...free.map(({ name }) => name)]);
}

function blocks(doomed: ReadonlySet<string>, naming: Naming): readonly Partial<PhaseText>[] {
  const byBlock = new Map<string, string[]>();
  for (const name of doomed)
    byBlock.set(blockAddress(name), [...(byBlock.get(blockAddress(name)) ?? []), name]);
  const found = new Map<string, Located>();
  const parts: Partial<PhaseText>[] = [];
  for (const [block, names] of byBlock) {
    const staying = instancesOf(block, naming.input.resources).find(({ name }) => !doomed.has(name));
    if (staying !== undefined) {
      parts.push(refused(`${block} makes ${staying.name} too, which stays: its block cannot go as a whole`));
      continue;
    }
    const located = findBlock(block, naming);
    if (located !== undefined) found.set(block, located);
    else if (isForeign(placeOf(block).module, naming))
      parts.push(
        refused(`${block} is made by a module whose source does not lie beside the root: change its inputs`),
      );
    const changes = names.map((address): BlockChange => ({
      address,
      change: "remove",
      text: "",
      isLocated: located !== undefined,
    }));
    parts.push({ blocks: changes, edits: located === undefined ? [] : [removal(located)] });
  }
  return [...parts, ...mentionEdits(found, naming)];
}

/** Made by a module whose text is not the user's to change. */
function isForeign(module: string, { input }: Naming): boolean {
  return module !== "" && !isLocal(input.moduleOf(module)?.source ?? "./");
}

/** The block, and one of the blank lines around it. */
function removal({ source: { file, text }, block: { start, end } }: Located): Edit {
  const isBlankAfter = text[end] === "\n";
  return { file, start, end: isBlankAfter ? end + 1 : end, text: "" };
}

const targets = ["nat_gateway_id", "instance_id", "network_interface_id"];

/** Routes that are blocks of their table. */
function innerRoutes(table: string, naming: Naming): Partial<PhaseText> {
  const located = findBlock(table, naming);
  const change: BlockChange = {
    address: table,
    change: "remove-routes",
    text: "",
    isLocated: located !== undefined,
  };
  if (located === undefined) return { blocks: [change] };
  const { source, block } = located;
  const routes = block.blocks.filter(
    ({ type, attributes }) => type === "route" && attributes.some(({ name }) => targets.includes(name)),
  );
  if (routes.length === 0)
    return refused(
      `${table} at ${source.file}:${block.line} has its routes in a form that denat cannot edit`,
    );
  return {
    blocks: [change],
    edits: routes.map(({ start, end }) => ({ file: source.file, start, end, text: "" })),
  };
}
