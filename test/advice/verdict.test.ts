import { describe, expect, it } from "vitest";
import { answerOf, worstOf } from "../../src/advice/verdict.ts";
import type { Evidence } from "../../src/advice/verdict.ts";

const well: Evidence = { after: ["reachable"], harmed: [], hasUnknowns: false, hasChanges: false };

describe("the answer for a VPC", () => {
  it.each<[string, Partial<Evidence>, string]>([
    ["all well, nothing to do", {}, "safe"],
    ["nothing needed at all", { after: [] }, "safe"],
    ["something to add", { hasChanges: true }, "safe-with-changes"],
    ["a fact missing", { hasUnknowns: true, hasChanges: true }, "cannot-tell"],
    [
      "a need nobody can tell of, whatever is said of why",
      { after: ["reachable", "unknown"] },
      "cannot-tell",
    ],
    ["a bystander nobody can tell of", { harmed: ["unknown"] }, "cannot-tell"],
    ["a need that fails", { after: ["blocked", "unknown"], hasUnknowns: true }, "not-safe"],
    ["a need that fails at times", { after: ["partial"] }, "not-safe"],
    ["a bystander harmed", { harmed: ["blocked"], hasChanges: true }, "not-safe"],
  ])("%s", (_, change, answer) => {
    expect(answerOf({ ...well, ...change })).toBe(answer);
  });

  it("is the worst of them for all", () => {
    expect(worstOf(["safe", "safe-with-changes"])).toBe("safe-with-changes");
    expect(worstOf(["cannot-tell", "safe-with-changes"])).toBe("cannot-tell");
    expect(worstOf(["cannot-tell", "not-safe", "safe"])).toBe("not-safe");
  });
});
