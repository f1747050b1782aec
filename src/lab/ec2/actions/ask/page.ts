/** One page of an answer. */
import { Ec2Error, invalidCombination, invalidValue } from "../../error.ts";

export interface PageInput {
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

export interface PageRules {
  /** Whether the request names what it wants, which most calls do not take together with a page size. */
  readonly named?: boolean;
  readonly least?: number;
  readonly most?: number;
}

export interface Page<R> {
  readonly rows: readonly R[];
  readonly NextToken: string | undefined;
}

/** `idOf` tells where the next page goes on, however many rows came or went before it. */
export function pageOf<R>(
  rows: readonly R[],
  { MaxResults, NextToken }: PageInput,
  { idOf, named, least = 5, most = 1000 }: PageRules & { readonly idOf: (row: R) => string },
): Page<R> {
  if (MaxResults === undefined && NextToken === undefined) return { rows, NextToken: undefined };
  if (named === true && MaxResults !== undefined)
    throw invalidCombination("The parameter maxResults cannot be used with a list of ids");
  if (MaxResults !== undefined && MaxResults < least)
    throw invalidValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value greater than ${least}.`,
    );
  const start = NextToken === undefined ? 0 : startOf(rows, NextToken, idOf);
  const end = start + Math.min(MaxResults ?? most, most);
  const page = rows.slice(start, end);
  const last = page.at(-1);
  return {
    rows: page,
    NextToken: end < rows.length && last !== undefined ? toToken(end, idOf(last)) : undefined,
  };
}

const toToken = (offset: number, id: string) => Buffer.from(`${offset} ${id}`).toString("base64url");

function startOf<R>(rows: readonly R[], token: string, idOf: (row: R) => string): number {
  const [, offset, id] = /^(\d{1,9}) (.+)$/s.exec(Buffer.from(token, "base64url").toString()) ?? [];
  if (offset === undefined) throw new Ec2Error("InvalidNextToken", "The token is not valid");
  const index = rows.findIndex((row) => idOf(row) === id);
  return index < 0 ? Number(offset) : index + 1;
}
