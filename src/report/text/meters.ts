/** What flow logs count beside what a bill or metrics say of the same NAT gateways and days. */
import type { MeterSource, Reconciliation } from "../../model/reconciliation.ts";
import type { TrafficAnswer } from "../../model/traffic-answer.ts";
import { bytes } from "./bytes.ts";
import type { Cell, Column } from "./layout.ts";

const sources: Readonly<Record<MeterSource, string>> = {
  "cost-and-usage-report": "the bill",
  "cloudwatch-metrics": "CloudWatch",
};

export const meterColumns: readonly Column[] = [
  { title: "NAT", align: "left" },
  { title: "day", align: "left" },
  { title: "by", align: "left" },
  { title: "metered", align: "right" },
  { title: "counted", align: "right" },
  { title: "ratio", align: "right" },
  { title: "", align: "left" },
];

export function meterRows({ reconciliation }: TrafficAnswer): readonly (readonly Cell[])[] {
  return reconciliation.flatMap(({ source, days }) =>
    days.map(({ nat, date, meteredBytes, countedBytes, ratio, isClose }): readonly Cell[] => [
      { text: nat },
      { text: date },
      { text: sources[source] },
      { text: bytes(meteredBytes) },
      { text: bytes(countedBytes) },
      { text: ratio === undefined ? "" : ratioText(ratio) },
      isClose ? { text: "" } : { text: "outside 0.95 to 1.05", style: "doubtful" },
    ]),
  );
}

export function meterLines({ reconciliation }: TrafficAnswer): readonly string[] {
  return reconciliation.flatMap(lineOf);
}

function lineOf({ source, ratio, isClose, scales, basis }: Reconciliation): readonly string[] {
  if (ratio === undefined) return [`${sources[source]} tells nothing of the same NAT and time (${basis})`];
  return [
    `${sources[source]} has ${ratioText(ratio)} times what is counted${isClose ? "" : ": the logs and it do not agree"} (${basis})`,
    ...(scales ? [`the month, trafficGb, is multiplied by ${ratioText(ratio)}`] : []),
  ];
}

const ratioText = (ratio: number) => ratio.toFixed(3);
