/** All VPCs with their answers; each is a link, so that an address can name one. */
import { answerStyles } from "../../../../report/text/headline.ts";
import { Name } from "../part/name.tsx";
import { formatPlace } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";
import { sentenceOf } from "./sentence.ts";
import type { Standing, Vpc } from "./standing.ts";

export interface VpcListProps {
  readonly vpcs: readonly { readonly vpc: Vpc; readonly standing: Standing }[];
  readonly current: Vpc;
}

export function VpcList({ vpcs, current }: VpcListProps) {
  const words = useWords();
  return (
    <nav class="vpcs" aria-label={words.vpcs.title}>
      <ul>
        {vpcs.map(({ vpc, standing }) => (
          <li key={vpc.id}>
            <a
              href={formatPlace({ vpc: vpc.id, workload: undefined, service: undefined, network: "after" })}
              {...(vpc === current ? { "aria-current": "page" } : {})}
            >
              <span class={`chip ${answerStyles[vpc.answer]}`}>{words.answers[vpc.answer]}</span>
              <Name>{vpc.id}</Name>
              <small>
                <Name>{vpc.region}</Name> · {words.vpcs.nats(vpc.nats.length)}
              </small>
              <span class="sentence">{sentenceOf(standing, words)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
