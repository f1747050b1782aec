/**
 * What a role lets the agent do: all policies of the role that the input tells, put together, for IAM adds them up and one
 * Deny wins. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html (read 2026-11-29)
 *
 * Permissions boundaries and the organization's policies are in no input; that they let it pass is assumed.
 */
import type { MissingFact } from "../../model/answer.ts";
import type { Role } from "../../model/entity/workload.ts";
import { known, unknown } from "../../model/known.ts";
import type { Facts } from "../../facts/index.ts";
import { judgePolicy } from "../../policy/index.ts";

export type Permission = "yes" | "no" | { readonly missing: readonly MissingFact[] };

interface Request {
  readonly action: string;
  readonly resource: string;
}

export function judgeRole(facts: Facts, role: Role, { action, resource }: Request): Permission {
  const { managedPolicies, documents } = role;
  const managed = managedPolicies.known ? managedPolicies.value : [];
  const read = managed.map((policy) => statementsOf(facts, policy));
  const own = documents.known ? documents.value.flatMap(({ json }) => statementsIn(json)) : [];
  const statements = [...read.flatMap((one) => one.statements), ...own];
  const answer = judgeStatements(role, statements, { action, resource });
  const unread = [
    ...(managedPolicies.known ? [] : [managedPolicies]),
    ...(documents.known ? [] : [documents]),
    ...read.flatMap(({ perhaps, missing }) => [
      ...(missing ?? []),
      ...(perhaps.has(action) ? [conditionFact(role, action)] : []),
    ]),
  ];
  if (answer.outcome === "all") return "yes";
  if (answer.outcome === "none") return unread.length === 0 ? "no" : { missing: unread };
  return { missing: answer.missing.length > 0 ? answer.missing : [someFact(role, action)] };
}

/** A role without a policy has no document to judge, and may do nothing. */
function judgeStatements(role: Role, statements: readonly unknown[], { action, resource }: Request) {
  if (statements.length === 0) return { outcome: "none", missing: [] } as const;
  const account = unknown(`the account of ${role.id}`, "aws sts get-caller-identity");
  return judgePolicy(
    { Version: "2012-10-17", Statement: statements },
    {
      actions: [action],
      resources: [resource],
      principal: { arn: principalOf(role), account },
      keys: new Map([["aws:securetransport", known(["true"])]]),
    },
  );
}

const principalOf = ({ id }: Role) =>
  id.startsWith("arn:")
    ? known(String(id))
    : unknown(`the ARN of ${id}`, "deploy it, then read it with aws iam get-role");

const conditionFact = ({ id }: Role, action: string): MissingFact => ({
  fact: `whether ${id} may ${action} under the condition of its managed policy`,
  settledBy: `aws iam simulate-principal-policy --policy-source-arn ${id} --action-names ${action}`,
});

const someFact = ({ id }: Role, action: string): MissingFact => ({
  fact: `whether the policies of ${id} allow ${action} for this instance`,
  settledBy: `aws iam simulate-principal-policy --policy-source-arn ${id} --action-names ${action}`,
});

interface Read {
  readonly statements: readonly object[];
  readonly perhaps: ReadonlySet<string>;
  /** Of a policy that no table knows. */
  readonly missing?: readonly MissingFact[];
}

/** A managed policy as far as it is about the agent; a customer's own is among the documents of the role. */
function statementsOf(facts: Facts, policy: string): Read {
  const row = facts.agentPolicy(policy);
  if (row !== undefined && !isCustomers(policy)) {
    const { allows, denies, perhaps } = row;
    const statement = (Effect: string, Action: readonly string[]) =>
      Action.length === 0 ? [] : [{ Effect, Action, Resource: "*" }];
    return {
      statements: [...statement("Allow", allows), ...statement("Deny", denies)],
      perhaps: new Set(perhaps),
    };
  }
  if (isCustomers(policy) || facts.servicesOfPolicy(policy) !== undefined)
    return { statements: [], perhaps: new Set() };
  const fact = `what managed policy ${policy} allows`;
  return {
    statements: [],
    perhaps: new Set(),
    missing: [{ fact, settledBy: `aws iam get-policy-version for ${policy}` }],
  };
}

const isCustomers = (policy: string): boolean => /^arn:[^:]*:iam::\d{12}:policy\//.test(policy);

function statementsIn(json: unknown): readonly unknown[] {
  const { Statement } = (typeof json === "object" && json !== null ? json : {}) as {
    readonly Statement?: unknown;
  };
  return Array.isArray(Statement) ? (Statement as readonly unknown[]) : [Statement ?? json];
}
