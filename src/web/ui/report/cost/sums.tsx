/** What each side costs at the volume and zones that are set, and by how much they differ. */
import type { CostPicture } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";

interface SumsProps {
  readonly nat: number;
  readonly endpoints: number;
  readonly currency: CostPicture["currency"];
  readonly words: Words;
}

export function Sums({ nat, endpoints, currency, words }: SumsProps) {
  const { cost } = words;
  const saving = nat - endpoints;
  const rows = [
    { style: "nat", title: cost.nat, amount: nat },
    { style: "endpoints", title: cost.endpoints, amount: endpoints },
    {
      style: saving >= 0 ? "good" : "bad",
      title: saving >= 0 ? cost.saving : cost.excess,
      amount: Math.abs(saving),
    },
  ];
  return (
    <dl class="sums">
      {rows.map(({ style, title, amount }) => (
        <div key={style} class={style}>
          <dt>{title}</dt>
          <dd>
            {words.money(amount, currency)} <small>{cost.month}</small>
          </dd>
        </div>
      ))}
    </dl>
  );
}
