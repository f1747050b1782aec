/** Proof that a shell answers at the other end of a session, and not only something that repeats what is typed. */
import { randomBytes, randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Net } from "../net/net.ts";
import { openClient } from "./client.ts";
import type { StartedSession } from "./connection.ts";
import type { SessionService } from "./service.ts";

export interface EchoOptions {
  readonly session: StartedSession;
  readonly target: string;
  readonly net: Net;
  /** For the key of a session that is encrypted. */
  readonly service?: SessionService | undefined;
  readonly patienceMs: number;
}

/** For the session to end after its shell was told to. */
const leaveMs = 2000;

export type Echo =
  /** Milliseconds from the first connection to the first output, and to the answer. */
  | { readonly kind: "answered"; readonly promptMs: number; readonly answerMs: number }
  /** What the session said of its end, or what it did print. */
  | { readonly kind: "ended" | "silent"; readonly said: string };

/** Asks the shell to work out and print something that was not typed, with `text` in it; and leaves it by `exit`. */
export async function echoThrough(
  { session, target, net, service, patienceMs }: EchoOptions,
  text: string,
): Promise<Echo> {
  const startedAtMs = performance.now();
  const [a, b] = [randomInt(1000, 10_000), randomInt(1000, 10_000)];
  const mark = randomBytes(4).toString("hex");
  // In single quotes nothing means anything to the shell but the quote itself.
  const quoted = `'${text.replaceAll("'", `'\\''`)}'`;
  const question = `printf '%s\\n' ${mark}-$((${a} + ${b}))-${quoted}\n`;
  const expected = `${mark}-${a + b}-${text}`;
  let printed = "";
  let promptMs = 0;
  let answer: (echo: Echo) => void = () => {};
  const answered = new Promise<Echo>((resolve) => (answer = resolve));
  const client = await openClient({
    session,
    target,
    net,
    service,
    onKind: () => undefined,
    onRoom: () => undefined,
    onSay: () => undefined,
    onPayload: (type, payload) => {
      if (type !== "output") return true;
      if (printed === "") {
        promptMs = performance.now() - startedAtMs;
        client.send("output", question);
      }
      printed += payload.toString();
      if (printed.includes(expected)) {
        answer({ kind: "answered", promptMs, answerMs: performance.now() - startedAtMs });
      }
      return true;
    },
  });
  client.send("size", JSON.stringify({ cols: 300, rows: 100 }));
  const timer = setTimeout(() => answer({ kind: "silent", said: printed }), patienceMs);
  void client.ended.then((said) => answer({ kind: "ended", said: (said ?? "").trim() }));
  const echo = await answered;
  clearTimeout(timer);
  if (echo.kind === "answered") {
    client.send("output", "exit\n");
    await Promise.race([client.ended, sleep(leaveMs)]);
  }
  client.leave();
  return echo;
}
