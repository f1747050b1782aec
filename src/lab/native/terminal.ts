/**
 * A pseudo-terminal: what a shell takes for its screen and keyboard, kept by this process.
 * https://man7.org/linux/man-pages/man7/pty.7.html (read 2026-11-29)
 */
import { closeSync, constants, openSync } from "node:fs";
import { ReadStream } from "node:tty";
import { libc } from "./libc.ts";

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface Terminal {
  /** What the program prints, and what it reads. Ends with an error EIO when the last program has closed its end. */
  readonly stream: ReadStream;
  /** The program's end, for the standard streams of the process to start; given back with `release` once it has begun. */
  readonly device: number;
  readonly devicePath: string;
  readonly release: () => void;
  readonly resize: (size: TerminalSize) => void;
}

const setWindowSize = 0x5414;

/** Throws where the machine has no terminals left. */
export function openTerminal(size: TerminalSize): Terminal {
  const { posix_openpt, grantpt, unlockpt, ptsname, ioctl, errorName } = libc();
  const { O_RDWR, O_NOCTTY } = constants;
  const keeper = posix_openpt(O_RDWR | O_NOCTTY | closeOnExec);
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
  return { stream: new ReadStream(keeper), device, devicePath, release: () => closeSync(device), resize };
}

const closeOnExec = 0o2_000_000;
