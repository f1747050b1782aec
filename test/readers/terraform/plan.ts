/** Plans of a few resources, in the form that `terraform show -json` prints. */
import type { Reading } from "../../../src/model/network.ts";
import type { Side } from "../../../src/readers/input.ts";
import { readTerraform } from "../../../src/readers/terraform/index.ts";
import { facts } from "../../facts/facts.ts";

type Json = Readonly<Record<string, unknown>>;

/** One block of the configuration with the instances it makes. */
export interface Block {
  /** `aws_subnet.a`, `data.aws_vpc.a`. */
  readonly block: string;
  /** The module that it stands in, without keys: `module.vpc`. */
  readonly in?: string;
  /** What is known of each instance by its key; one without a key where it is a plain object. */
  readonly values?: Json;
  readonly keyed?: Readonly<Record<string, Json>> | readonly Json[];
  /** Keys of the modules, where the module is made several times: each has all instances. */
  readonly moduleKeys?: readonly string[];
  /** Arguments by the references in them; `null` for a block that is written and refers to nothing. */
  readonly refs?: Readonly<Record<string, readonly string[] | null>>;
  readonly forEach?: readonly string[];
  readonly sensitive?: Json;
  /** Further parts of `after_unknown`, beside the arguments that are in `refs` and not in the values. */
  readonly unknown?: Json;
  /** A data source that is read during the apply: plans list it among what they make. */
  readonly deferred?: true;
}

export interface Call {
  /** `module.vpc`. */
  readonly call: string;
  readonly refs?: Readonly<Record<string, readonly string[]>>;
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  readonly forEach?: readonly string[];
}

/** Terraform lists the shorter forms behind a reference. */
function longAndShort(reference: string): readonly string[] {
  const shorter: string[] = [];
  for (let text = reference; /^(?:data\.)?\w+\.[\w-]+[.[]/.test(text) && !/^(?:each|count)\./.test(text);) {
    const next = text.replace(/(?:\.[\w-]+|\[[^\]]*\])$/, "");
    if (next === text || !/^(?:data\.)?\w+\.[\w-]+/.test(next)) break;
    shorter.push(next);
    text = next;
  }
  return [reference, ...shorter];
}

const expression = (references: readonly string[] | null) =>
  references === null ? {} : { references: references.flatMap(longAndShort) };

function instancesOf(one: Block) {
  const isData = one.block.startsWith("data.");
  const [type = "", name = ""] = one.block.replace(/^data\./, "").split(".");
  const keyed: readonly (readonly [string | number | undefined, Json])[] =
    one.keyed === undefined
      ? [[undefined, one.values ?? {}]]
      : Array.isArray(one.keyed)
        ? one.keyed.map((values: Json, index) => [index, values] as const)
        : Object.entries(one.keyed as Readonly<Record<string, Json>>);
  const modules =
    one.in === undefined
      ? [undefined]
      : (one.moduleKeys?.map((key) => `${one.in}[${JSON.stringify(key)}]`) ?? [one.in]);
  return modules.flatMap((module) =>
    keyed.map(([key, values]) => ({
      module,
      json: {
        address: `${module === undefined ? "" : `${module}.`}${one.block}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        mode: isData ? "data" : "managed",
        type,
        name,
        ...(key === undefined ? {} : { index: key }),
        provider_name: "registry.terraform.io/hashicorp/aws",
        values,
        sensitive_values: one.sensitive ?? {},
      },
      unknown: {
        id: !("id" in values),
        ...Object.fromEntries(
          Object.keys(one.refs ?? {}).flatMap((name) => (name in values ? [] : [[name, true]])),
        ),
        ...one.unknown,
      },
    })),
  );
}

function rootOf(all: readonly { readonly module: string | undefined; readonly json: Json }[]) {
  const modules = [...new Set(all.flatMap(({ module }) => module ?? []))];
  const of = (module: string | undefined) =>
    all.filter((one) => one.module === module).map(({ json }) => json);
  return {
    root_module: {
      resources: of(undefined),
      child_modules: modules.map((address) => ({ address, resources: of(address) })),
    },
  };
}

function moduleJson(blocks: readonly Block[]) {
  return blocks.map((one) => {
    const isData = one.block.startsWith("data.");
    const [type = "", name = ""] = one.block.replace(/^data\./, "").split(".");
    return {
      address: one.block,
      mode: isData ? "data" : "managed",
      type,
      name,
      provider_config_key: "aws",
      expressions: Object.fromEntries(
        Object.entries(one.refs ?? {}).map(([key, refs]) => [key, expression(refs)]),
      ),
      ...(one.forEach === undefined ? {} : { for_each_expression: expression(one.forEach) }),
    };
  });
}

export function planOf(parts: readonly (Block | Call)[], before: readonly Block[] = []): Json {
  const blocks = parts.filter((one): one is Block => "block" in one);
  const calls = parts.filter((one): one is Call => "call" in one);
  const isRead = ({ block, deferred }: Block) => block.startsWith("data.") && deferred !== true;
  const after = blocks.filter((one) => !isRead(one)).flatMap(instancesOf);
  const prior = [...before, ...blocks.filter(isRead)].flatMap(instancesOf);
  return {
    format_version: "1.2",
    terraform_version: "1.9.8",
    planned_values: rootOf(after),
    resource_changes: after.map(({ json, unknown }) => ({
      address: json.address,
      change: { actions: ["create"], after_unknown: unknown },
    })),
    prior_state: { format_version: "1.0", values: rootOf(prior) },
    configuration: {
      provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "eu-west-1" } } } },
      root_module: {
        resources: moduleJson(blocks.filter((one) => one.in === undefined)),
        module_calls: Object.fromEntries(
          calls.map(({ call, refs = {}, outputs = {}, forEach }) => [
            call.replace("module.", ""),
            {
              expressions: Object.fromEntries(
                Object.entries(refs).map(([key, list]) => [key, expression(list)]),
              ),
              ...(forEach === undefined ? {} : { for_each_expression: expression(forEach) }),
              module: {
                outputs: Object.fromEntries(
                  Object.entries(outputs).map(([key, list]) => [key, { expression: expression(list) }]),
                ),
                resources: moduleJson(blocks.filter((one) => one.in === call)),
              },
            },
          ]),
        ),
      },
    },
  };
}

export function readJson(
  files: Readonly<Record<string, unknown>>,
  { side, region }: { readonly side?: Side; readonly region?: string } = {},
): Reading {
  return readTerraform(
    Object.entries(files).map(([path, value]) => ({ path, value })),
    { side, region, parameters: new Map(), findBeside: () => undefined },
    facts,
  );
}

export const read = (...parts: readonly (Block | Call)[]) => readJson({ "plan.json": planOf(parts) });

/** A VPC in the root, for what hangs on it. */
export const ground: readonly Block[] = [
  { block: "aws_vpc.a", values: { cidr_block: "10.0.0.0/16" }, refs: { cidr_block: null } },
];
export const vpcId = { vpc_id: ["aws_vpc.a.id"] } as const;
