/** What goes, what comes, and what the bill makes of it. */
import type { PageData } from "../../../../report/html/report/page-data.ts";
import { Name, Names } from "../part/name.tsx";
import { useWords } from "../words/use-words.ts";
import type { Vpc } from "./standing.ts";

export function Ledger({ vpc, cost }: { readonly vpc: Vpc; readonly cost: PageData["cost"] }) {
  const words = useWords();
  const { add, remove } = vpc.endpoints;
  return (
    <dl class="ledger">
      <div>
        <dt>{words.ledger.goes}</dt>
        <dd>
          {vpc.nats.length + remove.length === 0 && words.ledger.nothing}
          {vpc.nats.length > 0 && (
            <p>
              {words.vpcs.nats(vpc.nats.length)} <Names of={vpc.nats.map(({ id }) => id)} more={words.more} />
            </p>
          )}
          {remove.length > 0 && (
            <p>
              {words.endpoints.title} <Names of={remove.map(({ service }) => service)} more={words.more} />
            </p>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.ledger.comes}</dt>
        <dd>
          {add.length === 0 && words.ledger.nothing}
          {(["gateway", "interface"] as const).map((type) => {
            const services = add.filter((one) => one.type === type).map(({ service }) => service);
            if (services.length === 0) return null;
            return (
              <p key={type}>
                {words.vias[`${type}-endpoint`]} <Names of={services} most={12} more={words.more} />
              </p>
            );
          })}
        </dd>
      </div>
      <div>
        <dt>{words.ledger.bill}</dt>
        <dd>
          <Saving cost={cost} />
        </dd>
      </div>
    </dl>
  );
}

function Saving({ cost }: { readonly cost: PageData["cost"] }) {
  const { ledger, money } = useWords();
  const { savingMonthly: saving, currency, gbMonth, natMonthly, endpointsMonthly } = cost;
  if (saving === null) return <p>{ledger.unknown}</p>;
  const amount = money(Math.abs(saving), currency);
  const isSame = Math.abs(saving) < 0.005;
  return (
    <>
      <p class={isSame ? "" : saving > 0 ? "good tone" : "bad tone"}>
        {isSame ? ledger.same : saving > 0 ? ledger.saves(amount) : ledger.costs(amount)}
      </p>
      <p class="soft">
        <Name>{money(natMonthly, currency)}</Name> → <Name>{money(endpointsMonthly, currency)}</Name>
        {gbMonth === undefined && ` · ${ledger.beforeTraffic}`}
      </p>
    </>
  );
}
