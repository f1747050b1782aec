/** Templates from texts, and values as plain data, for the tests of evaluation. */
import { posix } from "node:path";
import type { Facts } from "../../../src/facts/index.ts";
import { AppError } from "../../../src/model/app-error.ts";
import { evaluateTemplates } from "../../../src/readers/cloudformation/evaluate.ts";
import type { Evaluated } from "../../../src/readers/cloudformation/evaluate.ts";
import type { Value } from "../../../src/readers/resource/property/value.ts";

const zones: ReadonlyMap<string, readonly string[]> = new Map([
  ["us-east-1", ["us-east-1a", "us-east-1b", "us-east-1c"]],
  ["cn-north-1", ["cn-north-1a", "cn-north-1b"]],
]);

/** Two Regions stand for all: the real table is tested in facts. */
const facts = {
  regionNamed: (name: string) => ({
    name,
    zones: zones.get(name) ?? [],
    partition: name.startsWith("cn-")
      ? { name: "aws-cn", dnsSuffix: "amazonaws.com.cn" }
      : { name: "aws", dnsSuffix: "amazonaws.com" },
  }),
} as unknown as Pick<Facts, "regionNamed">;

export interface Options {
  readonly region?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** Files that are not given, but lie beside those that are. */
  readonly beside?: Readonly<Record<string, string>>;
}

export function evaluate(files: Readonly<Record<string, string>>, options: Options = {}): Evaluated {
  const around = { ...options.beside, ...files };
  return evaluateTemplates(
    Object.entries(files).map(([path, text]) => ({ path, text })),
    {
      region: options.region,
      parameters: new Map(Object.entries(options.parameters ?? {})),
      findBeside: (from, reference) => {
        const path = posix.join(posix.dirname(from.path), reference);
        const text = around[path];
        return text === undefined ? undefined : { path, text };
      },
    },
    facts,
  );
}

/** What a template makes of one expression: the property `Value` of its resource `Probe`, which follows a VPC. */
export function valueOf(expression: string, options: Options & { readonly sections?: string } = {}): unknown {
  const text = [
    options.sections ?? "",
    "Resources:",
    "  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }",
    "  Probe:",
    "    Type: Test::Probe",
    "    Properties:",
    `      Value: ${expression}`,
  ].join("\n");
  return show(propertyOf(evaluate({ "t.yaml": text }, options), "Probe"));
}

export function propertyOf({ resources }: Evaluated, id: string, name = "Value"): Value | undefined {
  const resource = resources.find((candidate) => candidate.id === id);
  if (resource === undefined)
    throw new Error(`${id} is not among ${resources.map((each) => each.id).join(", ")}`);
  return resource.properties.entries.get(name);
}

/** `{ ref: "Vpc" }` for references, `{ unknown: "the Region" }` for unknowns, plain data for the rest. */
export function show(value: Value | undefined): unknown {
  const content = value?.content;
  if (content === undefined || content === null || typeof content !== "object") return content;
  switch (content.kind) {
    case "reference":
      return content.attribute === undefined
        ? { ref: content.resource.id }
        : { ref: content.resource.id, attribute: content.attribute };
    case "unresolved":
      return { unknown: content.unknown.fact };
    case "list":
      return content.items.map(show);
    case "fields":
      return Object.fromEntries([...content.entries].map(([key, item]) => [key, show(item)]));
    default:
      return content satisfies never;
  }
}

/** `message: hint` of the AppError that `run` must throw. */
export function refusalOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return `${error.message}: ${error.hint}`;
    throw error;
  }
  throw new Error("nothing was refused");
}
