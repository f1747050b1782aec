/** What both sides cost at any volume and in any number of zones. The lines of the bill stand beside it. */
import { useMemo, useState } from "preact/hooks";
import type { CostPicture } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import { ticksTo } from "./axis.ts";
import { Chart } from "./chart.tsx";
import { Controls } from "./controls.tsx";
import "./cost.css";
import { crossingOf, knots, monthlyAt } from "./curve.ts";
import type { Crossing } from "./curve.ts";
import { PointTable } from "./point-table.tsx";
import { reachOf } from "./scale.ts";
import { Sums } from "./sums.tsx";

export interface CostPanelProps {
  readonly cost: CostPicture;
  readonly words: Words;
}

export function CostPanel({ cost, words }: CostPanelProps) {
  const [gb, setGb] = useState(cost.gbMonth ?? 0);
  const [zones, setZones] = useState(cost.zones);
  const curves = cost.byZones.find((one) => one.zones === zones) ?? cost.asPlanned;
  const ends = useMemo(() => reachOf(cost), [cost]);
  const volumes = ticksTo(Math.max(ends, gb));
  const most = volumes.at(-1) ?? ends;
  const crossing = crossingOf(curves);
  const [nat, endpoints] = [monthlyAt(curves.nat, gb), monthlyAt(curves.endpoints, gb)];
  if (nat === undefined || endpoints === undefined) return <p class="unpriced">{words.cost.unpriced}</p>;
  const amounts = { nat, endpoints };
  const sentence = crossing === undefined ? "" : sentenceOf(crossing, words);
  return (
    <div class="cost-panel">
      <div class="cost-side">
        <Controls {...{ cost, gb, most, zones, words }} onGb={setGb} onZones={setZones} />
        <Sums {...{ ...amounts, currency: cost.currency, words }} />
        <p class="crossing" role="status">
          {sentence}
        </p>
      </div>
      <figure>
        <Chart {...{ curves, volumes, gb, amounts, crossing, currency: cost.currency, sentence, words }} />
        <PointTable
          {...{ curves, volumes: merged(volumes, knots(curves, most)), currency: cost.currency, words }}
        />
      </figure>
      <p class="assumption">{words.cost.assumption(zones, cost.hoursPerMonth)}</p>
    </div>
  );
}

function sentenceOf(crossing: Crossing, { cost }: Words): string {
  return "gb" in crossing ? cost.crossing[crossing.kind](crossing.gb) : cost.crossing[crossing.kind];
}

const merged = (one: readonly number[], other: readonly number[]): readonly number[] =>
  [...new Set([...one, ...other])].sort((first, second) => first - second);
