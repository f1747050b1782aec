/** The log of one agent: its last lines, in the form of the real one's. */
export type Level = "INFO" | "WARN" | "ERROR";

export interface Log {
  readonly say: (level: Level, text: string) => void;
  readonly lines: () => readonly string[];
}

const mostLines = 400;
const longestLine = 2000;

export function createLog(now: () => number): Log {
  const lines: string[] = [];
  return {
    lines: () => [...lines],
    say: (level, text) => {
      const stamp = new Date(now())
        .toISOString()
        .replace("T", " ")
        .replace(/\.\d+Z$/, "");
      lines.push(`${stamp} ${level} ${text}`.slice(0, longestLine));
      if (lines.length > mostLines) lines.shift();
    },
  };
}
