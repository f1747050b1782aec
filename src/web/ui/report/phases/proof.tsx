/** Each service by each way, once a phase is applied. */
import type { PhaseReport } from "../../../../report/html/report/page-data.ts";
import { Name } from "../part/name.tsx";
import { VerdictChip } from "../part/verdict.tsx";
import { useWords } from "../words/use-words.ts";

export function Proof({ phase: { number, proof } }: { readonly phase: PhaseReport }) {
  const words = useWords();
  const { phases } = words;
  return (
    <div class="tabular" role="region" aria-label={phases.proofOf(number)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{phases.service}</th>
            <th scope="col" class="figure">
              {phases.workloads}
            </th>
            <th scope="col">{phases.verdict}</th>
            <th scope="col">{phases.by}</th>
          </tr>
        </thead>
        <tbody>
          {proof.map(({ service, workloads, verdict, via }) => (
            <tr key={`${service} ${verdict} ${via}`}>
              <th scope="row">
                <Name>{service}</Name>
              </th>
              <td class="figure">{words.number(workloads)}</td>
              <td>
                <VerdictChip verdict={verdict} />
              </td>
              <td>{via !== undefined && words.vias[via]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
