/** Gigabytes by the way that they take: a part of a design, and what `denat traffic` answers. */
import type { TrafficGb as MeasuredGb } from "../../model/traffic-answer.ts";
import { noTraffic, trafficWays } from "../design.ts";
import type { TrafficGb } from "../design.ts";
import { fail, fields, number, objectAt, optional, within } from "./field.ts";
import type { Parse } from "./field.ts";

/** More than a zettabyte a month is a slip of the unit. */
export const gigabytes = number({ most: 1e12 });

const trafficFields = Object.fromEntries(
  trafficWays.map((way) => [way, optional(gigabytes, undefined)]),
) as Readonly<Record<(typeof trafficWays)[number], Parse<number | undefined>>>;

/** Says of each way whether the file does. */
function givenTraffic(ignored: readonly string[]): Parse<Partial<TrafficGb>> {
  const parse = fields(trafficFields, ignored);
  return (value, at) =>
    Object.fromEntries(Object.entries(parse(value, at)).filter(([, units]) => units !== undefined));
}

export const traffic: Parse<TrafficGb> = (value, at) => ({ ...noTraffic, ...givenTraffic([])(value, at) });

/** What `denat traffic` tells of its gigabytes beside them. */
const aboutMeasuring: Readonly<Record<Exclude<keyof MeasuredGb, keyof TrafficGb>, true>> = {
  scaledFromSeconds: true,
};

/** Of the answer of `denat traffic`, or of a file with its `trafficGb` alone. */
export function parseTrafficFile(value: unknown, file: string): Partial<TrafficGb> {
  const at = { file, path: "" };
  const given = objectAt(value, at)["trafficGb"];
  const hint = "give what denat traffic --format json prints";
  if (given === undefined) fail(at, "has no trafficGb", hint);
  if (given === null)
    fail(at, "has no known trafficGb", "its unknowns say what the flow logs could not tell");
  return givenTraffic(Object.keys(aboutMeasuring))(given, within(at, "trafficGb"));
}
