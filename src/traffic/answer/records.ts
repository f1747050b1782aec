/** Every record in one count. */
import type { RecordCounts } from "../../model/traffic-answer.ts";
import { fates } from "../query/judged.ts";
import { wayOf } from "../scan.ts";
import type { Covered, Scanned } from "../scan.ts";

export function countRecords(
  { covered, taken, rejected }: Pick<Scanned, "covered" | "taken" | "rejected">,
  { malformed, noAddress }: { readonly malformed: number; readonly noAddress: number },
): RecordCounts {
  const isTaken = ({ log, spot }: Covered) => taken.some((one) => one.log === log && one.spot === spot);
  const sum = (holds: (row: Covered) => boolean) =>
    covered.reduce((total, row) => (holds(row) ? total + row.records : total), 0);
  const of = (fate: number) => sum(({ leg }) => wayOf(leg) === fate);
  const lost = rejected.reduce((total, { records }) => total + records, 0) + malformed;
  const read = sum(({ leg }) => wayOf(leg) !== fates.heading) + lost;
  const counts = {
    counted: sum((row) => row.leg > 0 && !isTaken(row)) - noAddress,
    duplicate: sum((row) => row.leg > 0 && isTaken(row)) + of(fates.taken),
    noData: of(fates.noData),
    skipData: of(fates.skipData),
    malformed: of(fates.malformed) + lost + noAddress,
  };
  return { read, ...counts, other: Object.values(counts).reduce((rest, count) => rest - count, read) };
}
