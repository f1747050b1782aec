/** VPCs behind a transit gateway: its own flow logs tell from which each address sends. */
import type { LogGroup } from "../format/group.ts";
import { fill } from "../query/engine.ts";
import { fieldsToJudge, judgedSql } from "../query/judged.ts";
import type { TrafficQuestion, TrafficTools } from "../question.ts";

const asked = ["srcaddr", "tgw-src-vpc-id"];

export async function findSpokes(
  groups: readonly LogGroup[],
  { period }: TrafficQuestion,
  { logs, sql }: TrafficTools,
): Promise<ReadonlyMap<string, string>> {
  const own = groups.filter(({ fields }) => asked.every((field) => fields.includes(field)));
  if (own.length === 0) return new Map();
  // Their lines were counted with all others.
  await logs.prepare(own, fieldsToJudge(asked));
  const rows = await logs.run(fill(sql.spokes, { judged: judgedSql(own, asked, logs.dialect, period) }));
  return new Map(rows.map(({ ip, vpc }) => [String(ip), String(vpc)]));
}
