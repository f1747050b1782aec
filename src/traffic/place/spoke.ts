/** VPCs behind a transit gateway: its own flow logs tell from which each address sends. */
import type { LogGroup } from "../format/group.ts";
import { fill } from "../query/engine.ts";
import { judgedSql } from "../query/judged.ts";
import type { TrafficQuestion, TrafficTools } from "../question.ts";

export async function findSpokes(
  groups: readonly LogGroup[],
  { period }: TrafficQuestion,
  { logs, sql }: TrafficTools,
): Promise<ReadonlyMap<string, string>> {
  const own = groups.filter(({ fields }) => fields.includes("tgw-src-vpc-id") && fields.includes("srcaddr"));
  if (own.length === 0) return new Map();
  const rows = await logs.run(fill(sql.spokes, { judged: judgedSql(own, logs.dialect, period) }));
  // Their lines were counted with all others.
  await logs.takeRejected();
  return new Map(rows.map(({ ip, vpc }) => [String(ip), String(vpc)]));
}
