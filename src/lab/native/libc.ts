/**
 * What Node has no call for: entering a network namespace, and terminals. The C library of this process, through koffi, which
 * brings no compiler along (decision 11).
 */
import { createRequire } from "node:module";
import type koffiModule from "koffi";

type Integers = (...args: readonly number[]) => number;

export interface Libc {
  /** 0, or -1. */
  readonly setns: Integers;
  /** A file descriptor, or -1. */
  readonly socket: Integers;
  readonly setsockopt: (fd: number, level: number, name: number, value: Int32Array, size: number) => number;
  readonly bind: (fd: number, address: Uint8Array, size: number) => number;
  readonly posix_openpt: Integers;
  readonly grantpt: Integers;
  readonly unlockpt: Integers;
  readonly ptsname: (fd: number) => string | null;
  readonly ioctl: (fd: number, request: number, value: Uint16Array) => number;
  /** Of the last call that failed. */
  readonly errorName: () => string;
}

let loaded: Libc | undefined;

/** Loaded when it is first asked for: only a lab needs it. */
export function libc(): Libc {
  return (loaded ??= load());
}

function load(): Libc {
  const koffi = createRequire(import.meta.url)("koffi") as typeof koffiModule;
  const library = koffi.load(null);
  return {
    setns: library.func("int setns(int, int)"),
    socket: library.func("int socket(int, int, int)"),
    setsockopt: library.func("int setsockopt(int, int, int, _In_ int32_t *, uint32_t)"),
    bind: library.func("int bind(int, _In_ uint8_t *, uint32_t)"),
    posix_openpt: library.func("int posix_openpt(int)"),
    grantpt: library.func("int grantpt(int)"),
    unlockpt: library.func("int unlockpt(int)"),
    ptsname: library.func("const char *ptsname(int)"),
    ioctl: library.func("int ioctl(int, unsigned long, _In_ uint16_t *)"),
    errorName: () => {
      const number = koffi.errno();
      const name = Object.entries(koffi.os.errno).find(([, value]) => value === number)?.[0];
      return name ?? `errno ${number}`;
    },
  };
}
