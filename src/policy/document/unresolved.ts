/** Values that a template leaves open where a text belongs: `{ "Ref": … }`, `{ "Fn::Sub": … }`. */
import type { MissingFact } from "../../model/answer.ts";
import { isFields, show } from "./faults.ts";
import type { Faults } from "./faults.ts";

/** What is missing where an object stands in the place of a text; undefined for anything else. */
export function unresolvedFact(value: unknown, element: string, faults: Faults): MissingFact | undefined {
  if (!isFields(value)) return undefined;
  return {
    fact: `the value of ${element} in ${faults.place} of the policy, written as ${show(value)}`,
    settledBy: "give the deployed policy: aws ec2 describe-vpc-endpoints, or the rendered template",
  };
}
