/** The terminal that denat talks to: what a test replaces by its own. */
import type { Page, Paint, Style } from "../report/index.ts";

export interface Terminal {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Shows one line in place of the last, where standard error is a terminal; "" takes it away. */
  readonly progress?: ((line: string) => void) | undefined;
  readonly page: Page;
  /** Print where a defect happened. */
  readonly debug: boolean;
}

/** A pipe has no width; logs and reviews are read at about this one. */
const widthOfPipe = 120;
const narrowestPage = 60;

/** Select Graphic Rendition codes that switch each style on; 0 switches all off. */
const codes: Readonly<Record<Style, string>> = {
  strong: "1",
  faint: "2",
  good: "32",
  bad: "31",
  doubtful: "33",
};

export function processTerminal({ stdin, stdout, stderr, env }: NodeJS.Process): Terminal {
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedPipe);
  const coloured = stdout.isTTY && !env["NO_COLOR"] && env["TERM"] !== "dumb";
  return {
    stdin,
    write: (text) => stdout.write(text),
    writeError: (text) => stderr.write(text),
    progress: stderr.isTTY ? (line) => stderr.write(`\r\u001b[K${line}`) : undefined,
    page: {
      width: stdout.isTTY ? Math.max(narrowestPage, stdout.columns) : widthOfPipe,
      paint: coloured ? colour : plain,
    },
    debug: Boolean(env["DENAT_DEBUG"]),
  };
}

const plain: Paint = (_, text) => text;

const colour: Paint = (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m`;

/** `denat plan … | head` closes the pipe early, and is content. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
