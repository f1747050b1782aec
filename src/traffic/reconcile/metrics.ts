/**
 * What `aws cloudwatch get-metric-data` prints of NAT gateways.
 *
 * The answer carries ids and labels that its caller chose; the queries, where the file holds them too, tell metric, gateway,
 * period and statistic exactly. https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html (read 2026-11-29)
 */
import type { MissingFact } from "../../model/answer.ts";
import { findNatId, parseInstant } from "./metered.ts";
import type { Metered } from "./metered.ts";

/** In the order in which they are looked for: what flow logs count are bytes from clients and to clients. */
const pairs = [
  ["BytesInFromSource", "BytesOutToSource"],
  ["BytesOutToDestination", "BytesInFromDestination"],
] as const;
type Metric = (typeof pairs)[number][number];

export interface MetricReading {
  readonly metered: readonly Metered[];
  readonly basis: string;
  readonly unknowns: readonly MissingFact[];
}

interface Series {
  readonly metric: Metric;
  readonly nat: string | undefined;
  readonly periodSeconds: number;
  readonly points: readonly (readonly [start: number, value: number])[];
}

/** Undefined where the document is none of the kind. */
export function readMetrics(document: unknown): MetricReading | undefined {
  const results = fieldsOf(document)["MetricDataResults"];
  if (!Array.isArray(results)) return undefined;
  const queries = new Map(
    listOf(fieldsOf(document)["MetricDataQueries"]).map((query) => [
      query["Id"],
      fieldsOf(query["MetricStat"]),
    ]),
  );
  const read = results.map((result) => readSeries(fieldsOf(result), queries.get(fieldsOf(result)["Id"])));
  const series = read.flatMap((one) => ("metric" in one ? one : []));
  const missing = read.flatMap((one) => ("metric" in one ? [] : one));
  const pair = pairs.find((names) => names.every((name) => series.some(({ metric }) => metric === name)));
  if (pair === undefined) {
    const fact = { fact: "both byte metrics of one side of the NAT gateway", settledBy: metricCommand };
    return { metered: [], basis: "no pair of byte metrics", unknowns: [...missing, fact] };
  }
  const metered = series.filter(({ metric }) => pair.some((name) => name === metric)).flatMap(toMetered);
  return { metered, basis: `CloudWatch's ${pair.join(" and ")}`, unknowns: missing };
}

const metricCommand =
  "aws cloudwatch get-metric-data with Stat Sum, the four byte metrics of AWS/NATGateway, and MetricDataQueries kept in the file";

type Fields = Readonly<Record<string, unknown>>;
const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null ? (value as Fields) : {};
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

function readSeries(result: Fields, query: Fields | undefined): Series | MissingFact {
  const label = `${textOf(result["Label"])} ${textOf(result["Id"])}`;
  const asked = fieldsOf(query?.["Metric"]);
  const name = textOf(asked["MetricName"]) || label;
  const metric = pairs.flat().find((one) => name.toLowerCase().includes(one.toLowerCase()));
  const missing = (fact: string): MissingFact => ({
    fact: `${fact} of the series ${label.trim()}`,
    settledBy: metricCommand,
  });
  if (metric === undefined) return missing("which byte metric of a NAT gateway is it: the name");
  const statistic = query?.["Stat"];
  if (statistic !== undefined && statistic !== "Sum")
    return missing(`the Sum, in place of ${textOf(statistic)},`);
  if (textOf(result["StatusCode"]) === "PartialData") return missing("the rest");
  const points = pointsOf(result);
  if (points === undefined) return missing("times and values that belong together");
  const period = query?.["Period"];
  const periodSeconds = typeof period === "number" ? period : leastGap(points.map(([start]) => start));
  if (points.length > 0 && periodSeconds === undefined) return missing("the period");
  const dimension = listOf(asked["Dimensions"]).find((one) => one["Name"] === "NatGatewayId")?.["Value"];
  // Ids of queries admit no hyphen.
  const nat = findNatId(textOf(dimension)) ?? findNatId(label.replaceAll(/nat_([0-9a-f]{8,17})/g, "nat-$1 "));
  return { metric, nat, periodSeconds: periodSeconds ?? 0, points };
}

function pointsOf(result: Fields): Series["points"] | undefined {
  const [times, values] = [result["Timestamps"], result["Values"]];
  if (!Array.isArray(times) || !Array.isArray(values) || times.length !== values.length) return undefined;
  const points = times.flatMap((time, index) => {
    const [start, value] = [parseInstant(String(time)), values[index] as unknown];
    return start === undefined || typeof value !== "number" ? [] : [[start, value] as const];
  });
  return points.length === times.length ? points : undefined;
}

/** Of the times in a series; CloudWatch leaves periods without data out, so that only the least tells the period. */
function leastGap(starts: readonly number[]): number | undefined {
  const sorted = starts.toSorted((a, b) => a - b);
  const gaps = sorted.slice(1).map((start, index) => start - (sorted[index] ?? start));
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}

function toMetered({ nat, periodSeconds, points }: Series): readonly Metered[] {
  return points.map(([start, bytes]) => ({ nat, start, end: start + periodSeconds, bytes }));
}
