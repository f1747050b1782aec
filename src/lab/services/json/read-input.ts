/** The body of a request as the input of its operation, by its shape: times become dates, base64 becomes bytes. */
import type { Shape, Structure } from "../../schema/shape.ts";
import { invalidMember, ServiceFault } from "../fault.ts";

export function parseBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8")) as unknown;
  } catch {
    throw new ServiceFault("SerializationException", "The body of the request is no JSON");
  }
}

/** Members that the shape does not know are passed over, as AWS does. */
export function readInput(shape: Structure, value: unknown): Record<string, unknown> {
  return readStructure(shape, value, "");
}

function readStructure(shape: Structure, value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw unreadable(value, "structure", path);
  const given = value as Readonly<Record<string, unknown>>;
  const input: Record<string, unknown> = {};
  for (const { name, required, shape: shapeOf } of shape.members) {
    const own = Object.hasOwn(given, name) ? given[name] : undefined;
    if (own === undefined || own === null) {
      if (required) throw invalidMember(`${path}${name}`, undefined, "Member must not be null");
      continue;
    }
    input[name] = readValue(shapeOf(), own, `${path}${name}`);
  }
  return input;
}

function readValue(shape: Shape, value: unknown, path: string): unknown {
  switch (shape.kind) {
    case "structure":
      return readStructure(shape, value, `${path}.`);
    case "list":
      if (!Array.isArray(value)) throw unreadable(value, "list", path);
      return value.map((one, index) => readValue(shape.item(), one, `${path}.${index + 1}.member`));
    case "map": {
      if (typeof value !== "object" || value === null || Array.isArray(value))
        throw unreadable(value, "map", path);
      return Object.fromEntries(
        Object.entries(value).map(([key, one]) => [key, readValue(shape.value(), one, `${path}.${key}`)]),
      );
    }
    case "text":
      if (typeof value !== "string") throw unreadable(value, "String", path);
      return value;
    case "number":
      if (typeof value !== "number") throw unreadable(value, "Number", path);
      return value;
    case "flag":
      if (typeof value !== "boolean") throw unreadable(value, "Boolean", path);
      return value;
    case "time":
      if (typeof value !== "number") throw unreadable(value, "Timestamp", path);
      return new Date(value * 1000);
    case "bytes":
      if (typeof value !== "string") throw unreadable(value, "Blob", path);
      return Buffer.from(value, "base64");
    default:
      return shape satisfies never;
  }
}

const unreadable = (value: unknown, wanted: string, path: string) =>
  new ServiceFault(
    "SerializationException",
    `${path === "" ? "the body" : path}: ${Array.isArray(value) ? "list" : typeof value} can not be converted to a ${wanted}`,
  );
