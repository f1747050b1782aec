/** Free numbers for entries of network ACLs: before the first deny, which would win otherwise. */
import type { NetworkAclId } from "../../model/entity/entity.ts";
import { valueOr } from "../../model/known.ts";
import type { Network } from "../../model/network.ts";

/** The last number that custom entries may have; `*` comes after it. */
const last = 32_766;

/** Gives each number once. */
export function ruleNumbers(network: Network) {
  const given = new Map<string, Set<number>>();
  return (id: NetworkAclId, direction: "ingress" | "egress"): number | undefined => {
    const acl = network.networkAcls.get(id);
    if (acl === undefined) return undefined;
    const own = valueOr(acl.entries, []).filter((entry) => entry.direction === direction);
    const key = `${id} ${direction}`;
    const taken = given.get(key) ?? new Set(own.map(({ ruleNumber }) => ruleNumber));
    given.set(key, taken);
    const denies = own.filter(({ action }) => action === "deny").map(({ ruleNumber }) => ruleNumber);
    for (let number = Math.min(last + 1, ...denies) - 1; number >= 1; number -= 1) {
      if (taken.has(number)) continue;
      taken.add(number);
      return number;
    }
    return undefined;
  };
}
