/**
 * The Parameters section.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html, read 2026-11-24.
 */
import { entriesOf, findNode, findText, itemsOf } from "../syntax/node.ts";
import type { Node } from "../syntax/node.ts";

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly isList: boolean;
  /** The value names an SSM parameter, whose value CloudFormation fetches when it deploys. */
  readonly isStored: boolean;
  readonly defaultText: string | undefined;
  /** Empty when any value is allowed. */
  readonly allowed: readonly string[];
  readonly line: number;
}

export function toParameters(section: Node | undefined): ReadonlyMap<string, Parameter> {
  return new Map(
    [...entriesOf(section)].map(([name, { node, line }]) => [name, toParameter(name, node, line)]),
  );
}

function toParameter(name: string, node: Node, line: number): Parameter {
  const type = findText(findNode(node, "Type")) ?? "String";
  const stored = /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];
  const given = findNode(node, "Default");
  return {
    name,
    type,
    isList: /^(?:List<.+>|CommaDelimitedList)$/.test(stored ?? type),
    isStored: stored !== undefined,
    defaultText: given?.kind === "sequence" ? given.items.map(findText).join(",") : findText(given),
    allowed: itemsOf(findNode(node, "AllowedValues")).map((item) => findText(item) ?? ""),
    line,
  };
}
