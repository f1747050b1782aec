/** `denat report`: the plan as a page. */
import { usageError } from "../app/failure.ts";
import { anyInput, inputOf, logsOf, withInput, withLogs } from "./input.ts";
import type { Add, InputOptions, LogsOptions } from "./input.ts";
import { languages } from "./plan.ts";
import { amount, names, oneOf } from "./values.ts";

interface ReportOptions extends Omit<InputOptions, "format">, LogsOptions {
  readonly out?: string;
  readonly lang?: (typeof languages)[number];
  readonly force?: boolean;
  readonly needs?: readonly string[];
  readonly gbMonth?: number;
  readonly strict?: boolean;
}

export const addReport: Add = (program, terminal, done) => {
  const verb = program
    .command("report")
    .description("the plan as a page to look at: one file, which opens offline")
    .option("--out <file>", "where to write it (default: report.html)")
    .option("--lang <language>", "en or ja (default: en)", oneOf("--lang", "report", languages))
    .option("--force", "replace an earlier report")
    .option("--needs <services>", "services that the workloads need, as in s3,ssm", names("--needs"))
    .option("--gb-month <gb>", "traffic through the NAT, GB a month", amount("--gb-month", "a volume"))
    .option("--strict", "turn every assumption into an unknown");
  withInput(withLogs(verb), anyInput, []).action(async (paths: string[], options: ReportOptions) => {
    const { out = "report.html", lang: language = "en", force = false } = options;
    if (out === "") throw usageError('--out ""', "it takes a file, as in --out report.html");
    const { needs = [], gbMonth, strict = false } = options;
    const { runReport } = await import("../app/report.ts");
    const input = inputOf(paths, options, terminal);
    const request = { input, needs, gbMonth, strict, out, language, force, ...logsOf(options) };
    done(await runReport(request, terminal.page));
  });
};
