/** Every `Ref`, `Fn::GetAtt` and `Fn::Sub` of a template, in both spellings, by the resource or output it stands in. */
import { isMap, isPair, isScalar, isSeq, visit } from "yaml";
import type { Node, ParsedNode, YAMLMap } from "yaml";
import type { Mention } from "../../../model/source.ts";
import { textOf } from "./items.ts";
import type { Text } from "./items.ts";

export function mentionsIn(root: YAMLMap.Parsed, { lines }: Text): readonly Mention[] {
  return root.items.flatMap(({ key, value }) => {
    const section = textOf(key) ?? "";
    if (!isMap(value)) return [];
    return value.items.flatMap(({ key: own, value: inner }) =>
      inner === null
        ? []
        : namesIn(inner).map(({ of, offset }) => ({
            of,
            section,
            by: textOf(own) ?? "",
            line: lines.linePos(offset).line,
          })),
    );
  });
}

interface Named {
  readonly of: string;
  readonly offset: number;
}

function namesIn(root: ParsedNode): readonly Named[] {
  const found: Named[] = [];
  const add = (name: string, of: Node | null) => {
    const offset = of?.range?.[0] ?? 0;
    for (const one of resourcesIn(name, of)) found.push({ of: one, offset });
  };
  visit(root, (_, node) => {
    if (isPair(node)) {
      const name = isScalar(node.key) ? String(node.key.value) : "";
      if (functions.has(name)) add(name, node.value as Node | null);
    } else if ((isScalar(node) || isSeq(node)) && node.tag !== undefined) {
      const name = shortTags[node.tag];
      if (name !== undefined) add(name, node);
    }
  });
  return found;
}

const functions = new Set(["Ref", "Fn::GetAtt", "Fn::Sub"]);
const shortTags: Readonly<Record<string, string>> = {
  "!Ref": "Ref",
  "!GetAtt": "Fn::GetAtt",
  "!Sub": "Fn::Sub",
};

function resourcesIn(name: string, node: Node | null): readonly string[] {
  const first = isSeq(node) ? (node.items[0] as Node | undefined) : node;
  const text = isScalar(first) && typeof first.value === "string" ? first.value : undefined;
  if (text === undefined) return [];
  if (name === "Ref") return [text];
  if (name === "Fn::GetAtt") return [text.split(".")[0] ?? text];
  return [...text.matchAll(/\$\{\s*([A-Za-z0-9]+)[^}]*\}/g)].map(([, one = ""]) => one);
}
