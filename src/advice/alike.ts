/** Members that need the same and fare alike: whatever is asked for one of them is answered for all. */
import type { Member } from "./member.ts";
import type { Needed } from "./need/index.ts";

export interface Alike {
  readonly needed: Needed;
  readonly first: Member;
  /** The first among them. */
  readonly members: readonly Member[];
}

/** In the order of their first members. `classOf` tells apart members that fare differently. */
export function groupAlike<Class>(
  members: readonly Member[],
  neededOf: (member: Member) => Needed,
  classOf: (member: Member) => Class,
): readonly Alike[] {
  const all: (Alike & { readonly members: Member[] })[] = [];
  const byNeeded = new Map<Needed, Map<Class, Member[]>>();
  for (const member of members) {
    const needed = neededOf(member);
    const byClass = byNeeded.get(needed) ?? new Map<Class, Member[]>();
    byNeeded.set(needed, byClass);
    const name = classOf(member);
    const known = byClass.get(name);
    if (known !== undefined) {
      known.push(member);
      continue;
    }
    const own = [member];
    byClass.set(name, own);
    all.push({ needed, first: member, members: own });
  }
  return all;
}
