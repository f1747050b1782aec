/** Texts of nftables: chains, sets and maps. Names and elements are the lab's own, never a user's. */

export function chain(name: string, rules: readonly string[]): string {
  return [`  chain ${name} {`, ...rules.map((rule) => `    ${rule}`), "  }"].join("\n");
}

/** With its size said, a set is a table of that many places: found in half the time. */
const sizeOf = (elements: readonly unknown[]): string => `    size ${Math.max(elements.length, 1)}`;

export function set(name: string, type: string, elements: readonly string[], flags = ""): string {
  const lines = [`  set ${name} {`, `    type ${type}`];
  if (flags === "") lines.push(sizeOf(elements));
  else lines.push(`    flags ${flags}`, "    auto-merge");
  if (elements.length > 0) lines.push(`    elements = { ${elements.join(", ")} }`);
  return [...lines, "  }"].join("\n");
}

export function map(name: string, type: string, elements: readonly (readonly [string, string])[]): string {
  const lines = [`  map ${name} {`, `    type ${type}`, sizeOf(elements)];
  const pairs = elements.map(([key, value]) => `${key} : ${value}`);
  if (pairs.length > 0) lines.push(`    elements = { ${pairs.join(", ")} }`);
  return [...lines, "  }"].join("\n");
}

/** For who keeps no connections in mind: the kernel drops what is about none of its sockets. */
export const icmpErrors = [
  "icmp type { destination-unreachable, time-exceeded, parameter-problem } accept",
  "icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem } accept",
] as const;

const table = "inet lab";

/** The lab's table, in place of the one before: the kernel puts it there whole, or not at all. Other tables stay. */
export const ruleset = (parts: readonly string[]): string =>
  [`table ${table}`, `delete table ${table}`, `table ${table} {`, ...parts, "}", ""].join("\n");

export const noRuleset = `delete table ${table}\n`;

/**
 * While a router is changed it carries nothing but what no rule is asked about: no packet meets one half of the change and
 * not the other.
 */
export const shut = [
  "table inet lab-shut {",
  chain("forward", [
    "type filter hook forward priority filter - 10; policy accept;",
    'iifname "meta" accept',
    'oifname "meta" accept',
    'counter drop comment "the network is being changed"',
  ]),
  "}",
  "",
].join("\n");

export const open = "delete table inet lab-shut\n";

export const quoted = (name: string): string => `"${name}"`;

/** Ids come from users, and a comment ends at a quote; nftables takes 128 characters. */
export const comment = (text: string): string =>
  `comment "${text.replaceAll(/[^\w .:/*+-]/g, "_").slice(0, 120)}"`;
