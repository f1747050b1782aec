/** Parameters of documents: `{{ name }}` stands for a value, in every text of a document. */
import { isFields } from "../channel/fields.ts";
import type { Fields } from "../channel/fields.ts";

/** Values given, and the defaults of those that are not, by name. */
export function parameterValues(declared: Fields, given: Fields): Fields {
  const defaults = Object.entries(declared).flatMap(([name, parameter]) =>
    isFields(parameter) && "default" in parameter ? [[name, parameter["default"]] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...given };
}

/** A text that is nothing but a parameter becomes its value, lists and all; within a text it is written out. */
export function fillIn(value: unknown, values: Fields): unknown {
  if (typeof value === "string") return fillText(value, values);
  if (Array.isArray(value)) return value.flatMap((one: unknown) => fillElement(one, values));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillIn(one, values)]));
}

function fillElement(one: unknown, values: Fields): readonly unknown[] {
  const filled = fillIn(one, values);
  return typeof one === "string" && Array.isArray(filled) ? filled : [filled];
}

const whole = /^\{\{\s*([\w-]+)\s*\}\}$/;
const within = /\{\{\s*([\w-]+)\s*\}\}/g;

function fillText(text: string, values: Fields): unknown {
  const [, name = ""] = whole.exec(text) ?? [];
  if (Object.hasOwn(values, name)) return values[name];
  return text.replaceAll(within, (found, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : found;
    return typeof value === "string" ? value : JSON.stringify(value);
  });
}
