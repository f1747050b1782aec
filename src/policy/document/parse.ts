/**
 * A policy document from JSON, by the grammar of the policy language
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, read 2026-11-24).
 *
 * AWS refuses a document with one wrong part as a whole, so one fault makes the whole document malformed. An object
 * where a text belongs is not a fault: it is what a template's function leaves behind, a text that is not known.
 */
import { toConditions } from "./condition.ts";
import { isFields, report, show, toList } from "./faults.ts";
import type { Faults, Fields } from "./faults.ts";
import { toPatterns } from "./patterns.ts";
import { toPrincipals } from "./principals.ts";
import type { Policy, Statement } from "./statement.ts";

export type ParsedPolicy =
  | { readonly kind: "policy"; readonly policy: Policy }
  | { readonly kind: "malformed"; readonly faults: readonly string[] };

const documentElements = ["Version", "Id", "Statement"];
const statementElements = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const versions = ["2008-10-17", "2012-10-17"];

/** A document, or the text of one: plain JSON, or percent-encoded as the IAM API returns it. */
export function parsePolicy(document: unknown): ParsedPolicy {
  if (typeof document === "string") return parseText(document);
  const faults: Faults = { found: [], place: "the document" };
  const policy = toPolicy(document, faults);
  return faults.found.length > 0 ? { kind: "malformed", faults: faults.found } : { kind: "policy", policy };
}

function parseText(text: string): ParsedPolicy {
  try {
    const plain = text.trimStart().startsWith("%7B") ? decodeURIComponent(text) : text;
    const document: unknown = JSON.parse(plain);
    if (typeof document !== "string") return parsePolicy(document);
  } catch {
    return { kind: "malformed", faults: [`the document is not JSON: ${show(text)}`] };
  }
  return { kind: "malformed", faults: [`the document is a text, not an object: ${show(text)}`] };
}

function toPolicy(document: unknown, faults: Faults): Policy {
  if (!isFields(document)) {
    report(faults, `not an object but ${show(document)}`);
    return { statements: [] };
  }
  checkElements(document, documentElements, faults);
  const version = document["Version"];
  if (version !== undefined && !versions.some((known) => known === version)) {
    report(faults, `Version is ${show(version)}, not ${versions.join(" or ")}`);
  }
  if (document["Statement"] === undefined) {
    report(faults, "no Statement");
    return { statements: [] };
  }
  const variables = version === "2012-10-17";
  const statements = toList(document["Statement"], "Statement", faults).map((statement, index) =>
    toStatement(statement, { position: index + 1, variables, found: faults.found }),
  );
  return { statements };
}

interface StatementContext {
  readonly position: number;
  readonly variables: boolean;
  readonly found: string[];
}

function toStatement(statement: unknown, { position, variables, found }: StatementContext): Statement {
  const faults: Faults = { found, place: `statement ${position}` };
  if (!isFields(statement)) report(faults, `not an object but ${show(statement)}`);
  const fields = isFields(statement) ? statement : {};
  if (isFields(statement)) checkElements(fields, statementElements, faults);
  const sid = fields["Sid"];
  if (sid !== undefined && typeof sid !== "string") report(faults, `Sid is ${show(sid)}, not a text`);
  return {
    position,
    sid: typeof sid === "string" ? sid : undefined,
    effect: toEffect(fields, faults),
    principals: toPrincipals(fields, faults),
    actions: toPatterns(fields, { element: "Action", variables: false, faults }),
    resources: toPatterns(fields, { element: "Resource", variables, faults }),
    conditions: toConditions(fields["Condition"], variables, faults),
  };
}

function toEffect(fields: Fields, faults: Faults): Statement["effect"] {
  const effect = fields["Effect"];
  if (effect === "Allow" || effect === "Deny") return effect;
  report(faults, `Effect is ${effect === undefined ? "missing" : show(effect)}, not Allow or Deny`);
  return "Deny";
}

function checkElements(fields: Fields, allowed: readonly string[], faults: Faults): void {
  for (const element of Object.keys(fields)) {
    if (!allowed.includes(element)) report(faults, `${show(element)} is no element of the policy language`);
  }
}
