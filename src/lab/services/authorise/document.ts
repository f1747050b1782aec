/** Policy documents taken apart where IAM treats the statements of one differently. */

interface Fields {
  readonly [name: string]: unknown;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Documents may be kept as their text. */
export function readDocument(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return document;
  }
}

export function statementsOf(document: unknown): readonly Fields[] {
  const read = readDocument(document);
  return isFields(read) ? [read["Statement"]].flat().filter(isFields) : [];
}

function withStatements(document: unknown, statements: readonly Fields[]): unknown {
  const read = readDocument(document);
  return isFields(read) ? { ...read, Statement: statements } : read;
}

/** The document with everything allowed besides: what it still denies, it denies explicitly. */
export function allowingAll(document: unknown, hasPrincipals: boolean): unknown {
  const all = { Effect: "Allow", Action: "*", Resource: "*", ...(hasPrincipals ? { Principal: "*" } : {}) };
  return withStatements(document, [...statementsOf(document), all]);
}

/**
 * The document without what it allows to accounts as a whole: within the account that only hands the question on to
 * identity policies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function withoutAccounts(document: unknown): unknown {
  return withStatements(
    document,
    statementsOf(document).flatMap((statement) => {
      const principal = statement["Principal"];
      if (statement["Effect"] !== "Allow" || !isFields(principal)) return [statement];
      const listed = [principal["AWS"] ?? []].flat();
      const kept = listed.filter((entry) => typeof entry !== "string" || !isAccount(entry));
      if (kept.length === listed.length) return [statement];
      const { AWS: _, ...others } = principal;
      const left = kept.length === 0 ? others : { ...others, AWS: kept };
      return Object.keys(left).length === 0 ? [] : [{ ...statement, Principal: left }];
    }),
  );
}

const isAccount = (principal: string) => /^\d{12}$|^arn:[^:]+:iam::\d{12}:root$/.test(principal);
