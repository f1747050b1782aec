/**
 * The `configuration` of a plan: what resources were written as, before anything was known.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation (read 2026-11-29). Locals
 * are not in it: an expression names them, and nothing tells what they are.
 */
import { fieldOf, isRow, rowAt, rowsAt, textAt } from "../document/json.ts";
import type { Row } from "../document/json.ts";

export interface Configuration {
  /** The block of a resource, by the names of its modules without keys. */
  readonly resource: (
    module: readonly string[],
    one: { readonly mode: string; readonly type: string; readonly name: string },
  ) => Row | undefined;
  /** The block that calls a module: its expressions, `for_each_expression` and outputs. */
  readonly call: (module: readonly string[]) => Row | undefined;
  readonly output: (module: readonly string[], name: string) => unknown;
  /** Names of the modules that this one calls. */
  readonly calls: (module: readonly string[]) => readonly string[];
  readonly provider: (key: string) => Row | undefined;
}

export function createConfiguration(plan: unknown): Configuration {
  const configuration = rowAt(plan, "configuration");
  const indexes = new Map<string, ReadonlyMap<string, Row>>();
  const moduleAt = (path: readonly string[]): Row =>
    path.reduce(
      (module, name) => rowAt(module, "module_calls", name, "module"),
      rowAt(configuration, "root_module"),
    );
  const indexOf = (path: readonly string[]): ReadonlyMap<string, Row> => {
    const key = path.join(".");
    const index =
      indexes.get(key) ?? new Map(rowsAt(moduleAt(path), "resources").map((row) => [nameOf(row), row]));
    indexes.set(key, index);
    return index;
  };
  return {
    resource: (module, one) => indexOf(module).get(`${one.mode}.${one.type}.${one.name}`),
    call: (module) => {
      const found = fieldOf(rowAt(moduleAt(module.slice(0, -1)), "module_calls"), module.at(-1) ?? "");
      return isRow(found) ? found : undefined;
    },
    output: (module, name) => fieldOf(rowAt(moduleAt(module), "outputs", name), "expression"),
    calls: (module) => Object.keys(rowAt(moduleAt(module), "module_calls")),
    provider: (key) => {
      const found = fieldOf(rowAt(configuration, "provider_config"), key);
      return isRow(found) ? found : undefined;
    },
  };
}

const nameOf = (row: Row) =>
  `${textAt(row, "mode") ?? ""}.${textAt(row, "type") ?? ""}.${textAt(row, "name") ?? ""}`;

/** All that an expression refers to, blocks in it included. */
export function referencesIn(expression: unknown): readonly string[] {
  const found: string[] = [];
  const open: unknown[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...(next as readonly unknown[]).toReversed());
    else if (isRow(next)) {
      const { references } = next;
      if (Array.isArray(references))
        found.push(...(references as readonly unknown[]).filter((one) => typeof one === "string"));
      else if (!Object.hasOwn(next, "constant_value")) open.push(...Object.values(next).toReversed());
    }
  }
  return found;
}
