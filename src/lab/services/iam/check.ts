/** What names, paths and documents of IAM have to be. */
import { readDocument } from "../authorise/document.ts";
import { invalidMember, ServiceFault } from "../fault.ts";

const namePattern = /^[\w+=,.@-]+$/;
const pathPattern = /^(\/|\/[!-~]+\/)$/;

export function mustName(member: string, name: string | undefined, most: number): string {
  if (name === undefined || !namePattern.test(name))
    throw invalidMember(member, name, `Member must satisfy regular expression pattern: [\\w+=,.@-]+`);
  if (name.length > most)
    throw invalidMember(member, name, `Member must have length less than or equal to ${most}`);
  return name;
}

export function mustPath(path = "/"): string {
  if (pathPattern.test(path) && path.length <= 512) return path;
  throw invalidMember("path", path, "Member must begin and end with a slash");
}

const malformed = (message: string) => new ServiceFault("MalformedPolicyDocument", message);

/** `trust` names who may assume a role, and no resource. */
export function mustDocument(text: string, kind: "trust" | "inline"): string {
  const document = readDocument(text);
  if (typeof document !== "object" || document === null || !("Statement" in document))
    throw malformed("This policy contains invalid Json");
  const statements = [document.Statement].flat() as readonly (object | null)[];
  for (const statement of statements) {
    if (typeof statement !== "object" || statement === null) throw malformed("Syntax errors in policy.");
    const effect: unknown = "Effect" in statement ? statement.Effect : undefined;
    if (effect !== "Allow" && effect !== "Deny") throw malformed("Syntax errors in policy.");
    if (!("Action" in statement) && !("NotAction" in statement))
      throw malformed("Policy statement must contain actions.");
    const hasResource = "Resource" in statement || "NotResource" in statement;
    const hasPrincipal = "Principal" in statement || "NotPrincipal" in statement;
    if (kind === "trust" && hasResource) throw malformed("Has prohibited field Resource");
    if (kind === "trust" && !hasPrincipal) throw malformed("Missing required field Principal");
    if (kind === "inline" && hasPrincipal) throw malformed("Policy document should not specify a principal.");
    if (kind === "inline" && !hasResource) throw malformed("Policy statement must contain resources.");
  }
  return text;
}
