/** A page of a list; the token of the next one is the number of its first item. */
import { ServiceFault } from "../fault.ts";

export function pageOf<T>(
  all: readonly T[],
  { most, token }: { readonly most: number; readonly token: string | undefined },
): { readonly items: T[]; readonly next: string | undefined } {
  const from = token === undefined ? 0 : Number(Buffer.from(token, "base64url").toString());
  if (!Number.isInteger(from) || from < 0)
    throw new ServiceFault("InvalidNextToken", "The specified token is not valid.");
  const to = from + most;
  const next = to < all.length ? Buffer.from(String(to)).toString("base64url") : undefined;
  return { items: all.slice(from, to), next };
}
