import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { moduleCommand } from "../../../src/lab/enclosure/module.ts";
import { enclosureFlags } from "../../../src/lab/enclosure/start.ts";
import { whyNoEnclosure } from "../../no-enclosure.ts";

const obstacle = process.env["CI"] === undefined ? whyNoEnclosure() : undefined;

describe.skipIf(obstacle !== undefined)("a process that is in one namespace", () => {
  let found: Readonly<Record<string, unknown>> = {};
  beforeAll(() => {
    const args = [...enclosureFlags(), ...moduleCommand(import.meta.url, "inside")];
    const { stdout, stderr } = spawnSync("unshare", args, { encoding: "utf8", timeout: 30_000 });
    if (stdout === "") throw new Error(stderr);
    found = JSON.parse(stdout) as typeof found;
  });

  it("listens and connects in another, and is back at once", () => {
    expect(found).toMatchObject({ heard: "hello", listeners: "1", listenersHere: "0", isHome: true });
  });

  it("says which place is taken, and which namespace is not there", () => {
    expect(found["taken"]).toBe("listen at ::1 port 80 of there: EADDRINUSE");
    expect(found["nowhere"]).toContain("/run/netns/nowhere");
  });

  it("keeps a terminal that a program reads, writes, and knows the size of", () => {
    expect(found["screen"]).toBe("33 101\nword\ngot word\n50 200\n");
  });
});
