/** The answer for all that was asked. */
import type { PageData } from "../../../../report/html/report/page-data.ts";
import { answerStyles } from "../../../../report/text/headline.ts";
import { useWords } from "../words/use-words.ts";
import { sentenceOf } from "./sentence.ts";
import type { Standing } from "./standing.ts";
import "./answer.css";

export interface AnswerProps {
  readonly answer: PageData["answer"];
  readonly standings: readonly Standing[];
}

export function Answer({ answer, standings }: AnswerProps) {
  const words = useWords();
  const [only] = standings;
  const safe = standings.filter((one) => one.answer === "safe" || one.answer === "safe-with-changes");
  return (
    <header class={`answer ${answerStyles[answer]}`}>
      <h1>{words.answers[answer]}</h1>
      <p>
        {standings.length === 1 && only !== undefined
          ? sentenceOf(only, words)
          : words.sentence.vpcs(safe.length, standings.length)}
      </p>
    </header>
  );
}
