/** A stream of bytes read by lines and by counts, with no more in memory than one piece of it. */
export interface ByteReader {
  /** Up to and without the line feed and a carriage return before it. Undefined: longer than `limit`, or no line left. */
  readonly readLine: (limit: number) => Promise<string | undefined>;
  /** Some bytes, `most` at most; undefined at the end. */
  readonly readSome: (most: number) => Promise<Buffer | undefined>;
}

const lineFeed = 0x0a;
const nothing = Buffer.alloc(0);

export function createByteReader(source: AsyncIterable<Buffer>): ByteReader {
  const pieces = source[Symbol.asyncIterator]();
  let rest: Buffer = nothing;
  const refill = async (): Promise<Buffer | undefined> => {
    const next = await pieces.next();
    return next.done === true ? undefined : next.value;
  };
  return {
    readLine: async (limit) => {
      for (;;) {
        const end = rest.indexOf(lineFeed);
        if (end > limit || (end < 0 && rest.length > limit)) return undefined;
        if (end >= 0) {
          const line = rest.subarray(0, end).toString("latin1");
          rest = rest.subarray(end + 1);
          return line.endsWith("\r") ? line.slice(0, -1) : line;
        }
        const more = await refill();
        if (more === undefined) return undefined;
        rest = rest.length === 0 ? more : Buffer.concat([rest, more]);
      }
    },
    readSome: async (most) => {
      while (rest.length === 0) {
        const more = await refill();
        if (more === undefined) return undefined;
        rest = more;
      }
      const taken = rest.subarray(0, most);
      rest = rest.subarray(taken.length);
      return taken;
    },
  };
}
