/** Names in a design that must be ones: of Regions, of services with a gateway endpoint, of line items. */
import { didYouMean } from "../../model/near-names.ts";
import { costItems } from "../charge/index.ts";
import { fail, text } from "./field.ts";
import type { Parse } from "./field.ts";

/** What the facts know of names in a design. */
export interface Names {
  readonly regions: readonly string[];
  readonly gatewayServices: readonly string[];
}

/** Anything of the form: of a Region that no table has, no price is known. */
export function regionName({ regions }: Names): Parse<string> {
  const hint = "it takes one, as in ap-northeast-1";
  return (value, at) => {
    const name = text(40)(value, at);
    return /^[a-z]{2,4}(-[a-z]{2,})+-\d{1,2}$/.test(name)
      ? name
      : fail(at, `is ${JSON.stringify(name)}, which is no Region code`, didYouMean(name, regions, hint));
  };
}

/** Whatever else has no gateway endpoint, and is not free. By its short name or in full. */
export function gatewayService({ gatewayServices }: Names): Parse<string> {
  const hint = `it takes ${gatewayServices.join(", ")}`;
  return (value, at) => {
    const name = text(255)(value, at);
    const isOne = gatewayServices.some((service) => name === service || name.endsWith(`.${service}`));
    return isOne ? name : fail(at, `is ${JSON.stringify(name)}, which has no gateway endpoint`, hint);
  };
}

export const lineItem: Parse<string> = (value, at) =>
  costItems.find((item) => item === value) ??
  fail(at, "is no line item", didYouMean(String(value), costItems, `the items are ${costItems.join(", ")}`));
