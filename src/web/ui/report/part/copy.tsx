/** Puts a command where the reader can paste it. */
import { useState } from "preact/hooks";
import { useWords } from "../words/use-words.ts";

export function Copy({ text }: { readonly text: string }) {
  const { missing } = useWords();
  const [copied, setCopied] = useState(false);
  // A browser may forbid it to a page of the disk: the command then stays to be selected by hand.
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <button type="button" class="copy" aria-label={missing.copyOf(text)} onClick={() => void copy()}>
      <span role="status">{copied ? missing.copied : ""}</span>
      {!copied && missing.copy}
    </button>
  );
}
