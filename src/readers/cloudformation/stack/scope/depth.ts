/** How far values may lead to one another: what `Fn::FindInMap`, outputs and conditions chain, no nesting in a text bounds. */
import { AppError } from "../../../../model/app-error.ts";
import type { Place } from "../refusal.ts";

/** Far more than any template needs, and far less than the call stack holds. */
const maxDepth = 600;

export function createDepth(): <T>(place: Place, compute: () => T) => T {
  let depth = 0;
  return ({ file, line }, compute) => {
    if (depth >= maxDepth) {
      throw new AppError(
        "TEMPLATE_NESTING",
        `${file}:${line}: more than ${maxDepth} values lead to one another to make this one`,
        "look for a value that needs itself",
      );
    }
    depth += 1;
    try {
      return compute();
    } finally {
      depth -= 1;
    }
  };
}
