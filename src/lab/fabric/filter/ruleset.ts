/** Texts of nftables: chains, sets and maps. Names and elements are the lab's own, never a user's. */

export function chain(name: string, rules: readonly string[]): string {
  return [`  chain ${name} {`, ...rules.map((rule) => `    ${rule}`), "  }"].join("\n");
}

export function set(name: string, type: string, elements: readonly string[], flags = ""): string {
  const lines = [`  set ${name} {`, `    type ${type}`];
  if (flags !== "") lines.push(`    flags ${flags}`, "    auto-merge");
  if (elements.length > 0) lines.push(`    elements = { ${elements.join(", ")} }`);
  return [...lines, "  }"].join("\n");
}

export function map(name: string, type: string, elements: readonly (readonly [string, string])[]): string {
  const lines = [`  map ${name} {`, `    type ${type}`];
  const pairs = elements.map(([key, value]) => `${key} : ${value}`);
  if (pairs.length > 0) lines.push(`    elements = { ${pairs.join(", ")} }`);
  return [...lines, "  }"].join("\n");
}

/** One table, in place of all that was there before: the kernel puts it there whole, or not at all. */
export function ruleset(table: string, parts: readonly string[]): string {
  return ["flush ruleset", `table ${table} {`, ...parts, "}", ""].join("\n");
}

export const quoted = (name: string): string => `"${name}"`;

/** Ids come from users, and a comment ends at a quote; nftables takes 128 characters. */
export const comment = (text: string): string =>
  `comment "${text.replaceAll(/[^\w .:/*+-]/g, "_").slice(0, 120)}"`;
