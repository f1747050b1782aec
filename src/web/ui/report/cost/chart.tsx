/** Two curves over the volume, the ground between them, where they cross, and the volume that is set. */
import { widthOf } from "../../../../report/html/drawing/lettering.ts";
import type { CostCurves, CostPicture } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";
import { ticksTo } from "./axis.ts";
import { knots, monthlyAt } from "./curve.ts";
import type { Crossing } from "./curve.ts";

interface ChartProps {
  readonly curves: CostCurves;
  /** Marks of the axis, from nothing to its end. */
  readonly volumes: readonly number[];
  readonly gb: number;
  readonly amounts: Readonly<Record<Side, number>>;
  readonly crossing: Crossing | undefined;
  readonly currency: CostPicture["currency"];
  readonly sentence: string;
  readonly words: Words;
}

type Side = "nat" | "endpoints";
const sides: readonly Side[] = ["nat", "endpoints"];

const sheet = { width: 640, height: 330 };
const plot = { left: 62, right: 108, top: 30, bottom: 44 };
const lettering = { size: 11, bold: true };
/** Names at the ends of the curves stand at least so far apart. */
const lineHeight = 15;

export function Chart({ curves, volumes, gb, amounts, crossing, currency, sentence, words }: ChartProps) {
  const { cost, number } = words;
  const most = volumes.at(-1) ?? 1;
  const at = knots(curves, most);
  const highest = Math.max(
    ...sides.flatMap((side) => at.map((volume) => monthlyAt(curves[side], volume) ?? 0)),
  );
  const money = ticksTo(highest);
  const x = (volume: number) => plot.left + (volume / most) * (sheet.width - plot.left - plot.right);
  const top = money.at(-1) ?? 1;
  const y = (amount: number) =>
    sheet.height - plot.bottom - (amount / top) * (sheet.height - plot.top - plot.bottom);
  const point = (side: Side, volume: number) => `${x(volume)},${y(monthlyAt(curves[side], volume) ?? 0)}`;
  const ends = apart(sides.map((side) => y(monthlyAt(curves[side], most) ?? 0)));
  const now = x(Math.min(gb, most));
  return (
    <svg
      class="cost-chart"
      viewBox={`0 0 ${sheet.width} ${sheet.height}`}
      role="img"
      aria-label={`${cost.curve}. ${sentence}`}
    >
      {money.map((amount) => (
        <g key={amount} class="tick">
          <path d={`M${plot.left} ${y(amount)}H${sheet.width - plot.right}`} />
          <text x={plot.left - 8} y={y(amount) + 4} text-anchor="end">
            {number(amount, 2)}
          </text>
        </g>
      ))}
      {volumes.map((volume) => (
        <text
          key={volume}
          class="mark"
          x={x(volume)}
          y={sheet.height - plot.bottom + 18}
          text-anchor="middle"
        >
          {number(volume, 2)}
        </text>
      ))}
      <text class="axis" x={plot.left - 8} y={14} text-anchor="start">
        {cost.costAxis(currency)}
      </text>
      <text class="axis" x={sheet.width - plot.right} y={sheet.height - 8} text-anchor="end">
        {cost.volume}
      </text>
      {at.slice(1).map((volume, index) => (
        <Ground key={volume} from={at[index] ?? 0} to={volume} {...{ curves, point }} />
      ))}
      {sides.map((side, index) => (
        <g key={side} class={`half ${side}`}>
          <path class="curve" d={`M${at.map((volume) => point(side, volume)).join("L")}`} />
          <text class="curve-name" x={sheet.width - plot.right + 8} y={(ends[index] ?? 0) + 4}>
            {cost[side]}
          </text>
        </g>
      ))}
      <path class="now" d={`M${now} ${plot.top}V${sheet.height - plot.bottom}`} />
      {sides.map((side) => (
        <circle key={side} class={`dot ${side}`} cx={now} cy={y(amounts[side])} r={4.5} />
      ))}
      {crossing !== undefined && "gb" in crossing && crossing.gb <= most && (
        <CrossingMark
          x={x(crossing.gb)}
          y={y(monthlyAt(curves.nat, crossing.gb) ?? 0)}
          text={`${cost.breakEven} ${number(crossing.gb)} GB`}
        />
      )}
    </svg>
  );
}

interface GroundProps {
  readonly from: number;
  readonly to: number;
  readonly curves: CostCurves;
  readonly point: (side: Side, volume: number) => string;
}

/** Between the curves: who costs less there. */
function Ground({ from, to, curves, point }: GroundProps) {
  const middle = (from + to) / 2;
  const saves = (monthlyAt(curves.nat, middle) ?? 0) > (monthlyAt(curves.endpoints, middle) ?? 0);
  const corners = [point("nat", from), point("nat", to), point("endpoints", to), point("endpoints", from)];
  return <path class={`ground ${saves ? "good" : "bad"}`} d={`M${corners.join("L")}Z`} />;
}

/** The label stands where it stays on the sheet. */
function CrossingMark({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  const width = widthOf(text, lettering) + 12;
  const left = Math.min(sheet.width - plot.right - width, Math.max(plot.left, x - width / 2));
  const top = y - 36 < plot.top ? y + 14 : y - 36;
  return (
    <g class="crossing-mark">
      <circle cx={x} cy={y} r={6} />
      <rect x={left} y={top} width={width} height={20} rx={5} />
      <text x={left + width / 2} y={top + 14} text-anchor="middle">
        {text}
      </text>
    </g>
  );
}

/** Two heights, moved from each other where names at them would touch. */
function apart([one = 0, other = 0]: readonly number[]): readonly number[] {
  const missing = lineHeight - Math.abs(one - other);
  if (missing <= 0) return [one, other];
  const by = (one <= other ? -missing : missing) / 2;
  return [one + by, other - by];
}
