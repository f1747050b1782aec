/** What both sides cost at any volume and in any number of zones. The lines of the bill stand beside it. */
import type { CostPicture } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";

export interface CostPanelProps {
  readonly cost: CostPicture;
  readonly words: Words;
}

export function CostPanel({ cost, words }: CostPanelProps) {
  return (
    <dl class="break-even">
      {cost.byZones.map(({ zones, breakEvenGb }) => (
        <div key={zones}>
          <dt>{words.cost.zones(zones)}</dt>
          <dd>{breakEvenGb === null ? words.cost.never : words.cost.gigabytes(breakEvenGb)}</dd>
        </div>
      ))}
    </dl>
  );
}
