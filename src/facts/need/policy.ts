/** AWS managed policies, by name: the services whose actions they allow; and SAM's policy templates: their actions. */
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

/** Actions by the name of the template. */
export function parsePolicyTemplates(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = parseTable("sam-policies", text, ["policy", "actions", "source", "date"]);
  return new Map(
    [...indexRows(rows, ({ cells }) => cells.policy)].map(([name, row]) => {
      datedOf(row);
      const actions = wordsIn(row.cells.actions);
      mustHold(
        row,
        actions.length > 0 && actions.every((action) => /^[a-z0-9-]+:\S+$/.test(action)),
        "no actions",
      );
      return [name, actions];
    }),
  );
}

/** `AmazonSSMManagedInstanceCore` of `arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore`, or of the name alone. */
export function policyNameOf(nameOrArn: string): string {
  return nameOrArn.trim().split("/").at(-1) ?? "";
}
