/** `denat plan`, and how it writes the change down. */
import { usageError } from "../app/failure.ts";
import { answerFormats, anyInput, inputOf, logsOf, lookOf, withInput, withLogs } from "./input.ts";
import type { Add, AnswerOptions, LogsOptions } from "./input.ts";
import { questionOf, withQuestion } from "./question.ts";
import type { QuestionOptions } from "./question.ts";
import { oneOf } from "./values.ts";

const planFormats = [...answerFormats, "html"] as const;
export const languages = ["en", "ja"] as const;
export const targets = ["terraform", "cloudformation", "cdk"] as const;

interface PlanOptions extends Omit<AnswerOptions, "format">, LogsOptions, QuestionOptions {
  readonly format?: (typeof planFormats)[number];
  readonly lang?: (typeof languages)[number];
  readonly out?: string;
  readonly as?: (typeof targets)[number];
  readonly source?: string;
  readonly leastPrivilege?: boolean;
  readonly force?: boolean;
  readonly verify?: boolean;
}

export const addPlan: Add = (program, terminal, done) => {
  const verb = withQuestion(
    program
      .command("plan")
      .description("can these private subnets lose their NAT, what must change, what it costs"),
  )
    .option("--out <dir>", "write the change there, in phases that can be undone")
    .option(
      "--as <tool>",
      "terraform, cloudformation or cdk (default: that of the input)",
      oneOf("--as", "plan", targets),
    )
    .option("--source <dir>", "where the .tf files of a Terraform plan lie (default: beside it)")
    .option("--least-privilege", "narrow the policies of new endpoints to what is needed")
    .option("--force", "replace what an earlier plan wrote into --out")
    .option("--verify", "show what each phase was proved to do")
    .option(
      "--lang <language>",
      "of the HTML page: en or ja (default: en)",
      oneOf("--lang", "plan", languages),
    );
  withInput(withLogs(verb), anyInput, planFormats).action(async (paths: string[], options: PlanOptions) => {
    const { lang: language = "en" } = options;
    if (options.lang !== undefined && options.format !== "html")
      throw usageError("--lang is of the HTML page", "add --format html");
    const { runPlan } = await import("../app/plan.ts");
    const input = inputOf(paths, options, terminal);
    const change = changeOf(options);
    const request = { input, language, change, ...questionOf(options), ...logsOf(options) };
    done(await runPlan(request, lookOf(options, terminal)));
  });
};

function changeOf(options: PlanOptions) {
  const { out, as, source, leastPrivilege = false, force = false, verify = false } = options;
  const given = Object.entries({
    "--as": as,
    "--source": source,
    "--least-privilege": leastPrivilege,
    "--force": force,
  });
  if (out !== undefined || verify)
    return { directory: out, target: as, sourceDirectory: source, leastPrivilege, force, verify };
  const [name] = given.find(([, value]) => value !== undefined && value !== false) ?? [];
  if (name !== undefined)
    throw usageError(`${name} says how --out writes, and there is no --out`, "add --out DIR");
  return undefined;
}
