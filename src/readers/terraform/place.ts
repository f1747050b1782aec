/**
 * The account and Region of each instance: its own argument, its ARN or zone, its provider, or what the rest of the file
 * agrees on.
 */
import { unknownRegion } from "../../model/network.ts";
import type { ReadOptions } from "../input.ts";
import { unknownAccount } from "../resource/property/value.ts";
import type { Stack } from "../resource/property/value.ts";
import { referencesIn } from "./configuration/configuration.ts";
import { wholeTraversals } from "./configuration/traversal.ts";
import { isOfAws } from "./document/instance.ts";
import type { Document, Instance } from "./document/instance.ts";
import { fieldOf, textAt } from "./document/json.ts";
import { dialect } from "./read/dialect.ts";
import type { World } from "./edge/world.ts";

export type StackOf = (instance: Instance) => Stack;

export function createPlaces(documents: readonly Document[], world: World, options: ReadOptions): StackOf {
  const names = fileNames(documents);
  const agreed = new Map(documents.map((document) => [document, agreedOn(document)]));
  const stacks = new Map<string, Stack>();
  return (instance) => {
    const { document } = instance;
    const common = agreed.get(document);
    const region =
      ownRegion(instance) ??
      providerRegion(instance, world) ??
      common?.region ??
      options.region ??
      unknownRegion;
    const account = ownAccount(instance) ?? common?.account ?? unknownAccount;
    const key = `${document.file}|${account}|${region}`;
    const isFirst = ![...stacks.keys()].some((other) => other.startsWith(`${document.file}|`));
    const base = names.get(document.file) ?? document.file;
    const name = isFirst ? base : [base, ...(account === unknownAccount ? [] : [account]), region].join("/");
    const stack = stacks.get(key) ?? { dialect, name, file: document.file, region, account };
    stacks.set(key, stack);
    return stack;
  };
}

export function emptyStack({ file }: Document, { region = unknownRegion }: ReadOptions): Stack {
  return { dialect, name: file, file, region, account: unknownAccount };
}

/** The file without its ending, with its directory where two are called the same. */
function fileNames(documents: readonly Document[]): ReadonlyMap<string, string> {
  const bare = (file: string) => file.replace(/\.(?:tf)?(?:json|tfstate)$/i, "");
  const last = (file: string) => bare(file).split("/").at(-1) ?? file;
  const files = documents.map(({ file }) => file);
  const isShared = (file: string) => files.some((other) => other !== file && last(other) === last(file));
  return new Map(files.map((file) => [file, isShared(file) ? bare(file) : last(file)]));
}

/** `region` is an argument of every resource since version 6 of the provider. */
function ownRegion({ values }: Instance): string | undefined {
  const zone = textAt(values, "availability_zone");
  return textAt(values, "region") ?? arnPart(values, 3) ?? (zone && /^.*\d(?=[a-z]$)/.exec(zone)?.[0]);
}

function ownAccount({ values, type }: Instance): string | undefined {
  const told = type === "aws_caller_identity" ? textAt(values, "account_id") : textAt(values, "owner_id");
  return [told, arnPart(values, 4)].find((text) => text !== undefined && /^\d{12}$/.test(text));
}

function arnPart(values: unknown, index: number): string | undefined {
  const part = textAt(values, "arn")?.split(":")[index];
  return part === undefined || part === "" ? undefined : part;
}

/** Of a constant, or of a variable of the root. */
function providerRegion(instance: Instance, world: World): string | undefined {
  const { document, module } = instance;
  const { configuration, variables } = document;
  const block = configuration?.resource(world.placeOf(module).path, instance);
  const key = textAt(block, "provider_config_key");
  if (key === undefined) return undefined;
  const provider = configuration?.provider(key) ?? configuration?.provider(key.split(":").at(-1) ?? "");
  const expression = fieldOf(fieldOf(provider, "expressions"), "region");
  const constant = textAt(expression, "constant_value");
  if (constant !== undefined) return constant;
  const [only, ...more] = wholeTraversals(referencesIn(expression));
  if (only?.steps[0]?.value !== "var" || more.length > 0) return undefined;
  return textAt(fieldOf(variables, String(only.steps[1]?.value ?? "")), "value");
}

function agreedOn({ instances }: Document) {
  const only = (of: (instance: Instance) => string | undefined) => {
    const all = new Set(instances.filter(isOfAws).flatMap((one) => of(one) ?? []));
    return all.size === 1 ? [...all][0] : undefined;
  };
  return {
    region: only((one) => (one.type === "aws_region" ? textAt(one.values, "name") : ownRegion(one))),
    account: only(ownAccount),
  };
}
