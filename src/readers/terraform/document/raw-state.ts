/**
 * `terraform.tfstate`, version 4, as `terraform state pull` prints it. Its shape is documented nowhere and has not changed
 * since Terraform 0.12: resources with their instances, whose attributes are those of `values` elsewhere.
 */
import { AppError } from "../../../model/app-error.ts";
import type { Document, Instance } from "./instance.ts";
import { keyOf, keyText } from "./key.ts";
import { fieldOf, isRow, listAt, rowAt, rowsAt, textAt } from "./json.ts";
import type { Row } from "./json.ts";

export function instancesOfRaw(state: unknown, document: Document): readonly Instance[] {
  return rowsAt(state, "resources").flatMap((resource) =>
    rowsAt(resource, "instances")
      .filter((one) => fieldOf(one, "deposed") === undefined)
      .map((one) => toInstance(resource, one, document)),
  );
}

function toInstance(resource: Row, one: Row, document: Document): Instance {
  const module = textAt(resource, "module") ?? "";
  const mode = textAt(resource, "mode") === "data" ? "data" : "managed";
  const type = textAt(resource, "type") ?? "";
  const name = textAt(resource, "name") ?? "";
  const plain = [module, mode === "data" ? mode : "", type, name].filter(Boolean).join(".");
  const key = keyOf(fieldOf(one, "index_key"), plain, document.file);
  if (fieldOf(one, "attributes_flat") !== undefined && fieldOf(one, "attributes") === undefined)
    throw new AppError(
      "TERRAFORM_VERSION",
      `${document.file}: ${plain} was written by Terraform 0.11 or older`,
      "run terraform apply -refresh-only with Terraform 0.12 or later, and give the state again",
    );
  return {
    address: `${plain}${keyText(key)}`,
    module,
    mode,
    type,
    name,
    key,
    provider: /\["([^"]+)"\]/.exec(textAt(resource, "provider") ?? "")?.[1] ?? "",
    values: rowAt(one, "attributes"),
    unknown: undefined,
    sensitive: maskOf(listAt(one, "sensitive_attributes")),
    document,
  };
}

/** Paths to what is secret (`[{ type: "get_attr", value: "password" }, …]`) as the mask that other kinds have. */
function maskOf(paths: readonly unknown[]): unknown {
  const mask: Record<string, unknown> = {};
  for (const path of paths) {
    const [first] = Array.isArray(path) ? (path as readonly unknown[]) : [];
    const name = isRow(first) ? textAt(first, "value") : undefined;
    // Whatever holds a secret is secret as a whole: no part of it tells of the network.
    if (name !== undefined) mask[name] = true;
  }
  return mask;
}
