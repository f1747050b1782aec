/** Downloads, many at a time, which begin while others are still being found. The first that fails is the end of all. */
import { createLimit } from "../../aws/client/limit.ts";

const atATime = 16;

export interface Progress {
  readonly done: number;
  readonly all: number;
  readonly bytes: number;
}

export interface Queue<Item, Done> {
  readonly add: (item: Item, told: (progress: Progress) => void) => void;
  /** Nothing is begun any more, and `end` throws this. */
  readonly stop: (failure: unknown) => void;
  readonly end: () => Promise<readonly Done[]>;
}

export function createQueue<Item, Done extends { readonly size: number }>(
  work: (item: Item) => Promise<Done>,
): Queue<Item, Done> {
  const limit = createLimit(atATime);
  const running: Promise<void>[] = [];
  const done: Done[] = [];
  let bytes = 0;
  let failure: { readonly cause: unknown } | undefined;
  const stop = (cause: unknown): void => {
    failure ??= { cause };
  };
  return {
    stop,
    add: (item, told) => {
      const one = limit(async () => {
        if (failure !== undefined) return;
        const result = await work(item);
        done.push(result);
        bytes += result.size;
        told({ done: done.length, all: running.length, bytes });
      });
      running.push(one.catch(stop));
    },
    end: async () => {
      await Promise.all(running);
      if (failure !== undefined) throw failure.cause;
      return done;
    },
  };
}
