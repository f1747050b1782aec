/** The output of an operation as the AWS CLI prints it: names of the API model, times as ISO texts. */
import type { Shape, Structure } from "../../schema/shape.ts";

export function toJson(shape: Structure, output: object): Readonly<Record<string, unknown>> {
  const fields = output as Readonly<Record<string, unknown>>;
  const json: Record<string, unknown> = {};
  for (const { name, shape: shapeOf } of shape.members) {
    const field = fields[name];
    if (field !== undefined && field !== null) json[name] = valueOf(shapeOf(), field);
  }
  return json;
}

function valueOf(shape: Shape, value: unknown): unknown {
  if (shape.kind === "structure") return toJson(shape, value as object);
  if (shape.kind === "list") {
    const item = shape.item();
    return (value as readonly unknown[]).map((one) => valueOf(item, one));
  }
  if (shape.kind === "time") return (value as Date).toISOString();
  return shape.kind === "bytes" ? Buffer.from(value as Uint8Array).toString("base64") : value;
}
