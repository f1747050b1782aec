/** The process that plays with packets, and why there is none where there is none. */
import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, describe } from "vitest";
import { correspondWith } from "../../src/lab/enclosure/letter.ts";
import { moduleCommand } from "../../src/lab/enclosure/module.ts";
import { startEnclosure } from "../../src/lab/enclosure/start.ts";
import { whyNoEnclosure } from "../no-enclosure.ts";
import type { Findings, Trial } from "./inside.ts";

type Try = <T extends Trial>(trial: T) => Promise<Findings[T["kind"]]>;

/** Where this runs by itself, it is never passed over: there, what keeps it from running is a failure. */
export function describeInside(name: string, body: (attempt: Try) => void): void {
  const obstacle = whyNoEnclosure();
  const isPassedOver = obstacle !== undefined && process.env["CI"] === undefined;
  describe.skipIf(isPassedOver)(`${name}${isPassedOver ? `, passed over: ${obstacle}` : ""}`, () => {
    let inside: ChildProcess;
    let put: ReturnType<typeof correspondWith>;
    beforeAll(() => {
      inside = startEnclosure(moduleCommand(import.meta.url, "inside"));
      put = correspondWith(inside);
    });
    afterAll(() => inside.kill("SIGKILL"));
    body(async (trial) => (await put(trial)) as never);
  });
}
