/** What waits for an end that is away: each message of the stream once, in the order in which they came. */
import { limits } from "../timing.ts";

export interface Waiting {
  /** False for what is there already, or finds no room: it is sent again until it is acknowledged. */
  readonly add: (sequenceNumber: number, frame: Buffer) => boolean;
  /** With their numbers. */
  readonly takeAll: () => Iterable<readonly [sequenceNumber: number, frame: Buffer]>;
}

export function createWaiting(): Waiting {
  let frames = new Map<number, Buffer>();
  let bytes = 0;
  return {
    add: (sequenceNumber, frame) => {
      const isFull = bytes + frame.length > limits.waiting.bytes || frames.size >= limits.waiting.frames;
      if (isFull || frames.has(sequenceNumber)) return false;
      // A copy: the frame is part of whatever else was read with it.
      frames.set(sequenceNumber, Buffer.from(frame));
      bytes += frame.length;
      return true;
    },
    takeAll: () => {
      const taken = frames;
      frames = new Map();
      bytes = 0;
      return taken;
    },
  };
}
