import { describe, expect, it } from "vitest";
import type { AgentState } from "../../../src/lab/agent/agent/agent.ts";
import { createStarts } from "../../../src/lab/agent/starts.ts";
import { until } from "./until.ts";

describe("many agents that start", () => {
  it("do so in their turns, and none waits for ever for one that does not come online", async () => {
    const start = createStarts();
    const begun: number[] = [];
    const states: AgentState[] = Array.from({ length: 40 }, () => "starting");
    states.forEach((_, index) =>
      start(() => {
        begun.push(index);
        return () => states[index]!;
      }),
    );
    expect(begun.length).toBe(16);
    states[3] = "online";
    await until(() => begun.length === 17);
    await until(() => begun.length === 40);
    expect(begun).toEqual(states.map((_, index) => index));
  });

  it("leave their turn to the next where they are not wanted any more", async () => {
    const start = createStarts();
    let begun = 0;
    for (let index = 0; index < 40; index += 1)
      start(() => {
        begun += 1;
        return undefined;
      });
    await until(() => begun === 40);
    expect(begun).toBe(40);
  });
});
