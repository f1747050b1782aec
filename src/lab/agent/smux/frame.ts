/**
 * Frames of smux, version 1: many connections over one, as both clients carry forwarded ports
 * (github.com/xtaci/smux, frame.go; read 2026-11-29). Little-endian.
 */
export const commands = { open: 0, finish: 1, push: 2, nothing: 3 } as const;

export interface Frame {
  readonly command: number;
  readonly streamId: number;
  readonly data: Buffer;
}

const version = 1;
const headerLength = 8;
export const longestFrame = 32_768;
const none = Buffer.alloc(0);

export function encodeFrame(command: keyof typeof commands, streamId: number, data: Buffer = none): Buffer {
  const bytes = Buffer.alloc(headerLength + data.length);
  bytes[0] = version;
  bytes[1] = commands[command];
  bytes.writeUInt16LE(data.length, 2);
  bytes.writeUInt32LE(streamId, 4);
  data.copy(bytes, headerLength);
  return bytes;
}

/** Frames out of bytes that come in pieces of any length. Throws at what is no frame of version 1. */
export function createFrameReader(): (bytes: Buffer) => readonly Frame[] {
  let rest: Buffer = none;
  return (bytes) => {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    const frames: Frame[] = [];
    let at = 0;
    while (rest.length - at >= headerLength) {
      if (rest[at] !== version) throw new Error("smux: unsupported protocol version");
      const end = at + headerLength + rest.readUInt16LE(at + 2);
      if (end > rest.length) break;
      const command = rest[at + 1] ?? commands.nothing;
      frames.push({
        command,
        streamId: rest.readUInt32LE(at + 4),
        data: rest.subarray(at + headerLength, end),
      });
      at = end;
    }
    rest = Buffer.from(rest.subarray(at));
    return frames;
  };
}
