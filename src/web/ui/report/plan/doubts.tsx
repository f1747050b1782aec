/** What could not be known of a VPC, and what was taken for granted. */
import type { Vpc } from "../answer/standing.ts";
import { Fold } from "../part/fold.tsx";
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
            <Fold title={missing.all(assumptions.length)}>
              <MissingFacts facts={assumptions} />
            </Fold>
          ) : (
            <MissingFacts facts={assumptions} />
          )}
        </Section>
      )}
    </>
  );
}
