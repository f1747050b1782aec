import { describe, expect, it } from "vitest";
import { defectStack, failureLine, usageError } from "../../src/app/failure.ts";
import { AppError } from "../../src/model/app-error.ts";

describe("a failure", () => {
  it("is one line: what is wrong, and what to do", () => {
    expect(failureLine(usageError("--port x", "a port is a number"))).toBe(
      "denat: --port x: a port is a number",
    );
    expect(failureLine(new AppError("X", "no hint", ""))).toBe("denat: no hint");
  });

  it("stays one line whatever its message holds", () => {
    const line = failureLine(new AppError("X", "bad\nname\u001b[31m", "look\r\nthere"));
    expect(line).toBe("denat: bad name [31m: look there");
  });

  it("of denat's own making says so, and keeps its stack for whoever asks", () => {
    const defect = new TypeError("x is undefined");
    expect(failureLine(defect)).toMatch(/^denat has a defect: x is undefined: /);
    expect(failureLine("thrown text")).toMatch(/^denat has a defect: thrown text: /);
    expect(defectStack(defect)).toContain("failure.test.ts");
    expect(defectStack(usageError("mine", "fix it"))).toBeUndefined();
  });
});
