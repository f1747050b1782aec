/**
 * Resources as `terraform show -json` prints them: `planned_values`, `prior_state`, and a state of its own.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format (read 2026-11-29)
 */
import type { Document, Instance } from "./instance.ts";
import { keyOf } from "./key.ts";
import { fieldOf, rowAt, rowsAt, textAt } from "./json.ts";
import type { Row } from "./json.ts";

/** `unknownOf` tells by address what is known only after the apply. */
export function instancesIn(
  values: unknown,
  document: Document,
  unknownOf: (address: string) => unknown = () => undefined,
): readonly Instance[] {
  const found: Instance[] = [];
  const open: { readonly module: Row; readonly address: string }[] = [
    { module: rowAt(values, "root_module"), address: "" },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const resource of rowsAt(next.module, "resources")) {
      if (fieldOf(resource, "deposed_key") !== undefined) continue;
      found.push(toInstance(resource, next.address, document, unknownOf));
    }
    for (const child of rowsAt(next.module, "child_modules").toReversed())
      open.push({ module: child, address: textAt(child, "address") ?? "" });
  }
  return found;
}

function toInstance(
  resource: Row,
  module: string,
  document: Document,
  unknownOf: (address: string) => unknown,
): Instance {
  const address = textAt(resource, "address") ?? "";
  return {
    address,
    module,
    mode: textAt(resource, "mode") === "data" ? "data" : "managed",
    type: textAt(resource, "type") ?? "",
    name: textAt(resource, "name") ?? "",
    key: keyOf(fieldOf(resource, "index"), address, document.file),
    provider: textAt(resource, "provider_name") ?? "",
    values: rowAt(resource, "values"),
    unknown: unknownOf(address),
    sensitive: fieldOf(resource, "sensitive_values"),
    document,
  };
}
