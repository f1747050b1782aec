/** The verb that reads flow logs. */
import { usageError } from "../app/failure.ts";
import { formats, inputOf, lookOf } from "./input.ts";
import type { Add, InputOptions } from "./input.ts";
import {
  bucketPrefix,
  list,
  memorySize,
  natInterface,
  oneOf,
  parameter,
  paths,
  region,
  time,
} from "./values.ts";
import type { NatInterface } from "./values.ts";

const engines = ["duckdb", "athena"] as const;
const trafficFormats = [...formats, "markdown"] as const;

interface TrafficOptions extends Omit<InputOptions, "format"> {
  readonly format?: (typeof trafficFormats)[number];
  readonly topology?: readonly string[];
  readonly nat?: readonly NatInterface[];
  readonly logFormat?: string;
  readonly from?: number;
  readonly to?: number;
  readonly dnsLogs?: readonly string[];
  readonly cur?: readonly string[];
  readonly metrics?: readonly string[];
  readonly memoryLimit?: string;
  readonly engine?: (typeof engines)[number];
  readonly athenaWorkgroup?: string;
  readonly athenaDatabase?: string;
  readonly athenaOutput?: string;
  readonly dryRun?: true;
}

/** Undefined for the engine in this process, which has none of these. */
function athenaOf(options: TrafficOptions) {
  const { athenaWorkgroup, athenaDatabase, athenaOutput, dryRun, format } = options;
  if (options.engine === "athena") {
    if (dryRun && format !== undefined && format !== "text")
      throw usageError(`--dry-run with --format ${format}`, "it prints SQL: leave out --format");
    const [workgroup, database] = [athenaWorkgroup ?? "primary", athenaDatabase ?? "default"];
    return { workgroup, database, output: athenaOutput };
  }
  const stray = Object.entries({
    "--athena-workgroup": athenaWorkgroup,
    "--athena-database": athenaDatabase,
    "--athena-output": athenaOutput,
    "--dry-run": dryRun,
  }).find(([, value]) => value !== undefined);
  if (stray === undefined) return undefined;
  throw usageError(`${stray[0]} without --engine athena`, "add --engine athena, or leave it out");
}

export const addTraffic: Add = (program, terminal, done) => {
  program
    .command("traffic")
    .description("what crossed the NAT, for whom and where to, from VPC flow logs")
    .argument(
      "<logs...>",
      "files, directories and s3://bucket/prefix of flow logs: text or Parquet, or exports of CloudWatch Logs",
    )
    .option("--topology <input>", "the network that the logs are of, as any INPUT; may be repeated", paths)
    .option(
      "--nat <eni=ip>",
      "a NAT's interface and its private addresses, as in eni-1=10.0.0.5,10.0.0.6; may be repeated",
      natInterface,
    )
    .option(
      "--log-format <fields>",
      "the fields of records without a header, as in '${version} ${srcaddr} …'",
    )
    .option(
      "--from <time>",
      "the first moment that counts, as in 2026-11-01 or 2026-11-01T12:00Z",
      time("--from"),
    )
    .option("--to <time>", "the first moment that counts no more", time("--to"))
    .option(
      "--dns-logs <path>",
      "Resolver query logs, which name what addresses cannot; may be repeated",
      paths,
    )
    .option(
      "--cur <file>",
      "a cost and usage report, CSV or Parquet, to hold what is counted against and to scale by; may be repeated",
      paths,
    )
    .option(
      "--metrics <file>",
      "what aws cloudwatch get-metric-data prints of the NAT gateways, for the same; may be repeated",
      paths,
    )
    .option(
      "--engine <engine>",
      "what reads the logs: duckdb, here, or athena, where they lie in S3 (default: duckdb)",
      oneOf("--engine", "traffic", engines),
    )
    .option("--athena-workgroup <name>", "the workgroup that asks (default: primary)")
    .option("--athena-database <name>", "where tables stand for the time of the run (default: default)")
    .option(
      "--athena-output <prefix>",
      "s3:// of results, where the workgroup names none",
      bucketPrefix("--athena-output"),
    )
    .option("--dry-run", "print what Athena would be asked and how much it would read, and ask nothing")
    .option(
      "--memory-limit <size>",
      "of the engine, as in 256MB (default: 256MB, or 64MB a core)",
      memorySize,
    )
    .option("--region <region>", "of the NAT, where neither logs nor topology tell; and of Athena", region)
    .option("--parameter <name=value>", "a template parameter of the topology; may be repeated", parameter)
    .option(
      "--format <format>",
      `${list(trafficFormats, "or")} (default: text)`,
      oneOf("--format", "traffic", trafficFormats),
    )
    .action(async (logs: string[], options: TrafficOptions) => {
      const {
        topology,
        nat = [],
        logFormat,
        from,
        to,
        dnsLogs = [],
        cur = [],
        metrics = [],
        memoryLimit,
      } = options;
      const athena = athenaOf(options);
      const { planTraffic, runTraffic } = await import("../app/traffic/index.ts");
      const request = {
        logs,
        topology: topology && inputOf(topology, options, terminal),
        nats: nat,
        logFormat,
        from,
        to,
        dnsLogs,
        bills: cur,
        metrics,
        region: options.region,
        memoryLimit,
        athena,
        progress: terminal.progress,
        note: (line: string) => terminal.writeError(`${line}\n`),
      };
      done(
        options.dryRun ? await planTraffic(request) : await runTraffic(request, lookOf(options, terminal)),
      );
    });
};
