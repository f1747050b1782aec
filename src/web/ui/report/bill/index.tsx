/** Money: the curves, the bill line by line, and what was measured. */
import type { PageData } from "../../../../report/html/report/page-data.ts";
import { CostPanel } from "../cost/index.tsx";
import { Name } from "../part/name.tsx";
import { Section } from "../part/section.tsx";
import { useWords } from "../words/use-words.ts";
import { balanceOf } from "./balance.ts";
import { BillLines } from "./lines.tsx";
import "./bill.css";

export function Bill({ data }: { readonly data: PageData }) {
  const words = useWords();
  const { cost, picture, observed } = data;
  const note = [
    words.bill.note(cost.hoursPerMonth, cost.currency),
    cost.gbMonth === undefined ? words.bill.noVolume : words.bill.volume(cost.gbMonth),
  ];
  if (cost.lines.length === 0) return null;
  return (
    <Section title={words.bill.title} note={note.join(words.space)}>
      <p class="balance">{balanceOf(cost, words)}</p>
      <CostPanel cost={picture.cost} words={words} />
      <BillLines cost={cost} />
      {observed !== undefined && <Observed observed={observed} />}
    </Section>
  );
}

function Observed({ observed }: { readonly observed: NonNullable<PageData["observed"]> }) {
  const words = useWords();
  const { start, end, gbMonth, hosts } = observed;
  return (
    <div class="observed">
      <h3>{words.bill.observed}</h3>
      <p>
        {words.bill.observedNote(gbMonth)}{" "}
        {start !== undefined && end !== undefined && <Name>{`${start} – ${end}`}</Name>}
      </p>
      {hosts.length > 0 && (
        <div class="tabular" role="region" aria-label={words.bill.host} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.bill.host}</th>
                <th scope="col" class="figure">
                  <Name>GB</Name>
                </th>
              </tr>
            </thead>
            <tbody>
              {hosts.map((each) => (
                <tr key={each.host}>
                  <th scope="row">
                    <Name>{each.host}</Name>
                  </th>
                  <td class="figure">{words.number(each.gbMonth, 2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
