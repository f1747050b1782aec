/**
 * Texts become nodes: values with lines, one form for JSON and YAML.
 *
 * Decides what the text says; leaves what it means (sections, functions) to template/ and intrinsic/.
 */
import type { InputFile } from "../../input.ts";
import { parseJson } from "./json.ts";
import type { Syntax } from "./node.ts";
import { parseYaml } from "./yaml.ts";

/** Throws an AppError that names file, line and column where the text is broken. */
export function parseSyntax({ path, text }: InputFile): Syntax {
  const content = text.replace(/^\uFEFF/, "");
  return isJson(content) ? parseJson(path, content) : parseYaml(path, content);
}

/** YAML's own `{a: b}` and `{ !Ref x }` have no double quote after the brace. */
function isJson(text: string): boolean {
  return /^\s*(?:\{\s*["}]|\[)/.test(text);
}
