/**
 * Parameters of the Query protocol as the input of an operation, by its shape: `Tags.member.1.Key=a`.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html (read 2026-11-29)
 */
import type { Shape, Structure } from "../../schema/shape.ts";
import { invalidMember, ServiceFault } from "../fault.ts";

interface Node {
  text: string | undefined;
  readonly children: Map<string, Node>;
}

const emptyNode = (): Node => ({ text: undefined, children: new Map() });
const deepest = 12;

export function readInput(
  shape: Structure,
  parameters: Iterable<readonly [name: string, value: string]>,
): Record<string, unknown> {
  const root = emptyNode();
  for (const [name, value] of parameters) {
    const path = name.split(".");
    if (path.length > deepest) throw malformed(name);
    let node = root;
    for (const step of path) {
      const next = node.children.get(step) ?? emptyNode();
      node.children.set(step, next);
      node = next;
    }
    node.text = value;
  }
  return readStructure(shape, root, "");
}

const malformed = (name: string) =>
  new ServiceFault("MalformedInput", `The parameter ${name} is not recognized`);

function readStructure({ members }: Structure, node: Node, path: string): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const { name, queryName, required, shape } of members) {
    const child = node.children.get(queryName);
    if (child !== undefined) input[name] = readValue(shape(), child, `${path}${name}`);
    else if (required) throw invalidMember(`${path}${name}`, undefined, "Member must not be null");
  }
  return input;
}

function readValue(shape: Shape, node: Node, path: string): unknown {
  switch (shape.kind) {
    case "structure":
      return readStructure(shape, node, `${path}.`);
    case "list": {
      const items = [...(node.children.get(shape.itemName)?.children ?? [])];
      return items
        .filter(([key]) => /^\d{1,6}$/.test(key))
        .sort(([a], [b]) => Number(a) - Number(b))
        .map(([key, child]) => readValue(shape.item(), child, `${path}.${key}.member`));
    }
    case "map":
      throw malformed(path);
    case "number":
      if (!/^-?\d{1,15}$/.test(node.text ?? "")) throw malformed(path);
      return Number(node.text);
    case "flag":
      return node.text === "true";
    case "time":
      return new Date(node.text ?? "");
    case "bytes":
      return Buffer.from(node.text ?? "", "base64");
    case "text":
      return node.text ?? "";
    default:
      return shape satisfies never;
  }
}
