/**
 * Cli: from arguments to an exit status.
 *
 * Decides what an option means and what goes to which stream; every verb's work is in app, loaded only when that verb
 * is asked for, so that help stays quick. The one place that catches: whatever fails is one line and status 3.
 */
import { CommanderError } from "commander";
import { defectStack, failureLine, usageError } from "../app/failure.ts";
import type { Outcome } from "../app/outcome.ts";
import { makeProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

const couldNotRun = 3;

/** Runs denat with `args` (those after its name) and gives the exit status. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    let outcome: Outcome = { status: 0, text: "" };
    const program = makeProgram(terminal, (made) => {
      outcome = made;
    });
    await program.parseAsync(args, { from: "user" });
    terminal.write(outcome.text);
    return outcome.status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = error instanceof CommanderError ? toUsageError(error, args) : error;
    terminal.writeError(`${failureLine(failure)}\n`);
    const stack = defectStack(failure);
    if (terminal.debug && stack !== undefined) terminal.writeError(`${stack}\n`);
    return couldNotRun;
  }
}

/** Commander says `error: unknown option '--form'` and, on a line of its own, `(Did you mean --from?)`. */
function toUsageError({ code, message }: CommanderError, [verb]: readonly string[]) {
  if (code === "commander.help") {
    return verb === undefined
      ? usageError("no verb given", "try denat --help, or denat demo to see it at work")
      : usageError(`${verb} needs a word after it`, `try denat ${verb} --help`);
  }
  const [what = "", suggestion] = message.replace(/^error: /, "").split("\n");
  const hint = suggestion?.replace(/^\(Did you mean (.*)\)$/, "did you mean $1");
  const isVerb = verb !== undefined && !verb.startsWith("-") && what !== `unknown command '${verb}'`;
  return usageError(what.replace(/\.$/, ""), hint ?? `try denat ${isVerb ? `${verb} ` : ""}--help`);
}
