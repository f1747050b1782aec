/**
 * The requests that every statement of a policy treats alike, and what becomes of them: an explicit deny wins over any
 * allow, and what nothing allows is denied
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html, read 2026-11-24).
 */
import type { MissingFact } from "../model/answer.ts";
import type { Coverage, CoverageClass } from "./coverage.ts";
import type { Statement } from "./document/statement.ts";
import type { Ternary } from "./ternary.ts";

/** A statement with whether its principals and conditions hold for these requests. */
export interface Standing {
  readonly statement: Statement;
  readonly holds: Ternary;
  readonly holes: readonly MissingFact[];
}

export interface Cell {
  readonly outcome: "allowed" | "denied" | "unknown";
  readonly action: CoverageClass;
  readonly resource: CoverageClass;
  /** The statement that decided, or for an unknown those that would. None for an implicit deny. */
  readonly by: readonly Standing[];
}

export function decide(standings: readonly Standing[], action: CoverageClass, resource: CoverageClass): Cell {
  const applying = (effect: Statement["effect"], value: Coverage) =>
    standings.filter(
      ({ statement, holds }, index) =>
        statement.effect === effect &&
        conjunction([holds.value, action.statements[index], resource.statements[index]]) === value,
    );
  const cell = (outcome: Cell["outcome"], by: readonly Standing[]) => ({ outcome, action, resource, by });
  const denied = applying("Deny", "yes");
  if (denied.length > 0) return cell("denied", denied);
  const allowed = applying("Allow", "yes");
  const perhapsAllowed = allowed.length > 0 ? [] : applying("Allow", "unknown");
  if (allowed.length + perhapsAllowed.length === 0) return cell("denied", []);
  const open = [...applying("Deny", "unknown"), ...perhapsAllowed];
  return open.length > 0 ? cell("unknown", open) : cell("allowed", allowed);
}

function conjunction(values: readonly (Coverage | undefined)[]): Coverage {
  if (values.includes("no")) return "no";
  return values.every((value) => value === "yes") ? "yes" : "unknown";
}
