/** NATs of which only the records tell: by the type of their interface, or by what only a NAT does. */
import { fill } from "../query/engine.ts";
import { isIn } from "../query/address-sql.ts";
import { fieldsToJudge, judgedSql } from "../query/judged.ts";
import { groupBy } from "../../model/group-by.ts";
import type { LogGroup } from "../format/group.ts";
import type { NatPoint } from "./nat.ts";
import type { TrafficQuestion, TrafficTools } from "../question.ts";

const fields = ["interface-id", "srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"];
const asked = [...fields, "flow-direction"];

export async function discoverNats(
  groups: readonly LogGroup[],
  { period }: TrafficQuestion,
  { logs, facts, sql }: TrafficTools,
): Promise<readonly NatPoint[]> {
  const own = groups.filter((group) => fields.every((field) => group.fields.includes(field)));
  if (own.length === 0) return [];
  const { dialect } = logs;
  const local = facts.localAddresses();
  // Lines that are no records are told of by the scan that follows.
  await logs.prepare(own, fieldsToJudge(asked));
  const rows = await logs.run(
    fill(sql.discover, {
      judged: judgedSql(own, asked, dialect, period),
      source_inside: isIn("source_value", local),
      packet_target_inside: isIn("target_value", local),
      source_value: dialect.addressValue("srcaddr"),
      target_value: dialect.addressValue("pkt_dstaddr"),
    }),
  );
  return [...groupBy(rows, (row) => String(row["interface_id"]))].map(([id, all]) => ({
    id,
    interface: id,
    addresses: all.map(({ address }) => String(address)),
    isPrivate: false,
    zone: undefined,
    vpc: undefined,
    region: undefined,
  }));
}
