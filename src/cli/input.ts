/** How every verb names its input and the form of its answer. */
import type { Command } from "commander";
import type { InputRequest, Look, Outcome, Side } from "../app/outcome.ts";
import type { Terminal } from "./terminal.ts";
import { list, oneOf, parameter, paths as pathList, region } from "./values.ts";

export const formats = ["text", "json"] as const;
export const answerFormats = [...formats, "markdown", "sarif"] as const;
const sides = ["before", "after"] as const satisfies readonly Side[];

/** Adds a verb to the program; `done` is given what it answers. */
export type Add = (program: Command, terminal: Terminal, done: (outcome: Outcome) => void) => void;

export interface InputOptions {
  readonly format?: (typeof formats)[number];
  readonly region?: string;
  readonly parameter?: ReadonlyMap<string, string>;
  readonly side?: Side;
}

export interface AnswerOptions extends Omit<InputOptions, "format"> {
  readonly format?: (typeof answerFormats)[number];
}

export const anyInput = "<input...>";

/** What every verb with an input takes, after options of its own; no `--format` where there is nothing to choose. */
export function withInput(verb: Command, argument = anyInput, choices: readonly string[] = formats): Command {
  const named = verb
    .argument(argument, "files, directories, - for standard input, aws: an account, or lab: a lab")
    .option("--region <region>", "for an input that carries none", region)
    .option("--parameter <name=value>", "a template parameter; may be repeated", parameter)
    .option(
      "--side <side>",
      "which side of a Terraform plan: before or after (default: after)",
      oneOf("--side", verb.name(), sides),
    );
  if (choices.length === 0) return named;
  const format = oneOf("--format", verb.name(), choices);
  return named.option("--format <format>", `${list(choices, "or")} (default: text)`, format);
}

/** Flow logs beside an input, and what names the remotes in them. */
export function withLogs(verb: Command): Command {
  return verb
    .option(
      "--flow-logs <path>",
      "VPC flow logs of the NAT, as denat traffic takes them; may be repeated",
      pathList,
    )
    .option(
      "--dns-logs <path>",
      "Resolver query logs, which name what addresses cannot; may be repeated",
      pathList,
    );
}

export interface LogsOptions {
  readonly flowLogs?: readonly string[];
  readonly dnsLogs?: readonly string[];
}

export const logsOf = ({ flowLogs = [], dnsLogs = [] }: LogsOptions) => ({ flowLogs, dnsLogs });

export function inputOf(
  paths: readonly string[],
  options: Omit<InputOptions, "format">,
  { stdin, progress }: Terminal,
): InputRequest {
  const { region, parameter = new Map(), side } = options;
  return { paths, region, parameters: parameter, side, stdin, progress };
}

export function lookOf<Named extends string>(
  { format }: { readonly format?: Named },
  { page }: Terminal,
): Look<Named | "text"> {
  return { format: format ?? "text", page };
}
