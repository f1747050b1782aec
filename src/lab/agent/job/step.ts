/** One step of a command: a script, run inside the instance and stopped when it takes too long. */
import type { AgentContext } from "../agent/context.ts";
import { startCommand } from "../program/command.ts";
import { keepOutput } from "./output.ts";
import { shellPlugin } from "./task.ts";
import type { Step } from "./task.ts";

export type Status = "Success" | "Failed" | "TimedOut" | "Cancelled" | "Skipped";

export interface StepEnd {
  readonly step: Step;
  readonly status: Status;
  readonly exitCode: number;
  readonly output: Buffer;
  readonly error: Buffer;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
}

export interface StepStart {
  readonly context: AgentContext;
  readonly commandId: string;
  readonly step: Step;
  /** Resolves when the command is cancelled. */
  readonly cancelled: Promise<void>;
}

/** The exit code of what was stopped. */
const stopped = 137;

/**
 * The script goes in by standard input and runs as a file, so that its first line may name its interpreter. This text is constant:
 * what a user wrote is the file and an argument.
 */
const runner = `
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cat > "$dir/_script.sh" && chmod 700 "$dir/_script.sh" || exit 1
[ -z "$1" ] || cd "$1" || exit 1
"$dir/_script.sh" < /dev/null
`;

export async function runStep({ context, commandId, step, cancelled }: StepStart): Promise<StepEnd> {
  const { pace, place } = context;
  const startedAtMs = pace.now();
  const output = keepOutput();
  const error = keepOutput();
  const end = (status: Status, exitCode: number, why = ""): StepEnd => ({
    step,
    status,
    exitCode,
    startedAtMs,
    endedAtMs: pace.now(),
    output: output.bytes(),
    error: Buffer.concat([error.bytes(), Buffer.from(why)]),
  });
  if (!step.isForLinux) {
    output.add(
      Buffer.from(`Step execution skipped due to unsatisfied preconditions. Step name: ${step.name}`),
    );
    return end("Skipped", 0);
  }
  if (step.action !== shellPlugin) {
    return end("Failed", 1, `Plugin with name ${step.action} not found. Step name: ${step.name}`);
  }
  const command = startCommand(place, {
    command: ["sh", "-c", runner, "denat", step.directory],
    input: `${step.lines.join("\n")}\n`,
    environment: { SSM_COMMAND_ID: commandId },
    onOutput: output.add,
    onError: error.add,
  });
  let cause: "TimedOut" | "Cancelled" | undefined;
  const stop = (why: "TimedOut" | "Cancelled"): void => {
    cause ??= why;
    command.end();
  };
  const timer = setTimeout(() => stop("TimedOut"), pace.scaled(step.timeoutMs));
  void cancelled.then(() => stop("Cancelled"));
  const ending = await command.ended;
  clearTimeout(timer);
  if (cause !== undefined) return end(cause, stopped);
  if (ending.kind === "not started") return end("Failed", 1, `failed to run commands: ${ending.why}`);
  if (ending.status === 0) return end("Success", 0);
  return end("Failed", ending.status, `failed to run commands: exit status ${ending.status}`);
}
