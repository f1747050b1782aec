/** What could not be known of a VPC, and what was taken for granted. */
import type { Vpc } from "../answer/standing.ts";
import { MissingFacts } from "../part/missing.tsx";
import { Section } from "../part/section.tsx";
import { useWords } from "../words/use-words.ts";

const mostShown = 4;

export function Doubts({ unknowns, assumptions }: Pick<Vpc, "unknowns" | "assumptions">) {
  const { missing } = useWords();
  return (
    <>
      {unknowns.length > 0 && (
        <Section title={missing.unknowns} note={missing.unknownsNote} tone="doubtful">
          <MissingFacts facts={unknowns} />
        </Section>
      )}
      {assumptions.length > 0 && (
        <Section title={missing.assumptions} note={missing.assumptionsNote}>
          {assumptions.length > mostShown ? (
            <details>
              <summary>{missing.all(assumptions.length)}</summary>
              <MissingFacts facts={assumptions} />
            </details>
          ) : (
            <MissingFacts facts={assumptions} />
          )}
        </Section>
      )}
    </>
  );
}
