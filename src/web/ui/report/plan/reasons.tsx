/** Why a NAT stays or a plan does not hold: blockers, and hosts that no endpoint serves. */
import { foldKept } from "../../../../report/text/kept.ts";
import type { Vpc } from "../answer/standing.ts";
import { Name, Names, Said } from "../part/name.tsx";
import { Section } from "../part/section.tsx";
import { ExplanationTold } from "../path/walk.tsx";
import { useWords } from "../words/use-words.ts";

export function Blockers({ blockers }: Pick<Vpc, "blockers">) {
  const words = useWords();
  if (blockers.length === 0) return null;
  return (
    <Section title={words.blockers.title} note={words.blockers.note} tone="bad">
      <ul class="explanations wide">
        {blockers.map((each) => (
          <ExplanationTold key={`${each.code} ${each.component.id} ${each.message}`} explanation={each} />
        ))}
      </ul>
    </Section>
  );
}

const mostNames = 4;

export function KeepsNat({ keepsNat }: Pick<Vpc, "keepsNat">) {
  const words = useWords();
  if (keepsNat.length === 0) return null;
  return (
    <Section title={words.kept.title} note={words.kept.note} tone="doubtful">
      <ul class="kept">
        {foldKept(keepsNat).map((folded) => {
          const [{ host, what, service, certainty, alternatives, why }] = folded;
          const whose = what || (service === "internet" ? "" : service);
          return (
            <li
              key={`${host ?? why} ${service} ${certainty} ${alternatives.join()}`}
              class={certainty === "needed" ? "bad" : "doubtful"}
            >
              <h3>
                {host !== null && <Name>{host}</Name>} {whose !== "" && <Said>{whose}</Said>}
                {host === null && whose === "" && words.kept.outside}
                {certainty === "possible" && <span class="soft"> {words.kept.possible}</span>}
              </h3>
              {folded.map((one) => (
                <p key={`${one.why} ${one.origin} ${one.workloads.join()}`} class="soft">
                  <Names of={one.workloads} most={mostNames} more={words.more} /> <Said>{one.why}</Said>{" "}
                  {one.origin !== "" && <Name>{one.origin}</Name>}
                  {one.gbMonth !== undefined && ` ${words.path.volume(one.gbMonth)}`}
                </p>
              ))}
              {alternatives.length > 0 && (
                <p>
                  <span class="label">{words.kept.instead}</span>
                </p>
              )}
              <ol class="alternatives">
                {alternatives.map((each) => (
                  <li key={each}>
                    <Said>{each}</Said>
                  </li>
                ))}
              </ol>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
