/** AWS managed policies, by name: the services whose actions they allow. */
import { datedOf, indexRows, mustHold, parseTable, wordsIn } from "../csv.ts";
import type { Dated } from "../dated.ts";

export interface ManagedPolicy extends Dated {
  readonly services: readonly string[];
}

export function parseManagedPolicies(
  text: string,
  isService: (token: string) => boolean,
): ReadonlyMap<string, ManagedPolicy> {
  // `other` keeps the action prefixes of a policy that belong to no service an SDK can call.
  const rows = parseTable("managed-policies", text, ["policy", "services", "other", "source", "date"]);
  return new Map(
    [...indexRows(rows, ({ cells }) => cells.policy)].map(([name, row]) => {
      const services = wordsIn(row.cells.services);
      for (const token of services) mustHold(row, isService(token), `no service ${token}`);
      return [name, { services, ...datedOf(row) }];
    }),
  );
}

/** `AmazonSSMManagedInstanceCore` of `arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore`, or of the name alone. */
export function policyNameOf(nameOrArn: string): string {
  return nameOrArn.trim().split("/").at(-1) ?? "";
}
