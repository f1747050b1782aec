import { describe, expect, it } from "vitest";
import { known, mapKnown, unknown, valueOr } from "../../src/model/known.ts";

const missing = unknown("DNS attributes of vpc-1", "aws ec2 describe-vpc-attribute");

describe("a fact that may be missing", () => {
  it("is looked into only when it is there", () => {
    expect(mapKnown(known(2), (value) => value * 3)).toEqual({ known: true, value: 6 });
    expect(
      mapKnown<number, number>(missing, () => {
        throw new Error("nothing to look into");
      }),
    ).toBe(missing);
  });

  it("that is there stays there, even when it is false, 0 or undefined", () => {
    expect(valueOr(known(false), true)).toBe(false);
    expect(valueOr(known(0), 1)).toBe(0);
    expect(valueOr(known(undefined), "fallback")).toBeUndefined();
    expect(valueOr(missing, "fallback")).toBe("fallback");
  });

  it("says what is missing and what would settle it", () => {
    expect(missing).toEqual({
      known: false,
      fact: "DNS attributes of vpc-1",
      settledBy: "aws ec2 describe-vpc-attribute",
    });
  });
});
