/** What Terraform, OpenTofu and those who run them write, and what is neither a plan nor a state: told in one line, with what to run. */
import { AppError } from "../../model/app-error.ts";
import { fieldOf, isRow } from "./document/json.ts";
import { planCommands } from "./source-text.ts";

/**
 * The plan alone, where the wrapper that GitHub's setup-terraform puts around Terraform has printed its own lines about it.
 * https://github.com/hashicorp/setup-terraform (terraform_wrapper, read 2026-11-29)
 */
export function withoutWrapper(text: string): string {
  if (!/^\[command\]\S/.test(text)) return text;
  return text.split("\n").find((line) => line.startsWith("{")) ?? text;
}

/** By its first keys, for the rest of it is not whole. */
export function isFromTerraform(text: string): boolean {
  return /^\s*\{\s*"(?:format_version|version|terraform_version|@level)"\s*:/.test(text);
}

/** Broken off, several documents, or the lines that `terraform plan -json` prints as it goes. */
export function brokenRefusal(path: string, text: string, cause: unknown): AppError {
  const [what, hint] = /^\s*\{\s*"@level"/.test(text)
    ? ["is the log of terraform plan -json", `write it again: ${planCommands}`]
    : /\}\s*\{\s*"(?:format_version|version|terraform_version)"\s*:/.test(text)
      ? ["holds several plans or states, one after the other", eachAlone]
      : [
          "was broken off, or mangled on its way into the file: it is no whole JSON",
          `write it again: ${planCommands}`,
        ];
  return new AppError("INPUT_SYNTAX", `${path} ${what}`, hint, { cause });
}

const eachAlone =
  "give each as a file of its own; of Terragrunt: run terraform show -json in the directory of each unit";

/** What `terraform plan` prints for people, with or without its colours. */
export function isPlanForPeople(text: string): boolean {
  return (
    /(?:Terraform|OpenTofu) will perform the following actions:/.test(text) ||
    (/# \S+\.\S+ will be (?:created|updated in-place|destroyed|read during apply)/.test(text) &&
      /[-+~] (?:resource|data) "\w+" "/.test(text))
  );
}

export const peopleRefusal = (path: string) =>
  new AppError(
    "INPUT_NOT_SUPPORTED",
    `${path} is what terraform plan prints for people`,
    `print it as JSON: ${planCommands}, and give plan.json`,
  );

const blocks: ReadonlySet<string> = new Set([
  "//",
  "check",
  "data",
  "ephemeral",
  "import",
  "locals",
  "module",
  "moved",
  "output",
  "provider",
  "removed",
  "resource",
  "terraform",
  "variable",
]);

interface Kind {
  readonly is: (value: object) => boolean;
  readonly noun: string;
  readonly hint: string;
}

/** The first that fits counts. */
const kinds: readonly Kind[] = [
  {
    is: (value) => ["@level", "@message"].every((key) => typeof fieldOf(value, key) === "string"),
    noun: "a line of Terraform's log",
    hint: `give the plan itself, as JSON: ${planCommands}`,
  },
  {
    is: (value) =>
      ["resource", "module"].some((key) => isRow(fieldOf(value, key))) &&
      Object.keys(value).every((key) => blocks.has(key)),
    noun: "Terraform's source in JSON",
    hint: `make a plan of it with ${planCommands}, and give plan.json`,
  },
  {
    is: (value) => typeof fieldOf(value, "encrypted_data") === "string",
    noun: "encrypted by OpenTofu",
    hint: "print it where its key is configured: tofu show -json > state.json, or tofu show -json tfplan > plan.json",
  },
  {
    is: (value) => isRow(fieldOf(value, "provider_schemas")),
    noun: "what terraform providers schema prints, and no plan",
    hint: `make a plan with ${planCommands}, and give plan.json`,
  },
  {
    is: (value) =>
      typeof fieldOf(value, "valid") === "boolean" && Array.isArray(fieldOf(value, "diagnostics")),
    noun: "what terraform validate prints, and no plan",
    hint: `make a plan with ${planCommands}, and give plan.json`,
  },
  {
    is: (value) =>
      Array.isArray(value) && value.some((one) => typeof fieldOf(one, "format_version") === "string"),
    noun: "a list of plans or states",
    hint: eachAlone,
  },
];

export function refusalOfValue(path: string, value: unknown): AppError | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const kind = kinds.find(({ is }) => is(value));
  return kind && new AppError("INPUT_NOT_SUPPORTED", `${path} is ${kind.noun}`, kind.hint);
}
