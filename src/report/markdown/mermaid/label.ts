/** Text in a Mermaid diagram, safe by the way it is made: every letter that is more than a letter is an entity. */
import { printable } from "../../text/page.ts";

/**
 * Neither Mermaid, nor the Markdown that it reads in labels, nor a page means anything by letters, or by a dot, hyphen or underscore
 * within a word; but for `www.`, which is a link.
 */
const meaning = /(?<=www)\.|(?![\p{L}\p{M}\p{N} ,/])(?!(?<=[\p{L}\p{N}])[._-](?=[\p{L}\p{N}]))./giu;
/**
 * Even as entities, a backslash with an n breaks the line, dollars are mathematics, and a colon before `fa-` makes an icon: signs
 * that look like them stand there.
 */
const special = /[\\$]|:(?=fa-)/g;
const lookalikes: Readonly<Record<string, string>> = { "\\": "\u2216", $: "\uff04", ":": "\u2236" };
const longest = 60;
const ellipsis = "…";

/** A label in quotes, of whatever is not empty. */
export function label(words: readonly string[], between: "<br>" | ", "): string {
  const said = words.filter((word) => word !== "");
  return `"${said.map(inert).join(between)}"`;
}

function inert(line: string): string {
  const shown = shortened(printable(line).trim()).replaceAll(
    special,
    (character) => lookalikes[character] ?? character,
  );
  return shown.replaceAll(meaning, (character) => `#${character.codePointAt(0)};`);
}

/** Names often differ in their last letters alone. */
function shortened(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  const half = longest / 2;
  return characters.slice(0, half).join("") + ellipsis + characters.slice(-half).join("");
}
