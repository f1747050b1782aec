/** `denat lab up` over a template of the hands-on, for a test to play with. */
import { join } from "node:path";
import type { AgentChoice } from "../../../src/app/lab/residents.ts";
import { runLabUp } from "../../../src/app/lab/up.ts";

export const keys = { accessKeyId: "AKIA1234567890ABCDEF", secretAccessKey: "a-secret-of-the-owner" };
export interface Up {
  readonly said: string;
  readonly end: () => Promise<void>;
}

interface Wanted {
  readonly stack?: string;
  readonly called: string;
  readonly agent?: AgentChoice;
}

export async function up(
  directory: string,
  { stack = "SessionManager1Isolated", called, agent = { kind: "none" } }: Wanted,
): Promise<Up> {
  let dismiss = () => {};
  const dismissed = new Promise<void>((resolve) => (dismiss = resolve));
  const stdin = (async function* () {})();
  let running: Promise<unknown> = Promise.resolve();
  const said = await new Promise<string>((say, fail) => {
    running = runLabUp({
      input: {
        paths: [`examples/session-manager/cdk.out/${stack}.template.json`],
        region: "ap-northeast-1",
        parameters: new Map(),
        stdin,
      },
      name: called,
      account: undefined,
      agent,
      api: { port: 0, credentials: keys, allowReset: true, stateDirectory: join(directory, "state") },
      say,
      dismissed,
    });
    running.catch(fail);
  });
  return {
    said,
    end: async () => {
      dismiss();
      await running;
    },
  };
}
