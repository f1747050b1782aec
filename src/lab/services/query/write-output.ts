/** An output as the elements of a Query answer, by its shape; what the shape does not know is left out. */
import type { Shape, Structure } from "../../schema/shape.ts";
import type { XmlContent, XmlElements } from "../wire/xml.ts";

export function writeOutput({ members }: Structure, output: object): XmlElements {
  const fields = output as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    members.flatMap(({ name, xmlName, shape }) => {
      const value = fields[name];
      return value === undefined || value === null ? [] : [[xmlName, write(shape(), value)]];
    }),
  );
}

function write(shape: Shape, value: unknown): XmlContent {
  switch (shape.kind) {
    case "structure":
      return writeOutput(shape, value as object);
    case "list": {
      const items = (value as readonly unknown[]).map((one) => write(shape.item(), one));
      return { [shape.itemName]: items };
    }
    case "time":
      return (value as Date).toISOString().replace(/\.\d+/, "");
    case "number":
    case "flag":
      return value as number | boolean;
    case "map":
    case "bytes":
    case "text":
      return value as string;
    default:
      return shape satisfies never;
  }
}
