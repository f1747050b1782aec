/** The verbs about money, and the facts that it hangs on. */
import { formats, inputOf, logsOf, lookOf, withInput, withLogs } from "./input.ts";
import type { Add, InputOptions, LogsOptions } from "./input.ts";
import { amountWithin, names, oneOf, origin, regions, wholeNumber } from "./values.ts";

const costFormats = [...formats, "markdown"] as const;

interface CostOptions extends Omit<InputOptions, "format">, LogsOptions {
  readonly format?: (typeof costFormats)[number];
  readonly traffic?: string;
  readonly hours?: number;
  readonly discount?: number;
  readonly needs?: readonly string[];
  readonly minZones?: number;
  readonly strict?: boolean;
}

interface RefreshOptions {
  readonly region?: readonly string[];
  readonly source?: string;
  readonly profile?: string;
}

export const addCost: Add = (program, terminal, done) => {
  const verb = program
    .command("cost")
    .description(
      "what a design costs a month; of a network, every sensible design, the cheapest that works first",
    )
    .option("--traffic <file>", "GB a month, as denat traffic --format json prints them")
    .option("--hours <hours>", "of the month (default: 730)", amountWithin("--hours", "a month", 1, 744))
    .option(
      "--discount <percent>",
      "taken from every line",
      amountWithin("--discount", "a discount in percent", 0, 100),
    )
    .option("--needs <services>", "services that the workloads need, as in s3,ssm", names("--needs"))
    .option(
      "--min-zones <zones>",
      "least zones of each interface endpoint (default: 1)",
      wholeNumber("--min-zones", "a number of zones", 1, 6),
    )
    .option("--strict", "turn every assumption into an unknown");
  withInput(withLogs(verb), "<design or input...>", costFormats).action(
    async (paths: string[], options: CostOptions) => {
      const { traffic, hours: hoursPerMonth, discount: discountPercent } = options;
      const { needs = [], minZones: leastZones = 1, strict = false } = options;
      const { runCost } = await import("../app/cost.ts");
      const input = inputOf(paths, options, terminal);
      const design = { input, traffic, hoursPerMonth, discountPercent };
      const request = { ...design, needs, leastZones, strict, ...logsOf(options) };
      done(await runCost(request, lookOf(options, terminal)));
    },
  );
};

export const addFacts: Add = (program, terminal, done) => {
  const facts = program
    .command("facts")
    .description("the dated facts that denat goes by: how old, from where, and which prices are not known")
    .option("--format <format>", "text or json (default: text)", oneOf("--format", "facts", formats))
    .action(async (options: Pick<InputOptions, "format">) => {
      const { runFacts } = await import("../app/show-facts.ts");
      done(await runFacts(lookOf(options, terminal)));
    });
  facts
    .command("refresh")
    .description("prices and address ranges as AWS publishes them today, for this user")
    .option("--region <region>", "a Region to price; may be repeated (default: the profile's)", regions)
    .option("--source <url>", "a mirror to read, in place of AWS's own addresses", origin)
    .option("--profile <name>", "a profile of the AWS configuration, to ask for endpoint services")
    .action(async (options: RefreshOptions) => {
      const { region = [], source, profile } = options;
      const { runRefresh } = await import("../app/refresh.ts");
      const progress = terminal.progress ?? (() => {});
      done(await runRefresh({ regions: region, origin: source, profile, progress }, terminal.page));
    });
};
