/** `denat lab exec` and `denat lab shell`: a command inside an instance of a lab that runs. */
import { spawn } from "node:child_process";
import { enterLab } from "../../lab/enclosure/enter.ts";
import { enterHome } from "../../lab/instance/home.ts";
import { AppError } from "../../model/app-error.ts";
import type { Outcome } from "../outcome.ts";
import { mustFindCard } from "./directory.ts";
import { environmentIn, homeOf } from "./home.ts";
import { findWorkload } from "./workloads.ts";

export interface ExecRequest {
  readonly lab: string;
  readonly workload: string;
  /** Empty for a shell. */
  readonly command: readonly string[];
}

/** What the outer terminal is like; nothing else of the environment comes along. */
const kept = ["PATH", "TERM", "COLORTERM", "LANG", "LC_ALL", "TZ", "COLUMNS", "LINES"] as const;

const bySignal = 128;

/** The status is the command's own. */
export async function runLabExec({ lab, workload, command }: ExecRequest): Promise<Outcome> {
  const card = mustFindCard(lab);
  const own = findWorkload(card, workload);
  if (!own.isRunning) {
    throw new AppError("WORKLOAD_STOPPED", `${workload} is stopped`, "start it with aws ec2 start-instances");
  }
  const shell = command.length > 0 ? command : [process.env["SHELL"] ?? "/bin/sh"];
  const [program = "", ...args] = [...enterLab(card.pid), ...enterHome(homeOf(own, card.caPath)), ...shell];
  const outer = Object.fromEntries(
    kept.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const env = { ...outer, ...environmentIn(own.region) };
  const child = spawn(program, args, { stdio: "inherit", env });
  // The terminal sends its signals to the command as well, which is to decide.
  const ignore = () => undefined;
  process.on("SIGINT", ignore);
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(code ?? bySignal + (signal === null ? 0 : 15)));
  });
  process.off("SIGINT", ignore);
  return { status, text: "" };
}
