/** The verb that reads flow logs. */
import { formats, inputOf, lookOf } from "./input.ts";
import type { Add, InputOptions } from "./input.ts";
import {
  engineName,
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
}

export const addTraffic: Add = (program, terminal, done) => {
  program
    .command("traffic")
    .description("what crossed the NAT, for whom and where to, from VPC flow logs")
    .argument(
      "<logs...>",
      "files and directories of flow logs: text or Parquet, or exports of CloudWatch Logs",
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
    .option("--engine <engine>", "duckdb (default: duckdb)", engineName)
    .option("--memory-limit <size>", "of the engine, as in 256MB (default: 400MB)", memorySize)
    .option("--region <region>", "of the NAT, where neither logs nor topology tell", region)
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
      const { runTraffic } = await import("../app/traffic/index.ts");
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
        progress: terminal.progress,
      };
      done(await runTraffic(request, lookOf(options, terminal)));
    });
};
