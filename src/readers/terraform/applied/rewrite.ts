/** The three kinds of Terraform's JSON with resources added, changed and taken away. */
import { fieldOf, isRow, listAt, rowAt, rowsAt, textAt } from "../document/json.ts";
import type { Row } from "../document/json.ts";
import { keyText } from "../document/key.ts";

export interface Added {
  readonly address: string;
  /** Left out, it is in the root and has no key. */
  readonly module?: string;
  readonly key?: string;
  readonly type: string;
  readonly name: string;
  readonly values: Row;
}

export interface Rewriting {
  readonly added: readonly Added[];
  /** Addresses of what is gone. */
  readonly removed: ReadonlySet<string>;
  /** Tables whose inner routes to a NAT are gone. */
  readonly routeless: ReadonlySet<string>;
  readonly sets: ReadonlyMap<string, Row>;
  /** Inner blocks, each a list by the name of its type. */
  readonly inner: ReadonlyMap<string, readonly Row[]>;
  /** Route tables that endpoints get beside theirs. */
  readonly tables: ReadonlyMap<string, readonly unknown[]>;
  /** Ids that stand for those that AWS will give. */
  readonly given: readonly { readonly address: string; readonly attribute: string; readonly id: string }[];
}

export function rewrite(document: unknown, rewriting: Rewriting): unknown {
  if (!isRow(document)) return document;
  if (Array.isArray(document["resources"])) return rawState(document, rewriting);
  return {
    ...document,
    ...(isRow(document["values"]) ? { values: rootOf(document["values"], rewriting) } : {}),
    ...(isRow(document["planned_values"])
      ? { planned_values: rootOf(document["planned_values"], rewriting) }
      : {}),
    ...(Array.isArray(document["resource_changes"])
      ? { resource_changes: changesOf(document, rewriting) }
      : {}),
  };
}

const provider = "registry.terraform.io/hashicorp/aws";

function rootOf(values: Row, rewriting: Rewriting): Row {
  const root = moduleOf(rowAt(values, "root_module"), rewriting);
  const own = rewriting.added
    .filter(({ module }) => module === undefined)
    .map((one) => addedRow(one, rewriting));
  const entered = rewriting.added.flatMap((one) => (one.module === undefined ? [] : [one.module]));
  const missing = [...new Set(entered)].filter(
    (module) => !rowsAt(root, "child_modules").some((child) => textAt(child, "address") === module),
  );
  return {
    ...values,
    root_module: {
      ...root,
      resources: [...listAt(root, "resources"), ...own],
      child_modules: [
        ...listAt(root, "child_modules"),
        ...missing.map((address) => moduleOf({ address }, rewriting)),
      ],
    },
  };
}

function addedRow({ address, key, type, name, values }: Added, rewriting: Rewriting): Row {
  return {
    address,
    mode: "managed",
    type,
    name,
    ...(key === undefined ? {} : { index: key }),
    provider_name: provider,
    values: changed(address, values, rewriting),
  };
}

function moduleOf(module: Row, rewriting: Rewriting): Row {
  const own = textAt(module, "address");
  const added = rewriting.added.filter((one) => one.module !== undefined && one.module === own);
  return {
    ...module,
    resources: [
      ...rowsAt(module, "resources").flatMap((resource) => {
        const address = textAt(resource, "address") ?? "";
        if (rewriting.removed.has(address)) return [];
        return [{ ...resource, values: changed(address, rowAt(resource, "values"), rewriting) }];
      }),
      ...added.map((one) => addedRow(one, rewriting)),
    ],
    child_modules: rowsAt(module, "child_modules").map((child) => moduleOf(child, rewriting)),
  };
}

/** What is set is known, and so are the blocks that stand beside those that were added. */
function changesOf(document: Row, rewriting: Rewriting): readonly unknown[] {
  return rowsAt(document, "resource_changes").flatMap((row) => {
    const address = textAt(row, "address") ?? "";
    if (rewriting.removed.has(address)) return [];
    const change = rowAt(row, "change");
    const names = new Set([
      ...Object.keys(rewriting.sets.get(address) ?? {}),
      ...(rewriting.tables.has(address) ? ["route_table_ids"] : []),
    ]);
    const unknown = Object.fromEntries(
      Object.entries(rowAt(change, "after_unknown")).flatMap(([name, mask]) =>
        names.has(name)
          ? []
          : [[name, name === "route" ? routesLeft(address, change, mask, rewriting) : mask]],
      ),
    );
    return [{ ...row, change: { ...change, after_unknown: unknown } }];
  });
}

/** The masks of the routes that stay. */
function routesLeft(address: string, change: Row, mask: unknown, { routeless }: Rewriting): unknown {
  if (!routeless.has(address) || !Array.isArray(mask)) return mask;
  const routes = listAt(rowAt(change, "after"), "route");
  return (mask as readonly unknown[]).filter((own, index) => !leadsToNat(routes[index], own));
}

const natArguments = ["nat_gateway_id", "instance_id", "network_interface_id"];

function leadsToNat(route: unknown, mask: unknown): boolean {
  return natArguments.some((name) => {
    const value = fieldOf(route, name);
    return fieldOf(mask, name) === true || (typeof value === "string" && value !== "");
  });
}

function changed(address: string, values: Row, rewriting: Rewriting): Row {
  const { sets, inner, tables, routeless, given } = rewriting;
  const next: Record<string, unknown> = { ...values, ...sets.get(address) };
  for (const one of given) if (one.address === address) next[one.attribute] = one.id;
  for (const blocks of inner.get(address) ?? [])
    for (const [type, added] of Object.entries(blocks))
      next[type] = [
        ...listAt(next, type),
        ...(Array.isArray(added) ? (added as readonly unknown[]) : [added]),
      ];
  const more = tables.get(address);
  if (more !== undefined) next["route_table_ids"] = [...listAt(next, "route_table_ids"), ...more];
  if (routeless.has(address))
    next["route"] = listAt(next, "route").filter((route) => !leadsToNat(route, undefined) && !isBare(route));
  return next;
}

/** A planned route whose target is known only after the apply has no target in its values. */
function isBare(route: unknown): boolean {
  return (
    isRow(route) &&
    !Object.entries(route).some(
      ([name, value]) => !/cidr_block|prefix_list/.test(name) && typeof value === "string" && value !== "",
    )
  );
}

function rawState(document: Row, rewriting: Rewriting): Row {
  const own = rowsAt(document, "resources").map((resource) => ({
    ...resource,
    instances: rowsAt(resource, "instances").flatMap((one) => {
      const address = `${plainAddress(resource)}${keyText(fieldOf(one, "index_key") as never)}`;
      if (rewriting.removed.has(address)) return [];
      return [{ ...one, attributes: changed(address, rowAt(one, "attributes"), rewriting) }];
    }),
  }));
  const added = rewriting.added.map(({ address, module, key, type, name, values }) => ({
    ...(module === undefined ? {} : { module }),
    mode: "managed",
    type,
    name,
    provider: `provider["${provider}"]`,
    instances: [
      { ...(key === undefined ? {} : { index_key: key }), attributes: changed(address, values, rewriting) },
    ],
  }));
  return { ...document, resources: [...own, ...added] };
}

function plainAddress(resource: Row): string {
  const mode = textAt(resource, "mode") === "data" ? "data" : "";
  const parts = [textAt(resource, "module"), mode, textAt(resource, "type"), textAt(resource, "name")];
  return parts.filter((part) => part !== undefined && part !== "").join(".");
}
