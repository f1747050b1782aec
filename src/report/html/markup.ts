/** HTML that is safe by the way it is made: whatever is put into a template is text, unless a template made it. */
import { printable } from "../text/page.ts";

export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Markup[];

/** Names in an input may hold anything: in the text and in quoted attributes it stays what it is. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { html: texts.map((text, index) => text + toHtml(parts[index] ?? "")).join("") };
}

function toHtml(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return escape(`${part}`);
  return "html" in part ? part.html : part.map((each) => each.html).join("");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
