/**
 * One end of smux: streams that are opened, written to and finished over one ordered link. Without keep-alive, which would keep an
 * idle session from ever ending.
 */
import { Duplex } from "node:stream";
import { commands, createFrameReader, encodeFrame, longestFrame } from "./frame.ts";
import type { Frame } from "./frame.ts";

export interface Mux {
  /** What came over the link. Throws at what is no smux: the link is of no use then. */
  readonly receive: (bytes: Buffer) => void;
  readonly open: () => Duplex;
  /** Whether streams hold more than they may: the link should bring no more until `onRoom`. */
  readonly isFull: () => boolean;
  /** The link takes bytes again. */
  readonly resume: () => void;
  readonly close: () => void;
}

export interface MuxOptions {
  /** The client's streams have odd numbers, the server's even ones. */
  readonly end: "client" | "server";
  /** False where the link is full: `resume` is called when it is not. */
  readonly send: (bytes: Buffer) => boolean;
  readonly onStream: (stream: Duplex) => void;
  readonly onRoom: () => void;
}

/** Both of the real library: what all streams may hold, and how many there are. */
const mostBytes = 4 * 1024 * 1024;
const mostStreams = 1024;
const firstIds = { client: 1, server: 0 } as const;

export function createMux({ end, send, onStream, onRoom }: MuxOptions): Mux {
  const read = createFrameReader();
  const streams = new Map<number, MuxStream>();
  const held: Held[] = [];
  let nextId: number = firstIds[end];
  let waitingBytes = 0;
  const isFull = (): boolean => waitingBytes >= mostBytes;
  const take = (bytes: number): void => {
    const wasFull = isFull();
    waitingBytes -= bytes;
    if (wasFull && !isFull()) onRoom();
  };
  const add = (id: number): MuxStream => {
    const stream = new MuxStream(id, {
      take,
      push: (bytes, sent) => (send(bytes) ? sent() : void held.push(sent)),
    });
    streams.set(id, stream);
    stream.on("close", () => streams.delete(id));
    return stream;
  };
  const handlers: Readonly<Record<number, (frame: Frame) => void>> = {
    [commands.open]: ({ streamId }) => {
      if (streams.has(streamId)) return;
      if (streams.size >= mostStreams) return void send(encodeFrame("finish", streamId));
      onStream(add(streamId));
    },
    [commands.push]: ({ streamId, data }) => {
      const stream = streams.get(streamId);
      if (stream === undefined || data.length === 0) return;
      waitingBytes += data.length;
      stream.bring(data);
    },
    [commands.finish]: ({ streamId }) => streams.get(streamId)?.bring(null),
  };
  return {
    isFull,
    receive: (bytes) => {
      for (const frame of read(bytes)) handlers[frame.command]?.(frame);
    },
    open: () => {
      nextId += 2;
      send(encodeFrame("open", nextId));
      return add(nextId);
    },
    resume: () => held.splice(0).forEach((sent) => sent()),
    close: () => {
      for (const stream of streams.values()) stream.destroy();
    },
  };
}

type Held = () => void;

interface Link {
  readonly push: (bytes: Buffer, sent: Held) => void;
  /** So many bytes have been read. */
  readonly take: (bytes: number) => void;
}

class MuxStream extends Duplex {
  readonly #id: number;
  readonly #link: Link;
  /** What nobody has read yet; null is its end. */
  readonly #waiting: (Buffer | null)[] = [];
  #isWanted = false;
  #isFinished = false;

  constructor(id: number, link: Link) {
    super({ allowHalfOpen: true });
    this.#id = id;
    this.#link = link;
  }

  bring(data: Buffer | null): void {
    this.#waiting.push(data);
    if (this.#isWanted) this._read();
  }

  override _read(): void {
    this.#isWanted = true;
    while (this.#isWanted && this.#waiting.length > 0) {
      const data = this.#waiting.shift() ?? null;
      this.#isWanted = this.push(data);
      if (data !== null) this.#link.take(data.length);
    }
  }

  override _write(data: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const frame = encodeFrame("push", this.#id, data.subarray(0, longestFrame));
    const rest = data.subarray(longestFrame);
    this.#link.push(frame, () => (rest.length === 0 ? done() : this._write(rest, _encoding, done)));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#finish();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#finish();
    const left = this.#waiting.splice(0).reduce((sum, data) => sum + (data?.length ?? 0), 0);
    this.#link.take(left);
    done(error);
  }

  /** The other end is told once. */
  #finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#link.push(encodeFrame("finish", this.#id), () => undefined);
  }
}
