/** A shell, or one command, in front of a user: keys go in, output comes out, and the size of the window is told when it changes. */
import type { Readable } from "node:stream";
import type { Client } from "./client.ts";
import { print } from "./front.ts";
import type { Front, FrontStart, Screen } from "./front.ts";

const resizeMs = 500;
/** What the plugin says where there is no window. */
const windowless = { cols: 300, rows: 100 } as const;
const endOfFile = 0x04;
const keys: Readonly<Record<string, number>> = { SIGINT: 0x03, SIGQUIT: 0x1c, SIGTSTP: 0x1a };

export function typeInto({ client, screen }: FrontStart): Front {
  const { input, output } = screen;
  const isTerminal = input.isTTY === true;
  if (isTerminal) input.setRawMode?.(true);
  const resize = tellSize(client, output);
  const quiet = isTerminal ? undefined : endWithInput(client, input);
  let isOver = false;
  const type = (bytes: Buffer): void => {
    client.send("output", bytes);
    if (client.isFull()) input.pause();
  };
  input.on("data", type);
  output.on("drain", client.retry);
  return {
    onPayload: (payloadType, payload) => {
      quiet?.onOutput();
      return print(screen, payloadType, payload);
    },
    onRoom: () => void (isOver || input.resume()),
    onInterrupt: (signal) => client.send("output", Buffer.of(keys[signal] ?? endOfFile)),
    close: () => {
      isOver = true;
      clearInterval(resize);
      quiet?.close();
      input.off("data", type);
      input.pause();
      output.off("drain", client.retry);
      if (isTerminal) input.setRawMode?.(false);
    },
  };
}

function tellSize(client: Client, output: Screen["output"]): NodeJS.Timeout {
  let told = "";
  const tell = (): void => {
    const size = { cols: output.columns ?? windowless.cols, rows: output.rows ?? windowless.rows };
    const text = JSON.stringify(size);
    if (text !== told) client.send("size", text);
    told = text;
  };
  tell();
  return setInterval(tell, resizeMs);
}

const quietMs = 1000;

interface Quiet {
  readonly onOutput: () => void;
  readonly close: () => void;
}

/**
 * At the end of its input a script wants to leave: the shell is told by the end-of-file key, which it reads when it has done all before
 * it. A program that reads in its place takes the first one, so another follows whenever nothing has been heard for a while.
 */
function endWithInput(client: Client, input: Readable): Quiet {
  let heardAtMs = Date.now();
  let timer: NodeJS.Timeout | undefined;
  let last = 0x0a;
  const press = (): void => {
    client.send("output", Buffer.of(endOfFile));
    heardAtMs = Date.now();
  };
  const note = (bytes: Buffer): void => {
    last = bytes.at(-1) ?? last;
  };
  const end = (): void => {
    // The first ends the line that has no end yet.
    if (last !== 0x0a) press();
    press();
    timer = setInterval(() => {
      if (Date.now() - heardAtMs >= quietMs) press();
    }, quietMs / 4);
  };
  input.on("data", note);
  input.once("end", end);
  return {
    onOutput: () => (heardAtMs = Date.now()),
    close: () => {
      clearInterval(timer);
      input.off("data", note);
      input.off("end", end);
    },
  };
}
