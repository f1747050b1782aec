/** Facts that are missing or assumed, each with the command that would settle it. */
import type { MissingFact } from "../picture/resolve.ts";
import { useWords } from "../words/use-words.ts";
import { Copy } from "./copy.tsx";
import { Name, Said } from "./name.tsx";

export function MissingFacts({ facts }: { readonly facts: readonly MissingFact[] }) {
  const { missing } = useWords();
  return (
    <ul class="missing">
      {distinct(facts).map(({ fact, settledBy }) => (
        <li key={`${fact} ${settledBy}`}>
          <Said>{fact}</Said>
          {settledBy !== "" && (
            <div class="command">
              <span class="label">{missing.settledBy}</span>
              <Name>{settledBy}</Name>
              <Copy text={settledBy} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

const distinct = (facts: readonly MissingFact[]): readonly MissingFact[] => [
  ...new Map(facts.map((each) => [`${each.fact} ${each.settledBy}`, each])).values(),
];
