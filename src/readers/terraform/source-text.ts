/** Terraform's own source: what it comes to, only Terraform can tell. */
import { AppError } from "../../model/app-error.ts";

const block =
  /^\s*(?:(?:resource|data)\s+"[^"]+"\s+"[^"]+"|(?:module|provider|variable|output)\s+"[^"]+"|terraform|locals)\s*\{/m;

/** HCL has no mark at its head; the first block of a file is one of a few. */
export function isTerraformSource(text: string): boolean {
  return !/^\s*[{[]/.test(text) && block.test(text);
}

export const planCommands = "terraform plan -out=tfplan && terraform show -json tfplan > plan.json";

export function sourceRefusal(path: string): AppError {
  return new AppError(
    "INPUT_NOT_SUPPORTED",
    `${path} is Terraform's source, and what it comes to only Terraform can tell`,
    `make a plan of it with ${planCommands}, and give plan.json`,
  );
}
