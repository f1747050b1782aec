/** How many needs each of the three networks meets. */
import { verdictLooks } from "../../../../report/text/words.ts";
import { tally, total } from "../matrix/tally.ts";
import { verdicts } from "../part/verdict.tsx";
import type { Group } from "../picture/resolve.ts";
import { networks } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";

export function Needs({ groups }: { readonly groups: readonly Group[] }) {
  const words = useWords();
  return (
    <ul class="worlds" aria-label={words.needs.title}>
      {networks.map((network) => {
        const counts = tally(groups, network);
        const all = total(counts);
        const others = verdicts.filter((verdict) => verdict !== "reachable" && counts[verdict] > 0);
        return (
          <li key={network}>
            <div class="label">{words.networks[network]}</div>
            <div class="number">
              {words.number(counts.reachable)} <small>{words.needs.of(all)}</small>
            </div>
            <div class="bar" aria-hidden="true">
              {verdicts.map(
                (verdict) =>
                  counts[verdict] > 0 && (
                    <i
                      key={verdict}
                      class={verdictLooks[verdict].style}
                      style={{ flexGrow: counts[verdict] }}
                    />
                  ),
              )}
            </div>
            <p class="rest">
              {others.length === 0
                ? words.needs[all === 0 ? "none" : "all"]
                : others.map((verdict) => (
                    <span key={verdict} class={verdictLooks[verdict].style}>
                      {verdictLooks[verdict].mark} {words.number(counts[verdict])} {words.verdicts[verdict]}
                    </span>
                  ))}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
