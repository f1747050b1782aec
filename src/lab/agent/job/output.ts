/**
 * What a step printed, as much of it as is told: 2,500 characters of both streams together, 24,000 of each
 * (https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetCommandInvocation.html and
 * agent/framework/processor/executer/iohandler of the real agent, read 2026-11-29).
 */
const together = 2500;
const each = 24_000;
const errorTitle = "\n----------ERROR-------\n";
const outputCut = "\n---Output truncated---";
const errorCut = "\n---Error truncated----";
const streamCut = "--output truncated--";

export const cutStream = (text: string): string =>
  text.length <= each ? text : text.slice(0, each - streamCut.length) + streamCut;

export function cutTogether(output: string, error: string): string {
  const title = error === "" ? "" : errorTitle;
  const room = together - title.length;
  if (output.length + error.length < room) return output + title + error;
  const isLong = { output: output.length > room / 2, error: error.length > room / 2 };
  if (isLong.output && isLong.error) {
    const half = Math.floor((room - outputCut.length - errorCut.length) / 2);
    return output.slice(0, half) + outputCut + title + error.slice(0, half) + errorCut;
  }
  if (!isLong.output)
    return output + title + error.slice(0, room - errorCut.length - output.length) + errorCut;
  return output.slice(0, room - outputCut.length - error.length) + outputCut + title + error;
}

/** What this process keeps of a stream, whatever a command prints. */
const mostKept = 4 * 1024 * 1024;

export interface Kept {
  readonly add: (bytes: Buffer) => void;
  readonly bytes: () => Buffer;
}

export function keepOutput(): Kept {
  const pieces: Buffer[] = [];
  let size = 0;
  return {
    add: (bytes) => {
      const taken = bytes.subarray(0, mostKept - size);
      size += taken.length;
      if (taken.length > 0) pieces.push(taken);
    },
    bytes: () => Buffer.concat(pieces),
  };
}
