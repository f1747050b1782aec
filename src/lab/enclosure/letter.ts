/** Questions and answers between processes of a lab, over the channel that Node keeps to a child. */
import type { ChildProcess, Serializable } from "node:child_process";

/** Each question carries a number, and so does what answers it. */
export interface Letter {
  readonly number: number;
  readonly body: Serializable;
}

interface Failure {
  readonly failure: string;
}

/** Puts questions to a child process. What fails there is thrown here; so is its end, to all who wait. */
export function correspondWith(child: ChildProcess): (body: Serializable) => Promise<unknown> {
  const waiting = new Map<
    number,
    { readonly resolve: (body: unknown) => void; readonly reject: (error: Error) => void }
  >();
  let count = 0;
  child.on("message", ({ number, body }: Letter) => {
    const asker = waiting.get(number);
    waiting.delete(number);
    if (isFailure(body)) asker?.reject(new Error(body.failure));
    else asker?.resolve(body);
  });
  child.on("exit", (status) => {
    for (const { reject } of waiting.values()) reject(new Error(`a process of the lab ended with ${status}`));
    waiting.clear();
  });
  return (body) =>
    new Promise((resolve, reject) => {
      const number = (count += 1);
      waiting.set(number, { resolve, reject });
      child.send({ number, body }, (error) => {
        if (error !== null) reject(error);
      });
    });
}

/** Answers what the parent process asks, and ends with it. */
export function answerParent(answer: (body: unknown) => Promise<Serializable>): void {
  process.on("message", ({ number, body }: Letter) => {
    const reply = (said: Serializable) => process.send?.({ number, body: said });
    answer(body).then(reply, (error: Error) => reply({ failure: error.stack ?? error.message }));
  });
  process.on("disconnect", () => process.exit(0));
}

const isFailure = (body: unknown): body is Failure =>
  typeof body === "object" && body !== null && "failure" in body;
