/**
 * Scripts and cloud-init's documents as lines of which each is one command.
 * https://cloudinit.readthedocs.io/en/latest/explanation/format.html: `runcmd` takes a command as a text or as a list.
 */

/**
 * What a machine runs: without comments, with broken lines joined, with commands that are lists written as texts, and with
 * variables of the shell filled in where the script says them plainly.
 */
export function commandsIn(script: string): string {
  return filled(commandLines(script));
}

const assignment =
  /^\s*(?:export\s+|readonly\s+)?([A-Za-z_]\w*)=(?:"([^"$`\n]*)"|'([^'\n]*)'|([^\s"'$`;|&()]+))\s*;?$/gm;

function filled(text: string): string {
  const values = new Map(
    [...text.matchAll(assignment)].map(([, name = "", ...quoted]) => [
      name,
      quoted.find((value) => value !== undefined) ?? "",
    ]),
  );
  if (values.size === 0) return text;
  return text.replaceAll(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced?: string, bare?: string) => values.get(braced ?? bare ?? "") ?? whole,
  );
}

function commandLines(script: string): string {
  return script
    .replaceAll("\r\n", "\n")
    .split("\n")
    .filter((line) => !isComment(line))
    .join("\n")
    .replaceAll(/[\\`^]\n\s*/g, " ")
    .replaceAll(
      listCommand,
      (_, lead: string, items: string) => `${lead}${items.replaceAll(/["']?\s*,\s*["']?/g, " ")}`,
    );
}

const listCommand = /^(\s*-\s+)\[\s*["']?([^\]\n]*?)["']?\s*\]\s*$/gm;

/** The first line's interpreter and cloud-init's markers stay. */
const isComment = (line: string) => /^\s*#(?!!|cloud-|include)/.test(line);

const runOptionsWithoutValue =
  /^(?:-[ditqPp]*[ditqP]|--(?:detach|interactive|tty|rm|privileged|init|quiet|read-only|no-healthcheck|oom-kill-disable|publish-all|all-tags|disable-content-trust))$/;

/** References of the images that a command of Docker pulls; none where the line does not say it plainly. */
export function imagesPulledBy(line: string): readonly string[] {
  const commands = line.matchAll(
    /\b(?:docker|podman|nerdctl|ctr)\s+(?:-\S+\s+)*(?:images?\s+)?(pull|run|create)\s+([^|;&\n]*)/g,
  );
  return [...commands].flatMap(([, , rest = ""]) => imageAfterOptions(rest.trim().split(/\s+/)) ?? []);
}

/** Options come first; one that is not known to stand alone takes the next word, unless it carries its value. */
function imageAfterOptions(words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith("-")) return /^["'$]?["']?$/.test(word) ? undefined : word.replaceAll(/["']/g, "");
    if (!word.includes("=") && !runOptionsWithoutValue.test(word)) at += 1;
  }
  return undefined;
}
