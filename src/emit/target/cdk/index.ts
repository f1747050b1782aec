/**
 * A change as TypeScript for CDK: a function for each phase and stack, which the stack calls at the end of its constructor. It adds
 * constructs of level 1, whose properties are all explicit, and changes others by the escape hatches of
 * https://docs.aws.amazon.com/cdk/v2/guide/cfn-layer.html (read 2026-11-29): the code that made them is not at hand.
 */
import { oneLine } from "../../page/markup.ts";
import type { Phase } from "../../change/action.ts";
import { call, code, plainNode, printTs, value } from "../../tree/typescript.ts";
import type { TsNode } from "../../tree/typescript.ts";
import type { NewFile } from "../phase-text.ts";
import { changeOf } from "./difference.ts";
import type { RawResource, TemplateChange } from "./difference.ts";
import { helpers } from "./helper.ts";

export interface SynthesizedChange {
  /** The template. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The name of the function of a phase. */
export function functionName({ slug }: Phase): string {
  return slug.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function typescriptOf(phase: Phase, { file, before, after }: SynthesizedChange): NewFile {
  const change = changeOf(before, after);
  const body = statements(change);
  const isUsed = (name: string) => body.some((line) => line.includes(`${name}(`));
  const used = helpers.filter(({ name, by }) => isUsed(name) || by.some(isUsed)).map(({ text }) => text);
  const code = [...body, ...used].join("\n");
  const imports = ["Aws", "CfnElement", "CfnResource", "Fn"].filter((name) => code.includes(`${name}.`));
  const names = [...imports, ...(code.includes("new ec2.") ? ["aws_ec2 as ec2"] : [])];
  const lines = [
    ...(names.length === 0 ? [] : [`import { ${names.join(", ")} } from "aws-cdk-lib";`]),
    `import type { ${code.includes(": CfnResource") && !imports.includes("CfnResource") ? "CfnResource, " : ""}Stack } from "aws-cdk-lib";`,
    "",
    `/** Phase ${phase.number}: ${phase.title}. The stack calls it at the end of its constructor. */`,
    `export function ${functionName(phase)}(stack: Stack): void {`,
    ...body.map((line) => `  ${line}`),
    "}",
    ...used.flatMap((text) => ["", text]),
  ];
  return { file: `${stackName(file)}.ts`, text: `${lines.join("\n")}\n` };
}

/** `cdk.out/Network.template.json` is of the stack Network. */
const stackName = (file: string) =>
  (file.split("/").at(-1) ?? file).replace(/\.template\.json$|\.json$/, "").replaceAll(/[^\w.-]/g, "-");

function statements({ added, changed, removed, removedOutputs }: TemplateChange): readonly string[] {
  return [
    ...added.flatMap(addition),
    ...changed.map(({ id, property, value: own }) =>
      statement(call("find", [code("stack"), value(id)], ""), "addPropertyOverride", [
        value(property),
        plainNode(own),
      ]),
    ),
    ...(removed.length === 0 ? [] : leaveOut("leaveOut", removed)),
    ...(removedOutputs.length === 0 ? [] : leaveOut("leaveOutOutputs", removedOutputs)),
  ];
}

const leaveOut = (name: string, ids: readonly string[]) =>
  `${printTs(call(name, [code("stack"), plainNode(ids)]))};`.split("\n");

const statement = (on: TsNode, method: string, args: readonly TsNode[]) =>
  `${printTs(on)}.${printTs(call(method, args), 2)};`.replaceAll("\n", "\n  ");

function addition([id, resource]: readonly [string, RawResource]): readonly string[] {
  const { Type, Condition, Properties = {} } = resource;
  const [, service = "", name = ""] = /^AWS::(\w+)::(\w+)$/.exec(Type) ?? [];
  const made = call(`new ${service.toLowerCase()}.Cfn${name}`, [
    code("stack"),
    value(`Denat${id}`),
    property(Properties),
  ]);
  const variable = `${id.slice(0, 1).toLowerCase()}${id.slice(1)}`;
  return [
    ...`const ${variable} = ${printTs(made)};`.split("\n"),
    `${variable}.overrideLogicalId(${printTs(value(id))});`,
    ...(Condition === undefined
      ? []
      : [`${variable}.addOverride("Condition", ${printTs(value(Condition))});`]),
  ];
}

/** Properties in the spelling of CDK, references as what they refer to. */
function property(json: unknown): TsNode {
  if (Array.isArray(json)) return { kind: "array", items: (json as readonly unknown[]).map(property) };
  if (typeof json !== "object" || json === null) return plainNode(json);
  const entries = Object.entries(json) as readonly (readonly [string, unknown])[];
  const [only, ...others] = entries;
  const referred = only !== undefined && others.length === 0 ? reference(only[0], only[1]) : undefined;
  return (
    referred ?? {
      kind: "object",
      entries: entries.map(
        ([key, own]) => [`${key.slice(0, 1).toLowerCase()}${key.slice(1)}`, property(own)] as const,
      ),
    }
  );
}

function reference(name: string, argument: unknown): TsNode | undefined {
  const found = (id: unknown, then: string) =>
    call("find", [code("stack"), value(oneLine(String(id)))], then);
  if (name === "Ref") return argument === "AWS::NoValue" ? code("Aws.NO_VALUE") : found(argument, ".ref");
  if (name === "Fn::Sub") return call("Fn.sub", [value(String(argument))]);
  if (!Array.isArray(argument)) return undefined;
  const [first, second, third] = argument as readonly unknown[];
  if (name === "Fn::GetAtt") return found(first, `.getAtt(${JSON.stringify(second)}).toString()`);
  if (name === "Fn::If")
    return call("Fn.conditionIf", [value(String(first)), property(second), property(third)], ".toString()");
  return undefined;
}
