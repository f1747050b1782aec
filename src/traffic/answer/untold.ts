/** Records of NATs whose format does not tell their leg, at times at which nothing else tells it: the totals lack their bytes. */
import { groupBy } from "../../model/group-by.ts";
import { slackSeconds } from "../method/flow-logs.ts";
import { fates } from "../query/judged.ts";
import { isSkewed, wayOf } from "../scan.ts";
import type { Covered } from "../scan.ts";

export function countUntold(covered: readonly Covered[]): number {
  const isUntold = ({ leg }: Covered) => wayOf(leg) === fates.untold;
  return [...groupBy(covered, ({ spot }) => spot).values()].reduce((sum, rows) => {
    const told = rows.filter((row) => row.leg > 0 && !isSkewed(row.leg));
    const first = Math.min(...told.map((row) => row.first ?? 0));
    const last = Math.max(...told.map((row) => row.last ?? 0));
    const isCovered = (row: Covered) =>
      row.first !== null &&
      row.last !== null &&
      first - slackSeconds <= row.first &&
      row.last <= last + slackSeconds;
    return rows.reduce((count, row) => (isUntold(row) && !isCovered(row) ? count + row.records : count), sum);
  }, 0);
}
