/** The verbs that go into an instance of a lab, and their options. */
import type { Command } from "commander";
import type { Outcome } from "../app/outcome.ts";
import { oneOf, parameter } from "./values.ts";

/** What `addLab` has ready for each verb of a lab. */
export interface LabVerbs {
  readonly lab: Command;
  /** With the option that says which lab. */
  readonly named: (verb: Command) => Command;
  readonly firstName: string;
  readonly done: (outcome: Outcome) => void;
}

interface NameOption {
  readonly name?: string;
}

interface ConnectOptions extends NameOption {
  readonly document?: string;
  readonly parameter?: ReadonlyMap<string, string>;
}

interface AgentOptions extends NameOption {
  readonly restart?: boolean;
  readonly format?: (typeof agentFormats)[number];
}

const agentFormats = ["text", "json"] as const;

export function addInstanceVerbs({ lab, named, firstName, done }: LabVerbs): void {
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
  named(lab.command("connect <workload>"))
    .description("a shell inside WORKLOAD by Session Manager, through its endpoints")
    .option("--document <name>", "of the session (default: the account's Session Manager preferences)")
    .option("--parameter <name=value>", "of the document; may be given for each", parameter)
    .action(async (workload: string, options: ConnectOptions) => {
      const { runLabConnect } = await import("../app/lab/connect.ts");
      const { name = firstName, document, parameter: given = new Map<string, string>() } = options;
      const parameters = Object.fromEntries([...given].map(([key, value]) => [key, [value]]));
      const { stdin: input, stdout: output, stderr: error } = process;
      done(
        await runLabConnect({ lab: name, workload, document, parameters, screen: { input, output, error } }),
      );
    });
  named(lab.command("agent <workload>"))
    .description("how the SSM Agent of WORKLOAD fares, with the last lines of its log")
    .option("--restart", "after a repair: it may sleep for up to an hour before it tries again by itself")
    .option("--format <format>", "text or json (default: text)", oneOf("--format", "agent", agentFormats))
    .action(async (workload: string, options: AgentOptions) => {
      const { runLabAgent } = await import("../app/lab/agent.ts");
      const { name = firstName, restart = false, format = "text" } = options;
      done(await runLabAgent({ lab: name, workload, restart, format }));
    });
}
