/** XML as the APIs of AWS write it, and their requests read back: small documents alone, and none with a DOCTYPE. */
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** Elements by name, in order; a list repeats its element, and what is undefined is left out. */
export interface XmlElements {
  readonly [name: string]: XmlContent;
}
export type XmlContent = string | number | boolean | undefined | XmlElements | readonly XmlContent[];

export function formatXml(root: string, content: XmlContent, namespace?: string): string {
  const attribute = namespace === undefined ? "" : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${formatContent(content)}</${root}>`;
}

function formatContent(content: XmlContent): string {
  if (content === undefined) return "";
  if (typeof content !== "object") return escapeXml(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one] as const))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${formatContent(value as XmlContent)}</${name}>`)
    .join("");
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Control characters become numeric entities, as S3 writes them: a client would fold a bare carriage return. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[&<>"]/g, (character) => entities[character] ?? character)
    .replaceAll(/\p{Cc}/gu, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
}

/** An element as it was read: its text, or its elements by name without their namespace's prefix. */
export type ReadElement = string | { readonly [name: string]: ReadElement | readonly ReadElement[] };

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  removeNSPrefix: true,
  maxNestedTags: 32,
});

/** The root element, if it is of that name; undefined for what is no XML, or another document. */
export function parseXml(text: string, root: string): ReadElement | undefined {
  if (/<!DOCTYPE|<!ENTITY/i.test(text) || XMLValidator.validate(text) !== true) return undefined;
  try {
    const document = parser.parse(text) as Readonly<Record<string, ReadElement>>;
    return Object.hasOwn(document, root) ? document[root] : undefined;
  } catch {
    return undefined;
  }
}

/** All elements of that name, in order. */
export function elementsOf(element: ReadElement | undefined, name: string): readonly ReadElement[] {
  if (element === undefined || typeof element === "string" || !Object.hasOwn(element, name)) return [];
  const found = element[name];
  return found === undefined ? [] : ([found].flat() as readonly ReadElement[]);
}

/** The text of the first element of that name. */
export function textOf(element: ReadElement | undefined, name: string): string | undefined {
  const [first] = elementsOf(element, name);
  return typeof first === "string" ? first : undefined;
}
