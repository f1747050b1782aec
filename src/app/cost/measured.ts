/** The whole answer of `denat traffic`, read back: who sent how much where, and not its totals alone. */
import { AppError } from "../../model/app-error.ts";
import { trafficClasses } from "../../model/traffic-answer.ts";
import type { TrafficAnswer } from "../../model/traffic-answer.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Undefined for a file that holds totals alone. Throws an AppError for an answer that is none. */
export function parseMeasured(value: unknown, file: string): TrafficAnswer | undefined {
  const given = withoutNulls(value) as Fields;
  if (!Array.isArray(given["flows"])) return undefined;
  const wrong = firstWrong(given);
  if (wrong === undefined) return given as unknown as TrafficAnswer;
  throw new AppError(
    "TRAFFIC_INVALID",
    `${file} is no answer of denat traffic: ${wrong}`,
    "give what denat traffic --format json prints",
  );
}

/** What is absent is printed as null. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key, withoutNulls(field)]])),
  );
}

/** Of the parts that designs are made of; the rest is not looked at. */
function firstWrong(given: Fields): string | undefined {
  const { answer, period, flows, hosts, perDay, coverage, unknowns } = given;
  if (answer !== "known" && answer !== "unknown") return "answer is neither known nor unknown";
  if (!isObject(period)) return "it has no period";
  if (!isObject(coverage) || typeof coverage["share"] !== "number") return "it has no coverage";
  const lists = { flows, hosts, perDay, unknowns };
  for (const [name, list] of Object.entries(lists)) {
    if (!Array.isArray(list) || !list.every(isObject)) return `${name} is no list of objects`;
  }
  const counted = { flows, hosts, perDay } as Readonly<Record<string, readonly Fields[]>>;
  for (const [name, list] of Object.entries(counted)) {
    const at = list.findIndex((row) => !isCount(row["bytesOut"]) || !isCount(row["bytesIn"]));
    if (at >= 0) return `${name}[${at}] does not count bytes`;
  }
  const { endpoints = [] } = given;
  const isMeasured = (row: unknown) =>
    isObject(row) && typeof row["endpoint"] === "string" && isCount(row["bytes"]);
  if (!Array.isArray(endpoints) || !endpoints.every(isMeasured)) return "endpoints do not count bytes";
  const at = (flows as readonly Fields[]).findIndex(({ class: kind, nat }) => !isFlow(kind, nat));
  return at < 0 ? undefined : `flows[${at}] has no class or no NAT`;
}

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isCount = (value: unknown): boolean =>
  typeof value === "number" && Number.isFinite(value) && value >= 0;
const isFlow = (kind: unknown, nat: unknown): boolean =>
  trafficClasses.some((one) => one === kind) && typeof nat === "string";
