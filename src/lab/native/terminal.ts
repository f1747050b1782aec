/**
 * A pseudo-terminal: what a shell takes for its screen and keyboard, kept by this process.
 * https://man7.org/linux/man-pages/man7/pty.7.html (read 2026-11-29)
 */
import { closeSync, constants, openSync, write } from "node:fs";
import { ReadStream } from "node:tty";
import { libc } from "./libc.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Terminal {
  /** What the program prints; to be read and never written to: Node would stand still until the program has read. */
  readonly stream: ReadStream;
  /**
   * The program's end, for the standard streams of the process to start. To be held until that process has ended and all that it
   * printed was read, and then given back with `release`: libuv takes the moment when the last one lets go of it for the end of the
   * stream, whatever was not read by then. `stream` ends after it.
   */
  readonly device: number;
  readonly release: () => void;
  readonly resize: (size: TerminalSize) => void;
  /** In order, as the program reads it. */
  readonly write: (bytes: Buffer) => void;
  /** Bytes that the program has yet to read. */
  readonly unread: () => number;
  /** Hangs up at once, whatever was not read. */
  readonly close: () => void;
}

const setWindowSize = 0x5414;
const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
const closeOnExec = 0o2_000_000;

/** `onRoom` is called when all that was written is with the program. Throws where the machine has no terminals left. */
export function openTerminal(size: TerminalSize, onRoom: () => void): Terminal {
  const { posix_openpt, grantpt, unlockpt, ptsname, ioctl, errorName } = libc();
  const keeper = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | closeOnExec);
  if (keeper < 0) throw new Error(`open a terminal: ${errorName()}`);
  const devicePath = grantpt(keeper) === 0 && unlockpt(keeper) === 0 ? ptsname(keeper) : null;
  if (devicePath === null) {
    closeSync(keeper);
    throw new Error(`open a terminal: ${errorName()}`);
  }
  const device = openSync(devicePath, O_RDWR | O_NOCTTY);
  const resize = ({ columns, rows }: TerminalSize): void => {
    ioctl(keeper, setWindowSize, Uint16Array.of(rows, columns, 0, 0));
  };
  resize(size);
  const stream = new ReadStream(keeper);
  const keyboard = createKeyboard(keeper, onRoom);
  return {
    stream,
    device,
    resize,
    ...keyboard,
    release: once(() => keyboard.stop(() => closeSync(device))),
    close: once(() => keyboard.stop(() => stream.destroy())),
  };
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    run();
  };
}

/** Between two looks whether a program that was not reading has room again. */
const retryMs = 5;

interface Keyboard extends Pick<Terminal, "write" | "unread"> {
  /** Writes nothing more; `then` is called when nothing is under way, for until then the descriptor must stay what it is. */
  readonly stop: (then: () => void) => void;
}

function createKeyboard(keeper: number, onRoom: () => void): Keyboard {
  const waiting: Buffer[] = [];
  const stopping: (() => void)[] = [];
  let isWriting = false;
  let isStopped = false;
  let isWaiting = false;
  const next = (): void => {
    isWaiting = false;
    const [bytes] = waiting;
    if (isStopped || isWriting) return;
    if (bytes === undefined) return onRoom();
    isWriting = true;
    write(keeper, bytes, (error, written) => {
      isWriting = false;
      for (const then of stopping.splice(0)) then();
      if (error !== null && error.code !== "EAGAIN") return void waiting.splice(0);
      const rest = bytes.subarray(written);
      if (rest.length > 0) waiting[0] = rest;
      else waiting.shift();
      if (error === null) return next();
      isWaiting = true;
      setTimeout(next, retryMs);
    });
  };
  return {
    unread: () => waiting.reduce((sum, { length }) => sum + length, 0),
    write: (bytes) => {
      waiting.push(bytes);
      if (!isWriting && !isWaiting) next();
    },
    stop: (then) => {
      isStopped = true;
      if (isWriting) stopping.push(then);
      else then();
    },
  };
}
