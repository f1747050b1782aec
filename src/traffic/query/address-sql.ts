/** Sets of addresses as conditions on the numbers of addresses. */
import { familyOf } from "../../model/address.ts";
import type { AddressSet } from "../../model/interval-set.ts";

/** IPv4 alone: NATs translate nothing else. False for what is no such address. */
export function isIn(value: string, set: AddressSet): string {
  const ranges = set.filter(([first]) => familyOf(first) === 4);
  if (ranges.length === 0) return "false";
  const tests = ranges.map(([first, last]) => `${value} between ${first} and ${last}`);
  return `coalesce(${tests.join(" or ")}, false)`;
}

/** True for IPv4 addresses outside the set, and for those that NAT64 leads to. */
export function isBeyond(text: string, value: string, set: AddressSet): string {
  return `(${text} like '64:ff9b:%' or (${value} is not null and not ${isIn(value, set)}))`;
}
