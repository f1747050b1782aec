/** The bill line by line, each with its price and where that was read. */
import type { PageData } from "../../../../report/html/report/page-data.ts";
import { unitNoun } from "../../../../report/text/bill.ts";
import { Name, Said } from "../part/name.tsx";
import { useWords } from "../words/use-words.ts";

type Cost = PageData["cost"];

export function BillLines({ cost }: { readonly cost: Cost }) {
  const { bill } = useWords();
  return (
    <div class="tabular" role="region" aria-label={bill.lines} tabIndex={0}>
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">{bill.item}</th>
            <th scope="col" class="figure">
              {bill.quantity}
            </th>
            <th scope="col" class="figure">
              {bill.price}
            </th>
            <th scope="col" class="figure">
              {bill.monthly}
            </th>
            <th scope="col">{bill.source}</th>
          </tr>
        </thead>
        <Side cost={cost} side="nat" monthly={cost.natMonthly} />
        <Side cost={cost} side="endpoints" monthly={cost.endpointsMonthly} />
        <Side cost={cost} side="other" monthly={undefined} />
        <Saving cost={cost} />
      </table>
    </div>
  );
}

interface SideProps {
  readonly cost: Cost;
  readonly side: Cost["lines"][number]["side"];
  readonly monthly: number | null | undefined;
}

function Side({ cost, side, monthly }: SideProps) {
  const { bill, money } = useWords();
  const lines = cost.lines.filter((line) => line.side === side);
  if (lines.length === 0 && side === "other") return null;
  return (
    <tbody>
      <tr class="sum">
        <th scope="rowgroup" colSpan={3}>
          {bill.sides[side]}
        </th>
        <td class="figure">{monthly === undefined ? "" : money(monthly, cost.currency)}</td>
        <td />
      </tr>
      {lines.map((line, place) => (
        // Lines never change while they are shown.
        <Line key={place} line={line} currency={cost.currency} />
      ))}
    </tbody>
  );
}

/** Prices per GB have more decimals than amounts. */
const priceDigits = 6;

function Line({
  line,
  currency,
}: {
  readonly line: Cost["lines"][number];
  readonly currency: Cost["currency"];
}) {
  const { bill, money, number } = useWords();
  return (
    <tr>
      <th scope="row">
        <Name>{line.item}</Name>
        {line.note !== undefined && (
          <small>
            <Said>{line.note}</Said>
          </small>
        )}
      </th>
      <td class="figure">
        {number(line.quantity, 2)} <Said>{unitNoun(line.unit, line.quantity)}</Said>
      </td>
      <td class="figure">
        {line.unitPrice === null ? bill.unknown : `× ${number(line.unitPrice, priceDigits)}`}
      </td>
      <td class="figure">{money(line.monthly, currency)}</td>
      <td class="soft">
        <Said>{line.source}</Said>
      </td>
    </tr>
  );
}

function Saving({ cost: { savingMonthly, currency } }: { readonly cost: Cost }) {
  const { bill, money } = useWords();
  const tone = savingMonthly === null ? "doubtful" : savingMonthly < 0 ? "bad" : "good";
  return (
    <tfoot>
      <tr class="sum">
        <th scope="row" colSpan={3}>
          {bill.saving}
        </th>
        <td class={`figure tone ${tone}`}>{money(savingMonthly, currency)}</td>
        <td />
      </tr>
    </tfoot>
  );
}
