/** How far the axis of volumes goes, before the reader asks for more. */
import type { CostPicture } from "../../../../report/html/report/page-data.ts";

/** Where nobody said a volume and no curves cross, this much is shown. */
const ordinaryGb = 1000;
/** A crossing far beyond what is asked for would press everything else into the corner. */
const farthest = 20;

/** In GB a month: the plan's own volume and crossing, with as much again behind them. */
export function reachOf({ gbMonth = 0, asPlanned, byZones }: CostPicture): number {
  const crossings = [asPlanned, ...byZones].map(({ breakEvenGb }) => breakEvenGb ?? 0);
  const own = Math.max(asPlanned.breakEvenGb ?? 0, gbMonth);
  const all = Math.max(...crossings.filter((gb) => gb <= own * farthest), own);
  return Math.max(all * 1.5, own * 2, ordinaryGb);
}
