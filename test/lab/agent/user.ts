/** A user at the client: what he types, and what he gets to see. */
import { PassThrough } from "node:stream";
import { runSession } from "../../../src/lab/agent/client/run.ts";
import type { StartedSession } from "../../../src/lab/agent/client/connection.ts";
import type { SessionService } from "../../../src/lab/agent/client/service.ts";
import type { Net } from "../../../src/lab/agent/net/net.ts";
import { instance, until } from "./cloud.ts";

export interface User {
  readonly type: (text: string) => void;
  readonly leave: () => void;
  /** All that was printed so far. */
  readonly screen: () => string;
  readonly errors: () => string;
  readonly sees: (text: string | RegExp) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  readonly status: Promise<number>;
}

export function sitDown(
  net: Net,
  session: StartedSession,
  service?: SessionService,
  isTerminal = true,
): User {
  const input = Object.assign(new PassThrough(), { isTTY: isTerminal, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { columns: 120, rows: 40 });
  const error = new PassThrough();
  let screen = "";
  let errors = "";
  output.on("data", (bytes: Buffer) => (screen += bytes.toString()));
  error.on("data", (bytes: Buffer) => (errors += bytes.toString()));
  const status = runSession({ session, target: instance, net, service, screen: { input, output, error } });
  const has = (text: string | RegExp) =>
    typeof text === "string" ? screen.includes(text) : text.test(screen);
  return {
    status,
    type: (text) => void input.write(text),
    leave: () => void input.end(),
    screen: () => screen,
    errors: () => errors,
    sees: (text) =>
      until(
        () => has(text),
        () => `${String(text)} in ${JSON.stringify(screen)}`,
      ),
    resize: (columns, rows) => Object.assign(output, { columns, rows }),
  };
}
