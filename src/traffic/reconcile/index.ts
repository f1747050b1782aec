/**
 * Reconcile: the answer held against bills and metrics of the same NAT gateways, and its month scaled by the ratio.
 *
 * AWS does not say which of its metrics it bills, whether headers count, or what a gigabyte of a bill is: the ratio takes
 * all of that in at once. Where files are and how they are stored is app's matter.
 */
import type { Reconciliation } from "../../model/reconciliation.ts";
import type { TrafficAnswer, TrafficGb } from "../../model/traffic-answer.ts";
import { compareMeter } from "./compare.ts";
import type { Meter } from "./compare.ts";

export type { Meter } from "./compare.ts";
export { findBillColumns, toMetered } from "./bill.ts";
export type { BillColumns, BillRow } from "./bill.ts";
export { readMetrics } from "./metrics.ts";

/** The first meter that has a ratio scales: give a bill before metrics. */
export function withMeters(answer: TrafficAnswer, meters: readonly Meter[]): TrafficAnswer {
  const { start, end } = answer.period;
  if (meters.length === 0 || start === undefined || end === undefined) return answer;
  const counted = { perDay: answer.perDay, start: Date.parse(start) / 1000, end: Date.parse(end) / 1000 };
  const compared = meters.map((meter) => compareMeter(meter, counted));
  const scaling = compared.find(({ reconciliation: { ratio } }) => ratio !== undefined);
  const reconciliation = compared.map((one): Reconciliation => ({
    ...one.reconciliation,
    scales: one === scaling,
  }));
  return {
    ...answer,
    reconciliation,
    trafficGb: answer.trafficGb && scaled(answer.trafficGb, scaling?.reconciliation.ratio ?? 1),
    unknowns: [...answer.unknowns, ...compared.flatMap(({ unknowns }) => unknowns)],
  };
}

function scaled(month: TrafficGb, ratio: number): TrafficGb {
  return {
    ...month,
    nat: month.nat * ratio,
    gateway: month.gateway * ratio,
    interface: month.interface * ratio,
    crossAz: month.crossAz * ratio,
    internetEgress: month.internetEgress * ratio,
  };
}
