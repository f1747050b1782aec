/**
 * `Principal` and `NotPrincipal` of a statement
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html, read 2026-11-24).
 */
import { isFields, report, show, toList } from "./faults.ts";
import type { Faults, Fields } from "./faults.ts";
import type { Principal, Principals } from "./statement.ts";
import { unresolvedFact } from "./unresolved.ts";

const kinds = {
  AWS: "aws",
  Service: "service",
  Federated: "federated",
  CanonicalUser: "canonical-user",
} as const;

export function toPrincipals(fields: Fields, faults: Faults): Principals | undefined {
  const plain = fields["Principal"];
  const inverse = fields["NotPrincipal"];
  if (plain !== undefined && inverse !== undefined) {
    report(faults, "Principal and NotPrincipal exclude each other");
  }
  const negated = plain === undefined;
  const value = plain ?? inverse;
  if (value === undefined) return undefined;
  return { negated, entries: toEntries(value, negated ? "NotPrincipal" : "Principal", faults) };
}

function toEntries(value: unknown, name: string, faults: Faults): readonly Principal[] {
  if (value === "*") return [{ kind: "everyone" }];
  if (!isFields(value) || Object.keys(value).length === 0) {
    report(faults, `${name} is ${show(value)}, not "*" or an object of ${Object.keys(kinds).join(", ")}`);
    return [];
  }
  return Object.entries(value).flatMap(([key, listed]) => {
    const kind = Object.hasOwn(kinds, key) ? kinds[key as keyof typeof kinds] : undefined;
    if (kind === undefined) {
      report(faults, `${name} has no kind ${show(key)}`);
      return [];
    }
    return toList(listed, `${name}.${key}`, faults).flatMap((entry) =>
      toPrincipal(entry, { kind, name: `${name}.${key}`, faults }),
    );
  });
}

interface EntryContext {
  readonly kind: (typeof kinds)[keyof typeof kinds];
  readonly name: string;
  readonly faults: Faults;
}

function toPrincipal(entry: unknown, { kind, name, faults }: EntryContext): readonly Principal[] {
  // YAML reads an account id that is not quoted as a number.
  const text = kind === "aws" && Number.isSafeInteger(entry) ? String(entry).padStart(12, "0") : entry;
  if (typeof text === "string") {
    return text === "*" && kind === "aws" ? [{ kind: "everyone" }] : [{ kind, text }];
  }
  const missing = unresolvedFact(entry, name, faults);
  if (missing !== undefined) return [{ kind: "unresolved", text: show(entry), missing }];
  report(faults, `${name} holds ${show(entry)}, not a text`);
  return [];
}
