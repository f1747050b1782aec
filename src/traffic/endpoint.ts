/**
 * What crossed the interface endpoints that stand, from the records of their own interfaces. Flow logs of the NAT alone
 * have none: then nothing is said, and an endpoint that is idle is told from one that nobody looked at.
 */
import type { Network } from "../model/network.ts";
import type { EndpointTraffic } from "../model/traffic-answer.ts";
import type { LogGroup } from "./format/group.ts";
import { findTaken, takenSql } from "./method/flow-logs.ts";
import type { LogSpan } from "./method/flow-logs.ts";
import { fill, literal } from "./query/engine.ts";
import { fieldsToJudge, judgedSql } from "./query/judged.ts";
import type { TrafficQuestion, TrafficTools } from "./question.ts";

const asked = ["interface-id"];

export async function measureEndpoints(
  { network, period, asksEndpoints }: TrafficQuestion,
  { sql, logs }: TrafficTools,
  groups: readonly LogGroup[],
): Promise<readonly EndpointTraffic[]> {
  const endpoints = asksEndpoints && network !== undefined ? interfacesOf(network) : [];
  const interfaces = endpoints.flatMap((one) => one.interfaces);
  if (interfaces.length === 0 || groups.length === 0) return [];
  const text = (taken: string) =>
    fill(sql.endpoints, {
      judged: judgedSql(groups, asked, logs.dialect, period),
      interfaces: interfaces.map(literal).join(", "),
      taken,
    });
  await logs.prepare(groups, fieldsToJudge(asked));
  const first = spansOf(await logs.run(text("false")));
  const taken = findTaken(first, groups);
  const spans = taken.length === 0 ? first : spansOf(await logs.run(text(takenSql(taken))));
  return endpoints
    .filter((one) => one.interfaces.every((id) => first.some(({ spot }) => spot === id)))
    .map((one) => ({
      endpoint: one.id,
      bytes: spans
        .filter(({ spot }) => one.interfaces.includes(spot))
        .reduce((sum, { bytes }) => sum + bytes, 0),
    }));
}

interface Watched {
  readonly id: string;
  /** Never empty. */
  readonly interfaces: readonly string[];
}

/** Those whose interfaces are all known. */
function interfacesOf({ vpcEndpoints }: Network): readonly Watched[] {
  return [...vpcEndpoints.values()].flatMap(({ id, type, networkInterfaces }) =>
    type === "interface" && networkInterfaces.known && networkInterfaces.value.length > 0
      ? [{ id, interfaces: networkInterfaces.value }]
      : [],
  );
}

interface Span extends LogSpan {
  readonly bytes: number;
}

function spansOf(rows: readonly Readonly<Record<string, unknown>>[]): readonly Span[] {
  return rows.map((row) => ({
    log: Number(row["log"]),
    spot: String(row["spot"]),
    bytes: Number(row["bytes"] ?? 0),
    records: Number(row["records"]),
    first: Number(row["first_s"] ?? 0),
    last: Number(row["last_s"] ?? 0),
  }));
}
