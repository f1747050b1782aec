import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/run.ts";

/** Runs denat on a terminal that breaks as soon as it is written to. */
async function runBroken(debug: boolean): Promise<{ status: number; lines: readonly string[] }> {
  let printed = "";
  const status = await run(["--help"], {
    stdin: (async function* () {})(),
    write: () => {
      throw new TypeError("the terminal is gone");
    },
    writeError: (text) => (printed += text),
    page: { width: 80, paint: (_, text) => text },
    debug,
  });
  return { status, lines: printed.trimEnd().split("\n") };
}

describe("a defect of denat", () => {
  it("is one line without a stack, and status 3", async () => {
    const { status, lines } = await runBroken(false);
    expect(status).toBe(3);
    expect(lines).toEqual([expect.stringMatching(/^denat has a defect: the terminal is gone: /)]);
  });

  it("shows where it happened to whoever asks for it", async () => {
    const { lines } = await runBroken(true);
    expect(lines.slice(1).join("\n")).toContain("run.test.ts");
  });
});
