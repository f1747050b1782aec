/** A verdict by mark and word; its colour says nothing that these do not. */
import { verdictLooks } from "../../../../report/text/words.ts";
import type { Verdict } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";

export const verdicts = Object.keys(verdictLooks) as readonly Verdict[];

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const { mark, style } = verdictLooks[verdict];
  return (
    <span class={`mark ${style}`} aria-hidden="true">
      {mark}
    </span>
  );
}

export function VerdictChip({ verdict }: { readonly verdict: Verdict }) {
  const { mark, style } = verdictLooks[verdict];
  return (
    <span class={`chip ${style}`}>
      <span aria-hidden="true">{mark}</span> {useWords().verdicts[verdict]}
    </span>
  );
}
