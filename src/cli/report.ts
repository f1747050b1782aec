/** `denat report`: the plan as a page. */
import { usageError } from "../app/failure.ts";
import { anyInput, inputOf, logsOf, withInput, withLogs } from "./input.ts";
import type { Add, InputOptions, LogsOptions } from "./input.ts";
import { languages } from "./plan.ts";
import { questionOf, withQuestion } from "./question.ts";
import type { QuestionOptions } from "./question.ts";
import { oneOf } from "./values.ts";

interface ReportOptions extends Omit<InputOptions, "format">, LogsOptions, QuestionOptions {
  readonly out?: string;
  readonly lang?: (typeof languages)[number];
  readonly force?: boolean;
}

export const addReport: Add = (program, terminal, done) => {
  const verb = withQuestion(
    program.command("report").description("the plan as a page to look at: one file, which opens offline"),
  )
    .option("--out <file>", "where to write it (default: report.html)")
    .option("--lang <language>", "en or ja (default: en)", oneOf("--lang", "report", languages))
    .option("--force", "replace an earlier report");
  withInput(withLogs(verb), anyInput, []).action(async (paths: string[], options: ReportOptions) => {
    const { out = "report.html", lang: language = "en", force = false } = options;
    if (out === "") throw usageError('--out ""', "it takes a file, as in --out report.html");
    const { runReport } = await import("../app/report.ts");
    const input = inputOf(paths, options, terminal);
    const request = { input, out, language, force, ...questionOf(options), ...logsOf(options) };
    done(await runReport(request, terminal.page));
  });
};
