/**
 * Flow logs of a made-up VPC, with the truth about them: any fields, any layout, any number of records.
 *
 * Streamed: of the records no more than those of two windows of delivery are in memory.
 */
import { join } from "node:path";
import { createRandom } from "../estate/random.ts";
import { createDraft, isLogged, keyOf } from "./file.ts";
import type { Draft, FlowLog } from "./file.ts";
import { lineWriter } from "./field.ts";
import type { Exchange } from "./flow.ts";
import { createRemotes, everybody } from "./remote.ts";
import { createScene } from "./scene.ts";
import type { Scene } from "./scene.ts";
import { windowFlows, windowSeconds } from "./traffic.ts";
import type { Traffic } from "./traffic.ts";
import { createLedger } from "./truth.ts";
import type { Ledger, Truth } from "./truth.ts";

export interface Order {
  /** Flows that all interfaces together log; a connection or two more are made. */
  readonly records: number;
  readonly windows: number;
  /** Seconds since 1970, at a full five minutes. */
  readonly begin: number;
  readonly logs: readonly FlowLog[];
  /** Told of every minute of every connection. */
  readonly heard?: (exchange: Exchange) => void;
}

export function createTraffic(seed: number, clients: number, remotes: number): Traffic {
  const random = createRandom(seed);
  const scene = createScene(random, clients);
  return {
    scene,
    remotes: createRemotes(random, scene.region, remotes, everybody),
    seed,
    tide: 0,
    largest: { store: 24, other: 18 },
  };
}

export async function generateFlowLogs(root: string, traffic: Traffic, order: Order): Promise<Truth> {
  const own = createLedger(traffic.scene, traffic.remotes);
  const ledger: Ledger = {
    ...own,
    enter: (exchange) => {
      own.enter(exchange);
      order.heard?.(exchange);
    },
  };
  const writers = order.logs.map((log) => ({ log, toLine: lineWriter(log.fields, traffic.scene) }));
  const parts = windowParts(order.windows, traffic.tide);
  let written = Promise.resolve();
  let due = 0;
  let made = 0;
  for (const [number, part] of parts.entries()) {
    const begin = order.begin + number * windowSeconds;
    due += order.records * part;
    const files = writers.map((writer) => ({ ...writer, draft: createDraft(writer.log) }));
    for (const flow of windowFlows(traffic, ledger, { number, begin, count: Math.round(due) - made })) {
      made += 1;
      for (const { log, toLine, draft } of files) {
        if (!isLogged(log, flow.port)) continue;
        ledger.write(log.id, flow);
        draft.add(toLine(flow));
      }
    }
    await written;
    written = writeWindow(root, traffic.scene, begin, files);
  }
  await written;
  return ledger.close();
}

async function writeWindow(
  root: string,
  scene: Scene,
  begin: number,
  files: readonly { readonly log: FlowLog; readonly draft: Draft }[],
): Promise<void> {
  for (const { log, draft } of files) await draft.save(join(root, keyOf(log, scene, begin)));
}

/** What part of the records falls into each window: a day's tide, with its ebb at the ends. */
function windowParts(windows: number, tide: number): readonly number[] {
  const weights = Array.from({ length: windows }, (_, index) => {
    const fromNoon = (2 * (index + 0.5)) / windows - 1;
    return 1 - tide * fromNoon * fromNoon;
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / whole);
}
