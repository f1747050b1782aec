/**
 * From IAM actions to the services that are called, and back.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * (read 2026-11-24): an action's prefix is not always the name of the service's endpoint.
 */
import { datedOf, mustHold, parseTable, wordsIn } from "../csv.ts";

export interface ActionRow {
  readonly prefix: string;
  /** As written; `*` alone for every action that no other row of the prefix names. */
  readonly names: readonly string[];
  readonly services: readonly string[];
}

const rest = "*";

export function parseActions(text: string, isService: (token: string) => boolean): readonly ActionRow[] {
  const columns = ["prefix", "actions", "services", "source", "date", "note"] as const;
  return parseTable("iam-actions", text, columns).map((row) => {
    datedOf(row);
    const services = wordsIn(row.cells.services);
    const names = wordsIn(row.cells.actions);
    for (const token of services) mustHold(row, isService(token), `no service ${token}`);
    mustHold(row, /^[a-z0-9-]+$/.test(row.cells.prefix) && names.length > 0, "no prefix or no action");
    return { prefix: row.cells.prefix, names, services };
  });
}

export function servicesOfAction(rows: readonly ActionRow[], action: string): readonly string[] | undefined {
  const [prefix = "", name = ""] = action.toLowerCase().split(":");
  const own = rows.filter((row) => row.prefix === prefix);
  const asked = wildcard(name);
  const named = own.filter(({ names }) => names.some((one) => one !== rest && asked.test(one.toLowerCase())));
  const others = own.filter(({ names }) => names.includes(rest));
  const isOneName = !/[*?]/.test(name);
  const matched = isOneName && named.length > 0 ? named : [...named, ...others];
  if (matched.length === 0) return undefined;
  return [...new Set(matched.flatMap(({ services }) => services))];
}

/** `s3:*` for a service with a prefix of its own; else the actions that lead to it; empty when none is known. */
export function actionsOfService(rows: readonly ActionRow[], token: string): readonly string[] {
  const all = rows.filter(({ services }) => services.includes(token));
  const named = all.filter(({ prefix }) => prefix === token);
  const own = named.length > 0 ? named : all;
  const whole = own.filter(({ names }) => names.includes(rest));
  return [
    ...new Set(
      (whole.length > 0 ? whole : own).flatMap(({ prefix, names }) =>
        names.map((name) => `${prefix}:${name}`),
      ),
    ),
  ];
}

/** IAM's own wildcards: `*` for any text, `?` for one character. */
function wildcard(name: string): RegExp {
  const source = name
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`);
}
