/** Names in the one form that everything here compares: lower case, no trailing dot, the root empty. */
import type { Apex } from "./answer.ts";
import { shortTtlSeconds } from "./answer.ts";

export const plainName = (text: string): string => text.toLowerCase().replace(/\.$/, "");

/** Labels of 1 to 63 characters, 253 in all (RFC 1035); underscores as in SRV and TXT names, `*` as in a wildcard. */
export function isDnsName(name: string): boolean {
  return name.length <= 253 && name.split(".").every((label) => /^[a-z0-9_*-]{1,63}$/.test(label));
}

export function isWithin(name: string, zone: string): boolean {
  return zone === "" || name === zone || name.endsWith(`.${zone}`);
}

/** `*.` stands for one or more labels, as in DNS (RFC 4592). */
export function covers(pattern: string, name: string): boolean {
  return pattern.startsWith("*.") ? name.endsWith(pattern.slice(1)) : pattern === name;
}

/** The zone that the lab pretends a public name is in: its last two labels. */
export const publicApex = (name: string): Apex => ({
  name: name.split(".").slice(-2).join("."),
  negativeTtlSeconds: shortTtlSeconds,
});
