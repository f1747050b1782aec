/** Parameters become the input of an operation, by its shape; what the shape does not know is refused as AWS does. */
import { Ec2Error, invalidCombination, invalidValue, missingParameter } from "../error.ts";
import type { ParameterNode } from "./parameters.ts";
import type { ListShape, Member, Scalar, Shape, Structure } from "../../schema/shape.ts";

/** Parameters of every request: what is asked, and the signature in a query. */
const common =
  /^(Action|Version|X-Amz-.*|AWSAccessKeyId|Signature|SignatureMethod|SignatureVersion|SecurityToken|Timestamp|Expires)$/i;

export function readInput(shape: Structure, root: ParameterNode): Record<string, unknown> {
  return readStructure(shape, root, "");
}

function readStructure(shape: Structure, node: ParameterNode, path: string): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const [name, child] of node.children) {
    const member = shape.byQueryName.get(name);
    if (member === undefined) {
      if (path === "" && common.test(name)) continue;
      throw new Ec2Error("UnknownParameter", `The parameter ${path}${name} is not recognized`);
    }
    const value = readValue(member.shape(), child, `${path}${name}`);
    if (value !== undefined) input[member.name] = value;
  }
  for (const member of shape.members) {
    if (!member.required) break;
    if (input[member.name] === undefined) throw missing(member, path);
  }
  return input;
}

/** Where AWS calls a parameter otherwise than its name says. */
const otherNames: Readonly<Record<string, string>> = { ResourceId: "resourceIdSet", Tag: "tagSet" };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html (read 2026-11-29): no instances are a wrong combination. */
function missing({ name, queryName }: Member, path: string): Ec2Error {
  return name === "InstanceIds"
    ? invalidCombination("No instances specified")
    : missingParameter(`${path}${otherNames[queryName] ?? lowered(queryName)}`);
}

const lowered = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);

function readValue(shape: Shape, node: ParameterNode, path: string): unknown {
  if (shape.kind === "structure") return readStructure(shape, node, `${path}.`);
  if (shape.kind === "list") return readList(shape, node, path);
  // EC2's protocol has no maps.
  if (shape.kind === "map") throw new Ec2Error("UnknownParameter", `The parameter ${path} is not recognized`);
  if (node.children.size > 0) {
    const [inner] = node.children.keys();
    throw new Ec2Error("UnknownParameter", `The parameter ${path}.${inner} is not recognized`);
  }
  return node.text === undefined ? undefined : readScalar(shape.kind, node.text, path);
}

/** Items count by their number, which may have gaps. */
function readList(shape: ListShape, node: ParameterNode, path: string): readonly unknown[] {
  const item = shape.item();
  return [...node.children]
    .map(([key, child]) => {
      if (!/^\d{1,9}$/.test(key))
        throw new Ec2Error("UnknownParameter", `The parameter ${path}.${key} is not recognized`);
      return [Number(key), child] as const;
    })
    .sort(([a], [b]) => a - b)
    .map(([index, child]) => readValue(item, child, `${path}.${index}`));
}

function readScalar(kind: Scalar["kind"], text: string, path: string): unknown {
  switch (kind) {
    case "text":
      return text;
    case "flag":
      if (/^(true|1)$/i.test(text)) return true;
      if (/^(false|0)$/i.test(text)) return false;
      throw invalidValue(
        `Value (${text}) for parameter ${lowered(path)} is invalid. It must be true or false`,
      );
    case "number":
      if (/^-?\d{1,19}(\.\d{1,19})?$/.test(text)) return Number(text);
      throw invalidValue(`Value (${text}) for parameter ${lowered(path)} is invalid. It must be a number`);
    case "time": {
      const time = new Date(/^\d+$/.test(text) ? Number(text) * 1000 : text);
      if (!Number.isNaN(time.getTime())) return time;
      throw invalidValue(`Value (${text}) for parameter ${lowered(path)} is invalid. It must be a time`);
    }
    case "bytes":
      return new Uint8Array(Buffer.from(text, "base64"));
    default:
      return kind satisfies never;
  }
}
