/** A difference told of another address than the one that was walked: of a cell, all fare alike, but words name one. */
import { formatAddress } from "../../../model/address.ts";
import { includes } from "../../../model/interval-set.ts";
import type { Judged } from "../judge.ts";
import type { Part } from "./parts.ts";

const told = new WeakMap<Part, Map<Judged, Judged>>();

/** Of an address of the part. Made once. */
export function retold(judged: Judged, walked: bigint, part: Part): Judged {
  const ofPart = told.get(part) ?? new Map<Judged, Judged>();
  told.set(part, ofPart);
  const known = ofPart.get(judged) ?? retell(judged, walked, part);
  ofPart.set(judged, known);
  return known;
}

function retell(judged: Judged, walked: bigint, { addresses, firsts: [first = walked] }: Part): Judged {
  if (addresses.some((stretch) => includes([stretch], walked))) return judged;
  const written = formatAddress(walked).replaceAll(".", "\\.");
  const whole = new RegExp(`(?<![\\w.:])${written}(?![\\w/]|[.:]\\w)`, "g");
  const reword = (text: string) => text.replaceAll(whole, formatAddress(first));
  const { cause } = judged;
  const unknowns = cause.unknowns.map(({ fact, settledBy }) => ({
    fact: reword(fact),
    settledBy: reword(settledBy),
  }));
  const fix = cause.fix === undefined ? undefined : reword(cause.fix);
  return { ...judged, cause: { ...cause, rule: reword(cause.rule), fix, unknowns } };
}
