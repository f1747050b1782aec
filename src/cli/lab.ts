/** The verbs of the lab and their options. */
import type { Command } from "commander";
import type { InputRequest, Outcome } from "../app/outcome.ts";
import type { Terminal } from "./terminal.ts";

interface UpOptions {
  readonly name?: string;
  readonly account?: string;
  readonly region?: string;
  readonly parameter?: ReadonlyMap<string, string>;
}

interface NameOption {
  readonly name?: string;
}

/** How an input is named to `denat lab up`, as to every other verb. */
interface LabInput {
  readonly withInput: (verb: Command) => Command;
  readonly inputOf: (paths: readonly string[], options: UpOptions) => InputRequest;
}

const firstName = "default";

export function addLab(
  program: Command,
  terminal: Terminal,
  done: (outcome: Outcome) => void,
  { withInput, inputOf }: LabInput,
): void {
  const lab = program
    .command("lab")
    .description("the VPC rehearsed on this machine, with real packets and unmodified clients");
  const up = lab
    .command("up")
    .description("build it, and keep it until Ctrl-C or denat lab down")
    .option("--account <id>", "the account it is (default: the input's, else 123456789012)");
  withInput(named(up)).action(async (paths: string[], options: UpOptions) => {
    const { runLabUp } = await import("../app/lab/up.ts");
    const { name = firstName, account } = options;
    const dismissed = new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => resolve());
    });
    done(await runLabUp({ input: inputOf(paths, options), name, account, say: terminal.write, dismissed }));
  });
  named(lab.command("exec <workload> <command...>"))
    .description("run COMMAND inside WORKLOAD, after --")
    .action(async (workload: string, command: string[], { name = firstName }: NameOption) => {
      const { runLabExec } = await import("../app/lab/exec.ts");
      done(await runLabExec({ lab: name, workload, command }));
    });
  named(lab.command("shell <workload>"))
    .description("a shell inside WORKLOAD")
    .action(async (workload: string, { name = firstName }: NameOption) => {
      const { runLabExec } = await import("../app/lab/exec.ts");
      done(await runLabExec({ lab: name, workload, command: [] }));
    });
  lab
    .command("status")
    .description("the labs that run, with their workloads")
    .action(async () => {
      const { runLabStatus } = await import("../app/lab/status.ts");
      done(runLabStatus());
    });
  named(lab.command("down"))
    .description("end it; nothing of it stays")
    .action(async ({ name = firstName }: NameOption) => {
      const { runLabDown } = await import("../app/lab/status.ts");
      done(await runLabDown(name));
    });
}

const named = (verb: Command): Command => verb.option("--name <name>", `of the lab (default: ${firstName})`);
