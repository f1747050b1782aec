/**
 * Policy: what an IAM policy document admits, with three answers.
 *
 * Parses and evaluates one document for a family of requests. It leaves to its callers which documents apply, and how
 * their answers combine.
 */
import { listAllowedActions } from "./allowed-actions.ts";
export { mayGoTo } from "./allowed-actions.ts";
import { parsePolicy } from "./document/parse.ts";
import type { ParsedPolicy } from "./document/parse.ts";
import type { Policy, Statement } from "./document/statement.ts";
import { judge } from "./judge.ts";
import type { AllowedAction, AskedRequests, PolicyAnswer } from "./question.ts";
import { statementRule } from "./rule.ts";

export type { AllowedAction, AskedRequests, PolicyAnswer } from "./question.ts";

/** One document put to one family of requests. Never throws: a document that is none answers `unknown`. */
export function judgePolicy(document: unknown, asked: AskedRequests): PolicyAnswer {
  const parsed = parseOnce(document);
  if (parsed.kind === "malformed") return refusedByAws(parsed.faults);
  const open = findFullAccess(parsed.policy);
  return open === undefined ? judge(parsed.policy, asked) : fullAccess(open);
}

/** Actions of all Allow statements, as written (`NotAction` becomes `*`). None for a document that is none. */
export function allowedActions(document: unknown): readonly AllowedAction[] {
  const parsed = parseOnce(document);
  return parsed.kind === "malformed" ? [] : listAllowedActions(parsed.policy);
}

/** Documents are values: what was parsed once is not parsed again while its object lives. */
const parsedDocuments = new WeakMap<object, ParsedPolicy>();

function parseOnce(document: unknown): ParsedPolicy {
  if (typeof document !== "object" || document === null) return parsePolicy(document);
  const parsed = parsedDocuments.get(document) ?? parsePolicy(document);
  parsedDocuments.set(document, parsed);
  return parsed;
}

function refusedByAws(faults: readonly string[]): PolicyAnswer {
  const what = faults.slice(0, 3).join("; ");
  return {
    outcome: "unknown",
    rule: `AWS takes no such policy document: ${what}`,
    missing: [
      {
        fact: `a policy document that AWS would take: ${what}`,
        settledBy: "aws accessanalyzer validate-policy --policy-type RESOURCE_POLICY --policy-document FILE",
      },
    ],
  };
}

/** The statement that lets everyone do everything, as the default policy of an endpoint does, where nothing denies. */
function findFullAccess({ statements }: Policy): Statement | undefined {
  if (statements.some(({ effect }) => effect === "Deny")) return undefined;
  return statements.find(
    ({ actions, resources, principals, conditions }) =>
      conditions.length === 0 &&
      principals?.negated === false &&
      principals.entries.some(({ kind }) => kind === "everyone") &&
      [actions, resources].every(
        ({ negated, templates }) => !negated && templates.some(({ text }) => text === "*"),
      ),
  );
}

function fullAccess(statement: Statement): PolicyAnswer {
  return { outcome: "all", rule: statementRule(statement), missing: [] };
}
