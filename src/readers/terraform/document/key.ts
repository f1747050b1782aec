/** The key of an instance: a number of `count`, a text of `for_each`. */
import { AppError } from "../../../model/app-error.ts";

/** Throws an AppError for what no Terraform writes: whatever was read by such a key would be about another resource. */
export function keyOf(index: unknown, address: string, file: string): string | number | undefined {
  if (index === undefined || index === null) return undefined;
  if (typeof index === "string") return index;
  if (typeof index === "number" && Number.isSafeInteger(index) && index >= 0) return index;
  throw new AppError(
    "TERRAFORM_INDEX",
    `${file}: ${address === "" ? "a resource" : address} has index ${JSON.stringify(index).slice(0, 40)}, which Terraform never gives`,
    "write the file again with terraform show -json",
  );
}

export const keyText = (key: string | number | undefined) =>
  key === undefined ? "" : `[${JSON.stringify(key)}]`;
