/** Others in the VPC whose names or routes the change touches. */
import type { Vpc } from "../answer/standing.ts";
import { Name, Said } from "../part/name.tsx";
import { Section } from "../part/section.tsx";
import { VerdictChip } from "../part/verdict.tsx";
import { useWords } from "../words/use-words.ts";

export function Bystanders({ bystanders }: Pick<Vpc, "bystanders">) {
  const words = useWords();
  if (bystanders.length === 0) return null;
  return (
    <Section title={words.bystanders.title} note={words.bystanders.note}>
      <div class="tabular" role="region" aria-label={words.bystanders.note} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.bystanders.client}</th>
              <th scope="col">{words.bystanders.service}</th>
              <th scope="col">{words.networks.today}</th>
              <th scope="col">{words.networks.after}</th>
              <th scope="col">{words.bystanders.because}</th>
            </tr>
          </thead>
          <tbody>
            {bystanders.map(({ id, service, before, after, via, codes, because }) => (
              <tr key={`${id} ${service}`}>
                <th scope="row">
                  <Name>{id}</Name>
                </th>
                <td>
                  <Name>{service}</Name>
                </td>
                <td>
                  <VerdictChip verdict={before} />
                </td>
                <td>
                  <VerdictChip verdict={after} /> {via !== null && words.vias[via.kind]}
                </td>
                <td>
                  {codes.map((code) => (
                    <Name key={code}>{code}</Name>
                  ))}{" "}
                  <Said>{because}</Said>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
