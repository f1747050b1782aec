/** `denat lab serve` for the tests of this room. */
import { once } from "node:events";
import { onTestFinished } from "vitest";
import { runLabServe } from "../../../src/app/lab/serve.ts";

export const account = "210987654321";
export const credentials = { accessKeyId: "AKIALABTEST", secretAccessKey: "secret" };

/** Its address, until the test is over. */
export async function serve(): Promise<string> {
  const over = new AbortController();
  const dismissed = once(over.signal, "abort").then(() => undefined);
  const api = { port: 0, stateDirectory: undefined, allowReset: false, credentials };
  let served: Promise<unknown> = Promise.resolve();
  const said = await new Promise<string>((say) => {
    served = runLabServe({ account, api, say, dismissed });
  });
  onTestFinished(async () => {
    over.abort();
    await served;
  });
  return /http:\/\/[\d.]+:\d+/.exec(said)?.[0] ?? "";
}
