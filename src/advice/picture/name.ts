/** What members of a group have in common, as a name for all of them. */
import type { Member } from "../member.ts";

const shortest = 3;

export function commonName(members: readonly Member[]): string {
  const [first, ...others] = members;
  if (first === undefined) return "";
  if (others.length === 0) return first.id;
  const [shared] = aliasesOf(first).filter((name) => others.every((one) => aliasesOf(one).includes(name)));
  if (shared !== undefined) return shared;
  const prefix =
    commonPrefix(members.map(({ id }) => id)) ?? commonPrefix(members.map((one) => aliasesOf(one)[0] ?? ""));
  const kinds = new Set(members.map(({ kind }) => kind));
  const what = kinds.size === 1 ? first.kind : "workload";
  return prefix === undefined ? `${what} × ${members.length}` : `${prefix}* × ${members.length}`;
}

const aliasesOf = ({ workload }: Member): readonly string[] => workload?.aliases ?? [];

/** Ids that AWS gave tell nothing by their letters. */
const isGiven = (name: string) => /^[a-z]+-[0-9a-f]{6,}$/.test(name);

/** Up to the last letter where all of them break a word. */
function commonPrefix(names: readonly string[]): string | undefined {
  if (names.some((name) => name === "" || isGiven(name))) return undefined;
  const [first = ""] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length += 1;
  const prefix = first.slice(0, length).replace(/[\uD800-\uDBFF]$/, "");
  return prefix.length < shortest ? undefined : prefix;
}
