/** Questions and answers between processes of a lab, over the channel that Node keeps to a child. */
import type { ChildProcess, Serializable } from "node:child_process";
import type { Server } from "node:net";
import { AppError } from "../../model/app-error.ts";

/** Each question carries a number, and so does what answers it. */
export interface Letter {
  readonly number: number;
  readonly body: Serializable;
}

interface Failure {
  readonly failure: string;
  /** Of a failure that is none of the lab's own. */
  readonly known?: Pick<AppError, "code" | "message" | "hint" | "source">;
}

/** A socket that listens may go along with a question, and listens on in the process that gets it. */
export type Correspondence = (body: Serializable, socket?: Server) => Promise<unknown>;

/** The number of what was not asked for. */
const news = 0;

/**
 * Puts questions to a child process, and hears its news. What fails there is thrown here; so is its end, to all who wait.
 */
export function correspondWith(
  child: ChildProcess,
  hear: (body: unknown) => void = () => {},
): Correspondence {
  const waiting = new Map<
    number,
    { readonly resolve: (body: unknown) => void; readonly reject: (error: Error) => void }
  >();
  let count = 0;
  child.on("message", ({ number, body }: Letter) => {
    if (number === news) return hear(body);
    const asker = waiting.get(number);
    waiting.delete(number);
    if (isFailure(body)) asker?.reject(errorOf(body));
    else asker?.resolve(body);
  });
  child.on("exit", (status) => {
    for (const { reject } of waiting.values()) reject(new Error(`a process of the lab ended with ${status}`));
    waiting.clear();
  });
  return (body, socket) =>
    new Promise((resolve, reject) => {
      const number = (count += 1);
      waiting.set(number, { resolve, reject });
      child.send({ number, body }, socket, {}, (error) => {
        if (error !== null) reject(error);
      });
    });
}

/** Answers what the parent process asks, and ends with it. */
export function answerParent(
  answer: (body: unknown, socket: Server | undefined) => Promise<Serializable>,
): void {
  process.on("message", ({ number, body }: Letter, socket: unknown) => {
    const reply = (said: Serializable) => process.send?.({ number, body: said });
    answer(body, socket as Server | undefined).then(reply, (error: Error) => reply(toFailure(error)));
  });
  process.on("disconnect", () => process.exit(0));
}

export function tellParent(body: Serializable): void {
  process.send?.({ number: news, body });
}

const isFailure = (body: unknown): body is Failure =>
  typeof body === "object" && body !== null && "failure" in body;

/** A class does not survive the way between processes. */
function toFailure(error: Error): Failure & { readonly [key: string]: Serializable } {
  const failure = error.stack ?? error.message;
  if (!(error instanceof AppError)) return { failure };
  const { code, message, hint, source } = error;
  return { failure, known: { code, message, hint, source } };
}

function errorOf({ failure, known }: Failure): Error {
  if (known === undefined) return new Error(failure);
  const { code, message, hint, source } = known;
  return new AppError(code, message, hint, { source });
}
