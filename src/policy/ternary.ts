/**
 * Kleene's three-valued logic, where an unknown carries what would settle it.
 *
 * It is monotone: learning a fact can turn an unknown into yes or no, and never a yes into a no. The law that a missing
 * fact never becomes "safe" rests on this.
 */
import type { MissingFact } from "../model/answer.ts";

export type Ternary =
  | { readonly value: "yes" }
  /** `because` names what did not hold, for a person to read. */
  | { readonly value: "no"; readonly because: string }
  | { readonly value: "unknown"; readonly missing: readonly MissingFact[] };

export const yes: Ternary = { value: "yes" };

export function no(because: string): Ternary {
  return { value: "no", because };
}

export function unsure(...missing: readonly MissingFact[]): Ternary {
  return { value: "unknown", missing };
}

/** Conjunction; the first `no` is the reason. */
export function every(parts: readonly Ternary[]): Ternary {
  const failed = parts.find(({ value }) => value === "no");
  if (failed !== undefined) return failed;
  const missing = missingOf(parts);
  return missing.length > 0 ? unsure(...missing) : yes;
}

/** Disjunction; `because` is the reason when none of several parts holds, a part alone keeps its own. */
export function some(parts: readonly Ternary[], because: string): Ternary {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  if (parts.some(({ value }) => value === "yes")) return yes;
  const missing = missingOf(parts);
  return missing.length > 0 ? unsure(...missing) : no(because);
}

export function not(part: Ternary, because: string): Ternary {
  switch (part.value) {
    case "yes":
      return no(because);
    case "no":
      return yes;
    case "unknown":
      return part;
    default:
      return part satisfies never;
  }
}

/** The missing facts of all parts that are unknown, each once. */
function missingOf(parts: readonly Ternary[]): readonly MissingFact[] {
  return distinctFacts(parts.flatMap((part) => (part.value === "unknown" ? part.missing : [])));
}

export function distinctFacts(facts: readonly MissingFact[]): readonly MissingFact[] {
  return [...new Map(facts.map((fact) => [fact.fact, fact])).values()];
}
