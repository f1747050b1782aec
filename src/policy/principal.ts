/**
 * Whether a statement speaks of the principal that asks.
 *
 * Rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html, the page
 * …elements_notprincipal.html beside it, and for gateway endpoints
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (all read 2026-11-24).
 */
import type { MissingFact } from "../model/answer.ts";
import { matchesText, toGlob } from "./glob/glob.ts";
import type { Principal, Principals, Statement } from "./document/statement.ts";
import { nameOf } from "./document/statement.ts";
import { toFact } from "./condition/keys.ts";
import type { AskedRequests } from "./question.ts";
import { every, no, not, some, unsure, yes } from "./ternary.ts";
import type { Ternary } from "./ternary.ts";

const useCondition = "write the principal as the condition aws:PrincipalArn";
const elsewhere = "it names other principals";

export function judgePrincipals(statement: Statement, asked: AskedRequests): Ternary {
  const { principals } = statement;
  if (principals === undefined) {
    return asked.principalRequired === true
      ? unsure({ fact: `the principals of ${nameOf(statement)}, which names none`, settledBy: useCondition })
      : yes;
  }
  return principals.negated
    ? judgeExcepted(statement, principals, asked)
    : some(
        principals.entries.map((entry) => judgeEntry(entry, asked)),
        elsewhere,
      );
}

/**
 * `NotPrincipal` spares whom it lists, but AWS may check the account before the role in it: a role is spared for certain
 * only where both are listed. With Allow it is documented as not supported.
 */
function judgeExcepted(statement: Statement, { entries }: Principals, asked: AskedRequests): Ternary {
  const listed = some(
    entries.map((entry) => judgeEntry(entry, asked)),
    elsewhere,
  );
  const doubt = unsure({
    fact: `whether NotPrincipal of ${nameOf(statement)} spares the client`,
    settledBy: "list both the role and its account, or use the condition aws:PrincipalArn",
  });
  if (entries.some(({ kind }) => kind === "everyone")) return no(elsewhere);
  if (statement.effect === "Allow") return listed.value === "yes" ? no(elsewhere) : doubt;
  if (listed.value !== "yes") return not(listed, elsewhere);
  const isAccount = (entry: Principal) => accountIn(entry) !== undefined;
  const whole = [entries.filter(isAccount), entries.filter((entry) => !isAccount(entry))].map((half) =>
    some(
      half.map((entry) => judgeEntry(entry, asked)),
      elsewhere,
    ),
  );
  return every(whole).value === "yes" ? no(elsewhere) : doubt;
}

function judgeEntry(entry: Principal, asked: AskedRequests): Ternary {
  const { arn } = asked.principal;
  switch (entry.kind) {
    case "everyone":
      return yes;
    case "unresolved":
      return unsure(entry.missing);
    case "service":
      // Clients in a VPC ask as users and roles, never as an AWS service.
      return arn.known && arn.value === entry.text ? yes : no(elsewhere);
    case "federated":
    case "canonical-user":
      return unsure({
        fact: `whether the client is ${entry.text}, a principal of the policy`,
        settledBy: useCondition,
      });
    case "aws":
      return accountIn(entry) === undefined ? judgeArn(entry.text, asked) : judgeAccount(entry, asked);
    default:
      return entry satisfies never;
  }
}

/** The account that an entry names as a whole: by its id, or as `arn:aws:iam::ID:root`. */
function accountIn(entry: Principal): string | undefined {
  if (entry.kind !== "aws") return undefined;
  const [, id, rootOf] = /^(?:(\d{12})|arn:[^:]+:iam::(\d{12}):root)$/.exec(entry.text) ?? [];
  return id ?? rootOf;
}

function judgeAccount(entry: Principal, asked: AskedRequests): Ternary {
  const account = accountIn(entry);
  const own = accountOf(asked);
  if (own.id !== undefined && own.id !== account) return no(elsewhere);
  if (asked.rootMeansRootUser !== true) return own.id === undefined ? unsure(own.missing) : yes;
  const { arn } = asked.principal;
  if (!arn.known) return unsure(toFact(arn));
  return arn.value.endsWith(`:iam::${account}:root`)
    ? yes
    : no("as principal of a gateway endpoint an account is its root user alone");
}

function judgeArn(text: string, asked: AskedRequests): Ternary {
  const { arn } = asked.principal;
  const matched = arn.known ? compareArns(text, arn.value) : compareAccounts(text, asked, toFact(arn));
  if (matched.value === "no" || asked.rootMeansRootUser !== true) return matched;
  return unsure({
    fact: `what a gateway endpoint makes of the principal ${text}: only "*" is documented`,
    settledBy: useCondition,
  });
}

function compareArns(wanted: string, given: string): Ternary {
  if (wanted === given) return yes;
  const wantedRole = roleOf(wanted);
  const givenRole = roleOf(given);
  if (wantedRole !== undefined && givenRole !== undefined) {
    if (wantedRole.role !== givenRole.role) return no(elsewhere);
    if (wantedRole.session === undefined && givenRole.session !== undefined) return yes;
    if (wantedRole.session !== undefined && givenRole.session === undefined) {
      return unsure({ fact: `the session name of ${given}`, settledBy: "aws sts get-caller-identity" });
    }
    return no(elsewhere);
  }
  if (given === "anonymous") return no(elsewhere);
  const glob = toGlob(wanted);
  const arnWithoutWildcard = /^arn:[^*?]*$/.test(wanted);
  // Unique ids (AROA…) stand for one principal; a wildcard in part of an ARN is documented as not allowed.
  return arnWithoutWildcard || (wanted.startsWith("arn:") && !matchesText(glob, given))
    ? no(elsewhere)
    : unsure({ fact: `whether ${given} is ${wanted}, a principal of the policy`, settledBy: useCondition });
}

/** A role by account and name, which are unique whatever its path, and the session when the ARN is of one. */
function roleOf(arn: string): { readonly role: string; readonly session: string | undefined } | undefined {
  const role = /^(arn:[^:*?]+):iam::(\d{12}):role\/(?:[^*?]*\/)?([^/*?]+)$/.exec(arn);
  if (role !== null) return { role: role.slice(1).join(" "), session: undefined };
  const session = /^(arn:[^:*?]+):sts::(\d{12}):assumed-role\/([^/*?]+)\/([^*?]+)$/.exec(arn);
  return session === null ? undefined : { role: session.slice(1, 4).join(" "), session: session[4] };
}

function compareAccounts(wanted: string, asked: AskedRequests, missing: MissingFact): Ternary {
  const [, account] = /^arn:[^:]*:(?:iam|sts)::(\d{12}):/.exec(wanted) ?? [];
  const own = accountOf(asked);
  return account !== undefined && own.id !== undefined && own.id !== account
    ? no(elsewhere)
    : unsure(missing);
}

type OwnAccount = { readonly id: string } | { readonly id: undefined; readonly missing: MissingFact };

/** The account of who asks; an unsigned request has none. */
function accountOf({ principal: { arn, account } }: AskedRequests): OwnAccount {
  if (arn.known && arn.value === "anonymous") return { id: "" };
  if (account.known) return { id: account.value };
  const inArn = arn.known ? arn.value.split(":")[4] : undefined;
  return inArn === undefined || inArn === "" ? { id: undefined, missing: toFact(account) } : { id: inArn };
}
