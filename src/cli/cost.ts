/** The verbs about money, and the facts that it hangs on. */
import { Option } from "commander";
import { formats, inputOf, lookOf, withInput } from "./input.ts";
import type { Add, InputOptions } from "./input.ts";
import { amountWithin, notYet } from "./values.ts";

const costFormats = [...formats, "markdown"] as const;

interface CostOptions extends Omit<InputOptions, "format"> {
  readonly format?: (typeof costFormats)[number];
  readonly traffic?: string;
  readonly hours?: number;
  readonly discount?: number;
}

export const addCost: Add = (program, terminal, done) => {
  const verb = program
    .command("cost")
    .description("what a design costs a month, line by line; or what a network holds today")
    .option("--traffic <file>", "GB a month, as denat traffic --format json prints them")
    .option("--hours <hours>", "of the month (default: 730)", amountWithin("--hours", "a month", 1, 744))
    .option(
      "--discount <percent>",
      "taken from every line",
      amountWithin("--discount", "a discount in percent", 0, 100),
    )
    .addOption(new Option("--flow-logs <path>").argParser(notYet("--flow-logs")).hideHelp());
  withInput(verb, "<design or input...>", costFormats).action(
    async (paths: string[], options: CostOptions) => {
      const { traffic, hours: hoursPerMonth, discount: discountPercent } = options;
      const { runCost } = await import("../app/cost.ts");
      const request = { input: inputOf(paths, options, terminal), traffic, hoursPerMonth, discountPercent };
      done(await runCost(request, lookOf(options, terminal)));
    },
  );
};
