/**
 * The default endpoint policy written out, as CDK writes it: everything to everybody.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html (read 2026-11-24)
 */
export function isFullAccess(document: unknown): boolean {
  const statements = listOf(fieldOf(document, "Statement"));
  const [only] = statements;
  return statements.length === 1 && isOpen(only);
}

const allowed: Readonly<Record<string, (value: unknown) => boolean>> = {
  Sid: () => true,
  Effect: (value) => value === "Allow",
  Principal: (value) => isStar(value) || isStar(fieldOf(value, "AWS")),
  Action: isStar,
  Resource: isStar,
};

/** No other key may narrow it. */
function isOpen(statement: unknown): boolean {
  if (typeof statement !== "object" || statement === null) return false;
  const keys = Object.keys(statement);
  const needed = ["Effect", "Principal", "Action", "Resource"];
  return (
    needed.every((key) => keys.includes(key)) &&
    Object.entries(statement).every(([key, value]) => allowed[key]?.(value) === true)
  );
}

function isStar(value: unknown): boolean {
  const items = listOf(value);
  return items.length === 1 && items[0] === "*";
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
