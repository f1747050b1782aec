/**
 * One of Terraform's or OpenTofu's JSON files as instances: a plan, of which one side is asked for, or a state.
 *
 * https://developer.hashicorp.com/terraform/internals/json-format (read 2026-11-29): minor versions add keys, a new major
 * version may mean something else by them.
 */
import { AppError } from "../../../model/app-error.ts";
import type { Unused } from "../../../model/network.ts";
import type { Side } from "../../input.ts";
import { createConfiguration } from "../configuration/configuration.ts";
import { isOfAws } from "./instance.ts";
import type { Document, Instance } from "./instance.ts";
import { fieldOf, isRow, listAt, rowAt, rowsAt, textAt } from "./json.ts";
import { instancesOfRaw } from "./raw-state.ts";
import { instancesIn } from "./state.ts";

export interface TerraformFile {
  readonly path: string;
  readonly value: unknown;
}

type Named = Pick<Document, "file" | "isAlone">;

export interface Read {
  readonly document: Document;
  /** Why it is no use: nothing on either side is of AWS. */
  readonly refusal: AppError | undefined;
  readonly unused: readonly Unused[];
}

/** Throws an AppError for a version that denat does not know, and for what Terraform does not write. */
export function readDocument({ path, value }: TerraformFile, side: Side, isAlone: boolean): Read {
  const name: Named = { file: path, isAlone };
  const isRaw = ["resources", "lineage"].some((key) => fieldOf(value, key) !== undefined);
  if (isRaw) refuseVersion(path, fieldOf(value, "version"), (version) => version === 4, "state version");
  else
    refuseVersion(
      path,
      fieldOf(value, "format_version"),
      (version) => /^(?:0\.[1-9]\d*|1\.\d+)$/.test(String(version)),
      "format_version",
    );
  const isPlan = ["planned_values", "resource_changes"].some((key) => fieldOf(value, key) !== undefined);
  if (isPlan && !isRaw) return readPlan(name, value, side);
  const document = madeOf(name, "state", (own) =>
    isRaw ? instancesOfRaw(value, own) : instancesIn(fieldOf(value, "values"), own),
  );
  return { document, refusal: refusalOf(path, document.instances), unused: [] };
}

function refuseVersion(
  path: string,
  version: unknown,
  isKnown: (version: unknown) => boolean,
  what: string,
): void {
  if (isKnown(version)) return;
  throw new AppError(
    "TERRAFORM_VERSION",
    `${path}: ${what} ${JSON.stringify(version) ?? "that is not told"} is not one that denat knows`,
    "it reads terraform show -json of format 0.1 to 1.x, and states of version 4; ask for a newer denat, or write it with Terraform 0.12 to 1.x or OpenTofu",
  );
}

function readPlan(name: Named, value: unknown, side: Side): Read {
  const { file: path } = name;
  if (fieldOf(value, "errored") === true)
    throw new AppError(
      "TERRAFORM_ERRORED",
      `${path} is a plan that ended with an error, and holds only a part of what it was to`,
      "mend what terraform plan says, and give the new plan",
    );
  const before = fieldOf(rowAt(value, "prior_state"), "values");
  const prior = madeOf(name, "state", (document) => instancesIn(before, document)).instances;
  if (side === "before") {
    const document = madeOf(name, "state", (own) => instancesIn(before, own));
    const after = planned(name, value, prior).instances;
    return { document, refusal: refusalOf(path, [...document.instances, ...after]), unused: [] };
  }
  const document = planned(name, value, prior);
  const refusal = refusalOf(path, [...document.instances, ...prior]);
  const isGone = refusal === undefined && !document.instances.some(isOfAws);
  return { document, refusal, unused: [...remarksOn(path, value), ...(isGone ? [destroyed(path)] : [])] };
}

function planned(name: Named, value: unknown, prior: readonly Instance[]): Document {
  const unknowns = new Map<string, unknown>();
  const forgotten = new Set<string>();
  for (const change of rowsAt(value, "resource_changes")) {
    if (fieldOf(change, "deposed") !== undefined) continue;
    const address = textAt(change, "address") ?? "";
    unknowns.set(address, fieldOf(rowAt(change, "change"), "after_unknown"));
    if (listAt(rowAt(change, "change"), "actions").includes("forget")) forgotten.add(address);
  }
  return madeOf(
    name,
    "plan",
    (document) => {
      const made = instancesIn(fieldOf(value, "planned_values"), document, (address) =>
        unknowns.get(address),
      );
      const known = new Set(made.map(({ address }) => address));
      // What Terraform forgets goes on standing, and data that it read before it need not read again.
      const stands = prior.filter(
        ({ mode, address }) => (mode === "data" || forgotten.has(address)) && !known.has(address),
      );
      return [...made, ...stands.map((one) => ({ ...one, document }))];
    },
    { configuration: createConfiguration(value), variables: rowAt(value, "variables"), prior },
  );
}

function madeOf(
  name: Named,
  noun: Document["noun"],
  read: (document: Document) => readonly Instance[],
  more: Partial<Document> = {},
): Document {
  const document = {
    ...name,
    noun,
    configuration: undefined,
    variables: {},
    prior: [] as readonly Instance[],
    instances: [] as readonly Instance[],
    ...more,
  };
  document.instances = read(document);
  if (noun === "state" && more.prior === undefined) document.prior = document.instances;
  refuseTwins(document);
  return document;
}

function refuseTwins({ file, instances }: Document): void {
  const seen = new Set<string>();
  for (const { address } of instances) {
    if (address !== "" && !seen.has(address)) seen.add(address);
    else
      throw new AppError(
        "TERRAFORM_BROKEN",
        address === "" ? `${file}: a resource has no address` : `${file}: ${address} is there twice`,
        "write the file again with terraform show -json",
      );
  }
}

function refusalOf(path: string, instances: readonly Instance[]): AppError | undefined {
  if (instances.some(isOfAws)) return undefined;
  const providers = [...new Set(instances.map(({ provider }) => provider.split("/").at(-1) ?? ""))].filter(
    Boolean,
  );
  return new AppError(
    "TERRAFORM_NOT_AWS",
    `${path} has no resource of the aws provider${providers.length === 0 ? "" : `: it has ${providers.slice(0, 3).join(", ")}`}`,
    "give the plan or state in which the VPC is",
  );
}

const destroyed = (path: string): Unused => ({
  path,
  reason:
    "a plan that takes away all of AWS that it has: denat diff tells of what stands before, and so does the state",
});

/** What makes the plan less than the whole of what will stand. */
function remarksOn(path: string, value: unknown): readonly Unused[] {
  const targeted = fieldOf(value, "complete") === false;
  const deferred = listAt(value, "deferred_changes").filter(isRow).length;
  return [
    ...(targeted
      ? [{ path, reason: "not the whole change: it was planned with -target, or a part of it is deferred" }]
      : []),
    ...(deferred > 0 ? [{ path, reason: `${deferred} deferred changes are not planned yet` }] : []),
  ];
}
