/**
 * The answer for one VPC, from all that was walked.
 *
 * | not-safe          | a need fails afterwards, or somebody else is worse off than today           |
 * | cannot-tell       | else, when a fact that matters is missing                                   |
 * | safe-with-changes | else, when anything has to be added or changed                              |
 * | safe              | else                                                                        |
 *
 * What fails today already, for whatever reason, must work afterwards all the same: the plan answers for the needs, not for
 * the habit. A fact that is missing today and no longer matters afterwards is no reason to doubt.
 */
import type { Verdict } from "../model/answer.ts";
import type { Answer } from "./plan.ts";

export interface Evidence {
  /** Of every need of every planned workload. */
  readonly after: readonly Verdict[];
  /** Of bystanders that are worse off. */
  readonly harmed: readonly Verdict[];
  readonly hasUnknowns: boolean;
  readonly hasChanges: boolean;
}

export function answerOf({ after, harmed, hasUnknowns, hasChanges }: Evidence): Answer {
  const verdicts = [...after, ...harmed];
  if (verdicts.includes("blocked") || verdicts.includes("partial")) return "not-safe";
  if (verdicts.includes("unknown") || hasUnknowns) return "cannot-tell";
  return hasChanges ? "safe-with-changes" : "safe";
}

const worstFirst: readonly Answer[] = ["not-safe", "cannot-tell", "safe-with-changes", "safe"];

export function worstOf(answers: readonly Answer[]): Answer {
  return worstFirst.find((answer) => answers.includes(answer)) ?? "cannot-tell";
}
