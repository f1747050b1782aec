import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { processTerminal } from "../../src/cli/terminal.ts";

function terminal(stdout: { isTTY?: boolean; columns?: number }, env: Readonly<Record<string, string>> = {}) {
  const stream = Object.assign(new EventEmitter(), { write: () => true }, stdout);
  const process = { stdin: stream, stdout: stream, stderr: new EventEmitter(), env };
  return { stream, made: processTerminal(process as unknown as NodeJS.Process) };
}
const red = "\u001b[31mno\u001b[0m";

describe("the page", () => {
  it("is coloured on a terminal, as wide as that is", () => {
    const { page } = terminal({ isTTY: true, columns: 97 }).made;
    expect(page.width).toBe(97);
    expect(page.paint("bad", "no")).toBe(red);
  });

  it.each([
    ["in a pipe", {}, {}],
    ["with NO_COLOR", { isTTY: true, columns: 80 }, { NO_COLOR: "1" }],
    ["on a dumb terminal", { isTTY: true, columns: 80 }, { TERM: "dumb" }],
  ])("has no colour %s", (_, stdout, env) => {
    expect(terminal(stdout, env).made.page.paint("bad", "no")).toBe("no");
  });

  it("has a width of its own in a pipe, and a least width", () => {
    expect(terminal({}).made.page.width).toBe(120);
    expect(terminal({ isTTY: true, columns: 10 }).made.page.width).toBe(60);
  });
});

describe("a closed pipe", () => {
  it("is no failure; another error of the stream is", () => {
    const { stream } = terminal({});
    expect(() => stream.emit("error", Object.assign(new Error("closed"), { code: "EPIPE" }))).not.toThrow();
    expect(() => stream.emit("error", Object.assign(new Error("full"), { code: "ENOSPC" }))).toThrow("full");
  });
});
