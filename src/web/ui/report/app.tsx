/** The page from top to bottom. */
import type { PageData } from "../../../report/html/report/page-data.ts";
import { wordsOf } from "./words/index.ts";

export function App({ data }: { readonly data: PageData }) {
  const words = wordsOf(data.language);
  return (
    <main>
      <h1>{words.answers[data.answer]}</h1>
    </main>
  );
}
