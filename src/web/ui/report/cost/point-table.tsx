/** The curve for whoever does not see it: both sides at the marks of the axis and where a curve bends. */
import type { CostCurves, CostPicture } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import { monthlyAt } from "./curve.ts";

interface PointTableProps {
  readonly curves: CostCurves;
  readonly volumes: readonly number[];
  readonly currency: CostPicture["currency"];
  readonly words: Words;
}

export function PointTable({ curves, volumes, currency, words: { cost, number, money } }: PointTableProps) {
  const shown = (amount: number | undefined) => money(amount ?? null, currency);
  return (
    <details class="point-table">
      <summary>{cost.table}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{cost.volume}</th>
            <th scope="col">{cost.nat}</th>
            <th scope="col">{cost.endpoints}</th>
          </tr>
        </thead>
        <tbody>
          {volumes.map((gb) => (
            <tr key={gb}>
              <th scope="row">
                {number(gb)}
                {gb > 0 && gb === curves.breakEvenGb && ` (${cost.breakEven})`}
              </th>
              <td>{shown(monthlyAt(curves.nat, gb))}</td>
              <td>{shown(monthlyAt(curves.endpoints, gb))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
