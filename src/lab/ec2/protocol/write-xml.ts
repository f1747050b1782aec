/** The output of an operation as EC2's XML, by its shape. What the shape does not know is left out. */
import type { Shape, Structure } from "../../schema/shape.ts";

export const apiVersion = "2016-11-15";

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** An operation without output answers `<return>true</return>`. */
export function writeAnswer(
  operation: string,
  shape: Structure,
  { output, requestId }: { readonly output: object | undefined; readonly requestId: string },
): string {
  const body = shape.members.length === 0 ? "<return>true</return>" : writeMembers(shape, output ?? {});
  return `${head}<${operation}Response xmlns="http://ec2.amazonaws.com/doc/${apiVersion}/"><requestId>${requestId}</requestId>${body}</${operation}Response>`;
}

export function writeError(code: string, message: string, requestId: string): string {
  return `${head}<Response><Errors><Error><Code>${escape(code)}</Code><Message>${escape(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
}

function writeMembers(shape: Structure, value: object): string {
  let text = "";
  const fields = value as Readonly<Record<string, unknown>>;
  for (const { name, xmlName, shape: shapeOf } of shape.members) {
    const field = fields[name];
    if (field === undefined || field === null) continue;
    text += `<${xmlName}>${writeValue(shapeOf(), field)}</${xmlName}>`;
  }
  return text;
}

function writeValue(shape: Shape, value: unknown): string {
  switch (shape.kind) {
    case "text":
      return escape(String(value));
    case "number":
    case "flag":
      return String(value);
    case "time":
      return (value as Date).toISOString();
    case "bytes":
      return Buffer.from(value as Uint8Array).toString("base64");
    case "structure":
      return writeMembers(shape, value as object);
    case "map":
      // EC2's protocol has none.
      return "";
    case "list": {
      const item = shape.item();
      const { itemName } = shape;
      let text = "";
      for (const one of value as readonly unknown[])
        text += `<${itemName}>${writeValue(item, one)}</${itemName}>`;
      return text;
    }
    default:
      return shape satisfies never;
  }
}

const special = /[&<>"\r]/;
const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // A bare carriage return is read back as a line feed.
  "\r": "&#13;",
};

function escape(text: string): string {
  return special.test(text)
    ? text.replaceAll(/[&<>"\r]/g, (character) => entities[character] ?? character)
    : text;
}
