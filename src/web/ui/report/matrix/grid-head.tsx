/** The head of the matrix: each service, and below it the three networks of its cells. */
import { Name } from "../part/name.tsx";
import { networks } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";

export function GridHead({ services }: { readonly services: readonly string[] }) {
  const words = useWords();
  return (
    <div class="head" role="rowgroup">
      <div class="row" role="row" aria-rowindex={1}>
        <div class="first" role="columnheader" aria-colindex={1}>
          {words.matrix.workloads}
        </div>
        {services.map((service, index) => (
          <div key={service} role="columnheader" aria-colindex={index + 2} title={service}>
            <Name>{service}</Name>
            <span class="networks" aria-hidden="true">
              {networks.map((network) => (
                <span key={network}>{words.networksShort[network]}</span>
              ))}
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
