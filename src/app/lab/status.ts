/** `denat lab status` and `denat lab down`. */
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "../../model/app-error.ts";
import { labLines, noLabs } from "../../report/index.ts";
import type { Outcome } from "../outcome.ts";
import { findCard, mustFindCard, runningLabs } from "./directory.ts";

export function runLabStatus(): Outcome {
  const labs = runningLabs();
  if (labs.length === 0) return { status: 1, text: noLabs };
  return { status: 0, text: labs.map((card) => labLines(card)).join("\n") };
}

const patienceMs = 10_000;
const lookMs = 50;

/** The process that keeps it takes everything with it. */
export async function runLabDown(name: string): Promise<Outcome> {
  const { keeper } = mustFindCard(name);
  process.kill(keeper, "SIGTERM");
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += lookMs) {
    if (findCard(name) === undefined) return { status: 0, text: `lab ${name} is down\n` };
    await pause(lookMs);
  }
  throw new AppError("LAB_STAYS", `lab ${name} does not end`, `kill -9 ${keeper}: nothing of it stays`, {
    source: "tool",
  });
}
