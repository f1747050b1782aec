/** A lab as a process of this one: started, told of networks, asked, stopped. */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Server } from "node:net";
import { correspondWith } from "../../lab/enclosure/letter.ts";
import { moduleCommand } from "../../lab/enclosure/module.ts";
import { startEnclosure } from "../../lab/enclosure/start.ts";
import type { Answers, LabSettings, News, Question } from "./letters.ts";

export interface Lab {
  readonly ask: <Kind extends Question["kind"]>(
    question: Extract<Question, { kind: Kind }>,
    socket?: Server,
  ) => Promise<Answers[Kind]>;
  /** Of the process inside, as this machine numbers it: whoever enters the lab enters its namespaces. */
  readonly pid: () => number;
  readonly caPath: string;
  readonly stop: () => void;
  /** When it ends by itself. */
  readonly ended: Promise<void>;
}

export async function startLab(settings: LabSettings, hear?: (news: News) => void): Promise<Lab> {
  const child = startEnclosure(moduleCommand(import.meta.url, "inner"));
  const put = correspondWith(child, (news) => hear?.(news as News));
  const ask: Lab["ask"] = async (question, socket) => (await put(question, socket)) as never;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const stop = () => void child.kill("SIGKILL");
  try {
    const { caPath } = await ask({ kind: "start", settings });
    return { ask, pid: () => innerPid(child), caPath, stop, ended };
  } catch (error) {
    stop();
    throw error;
  }
}

/** `unshare` forks, and its one child is the lab. */
function innerPid({ pid }: ChildProcess): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
  return Number(children[0]);
}
