/** What the reader wants to see of the matrix. */
import type { ComponentChildren } from "preact";
import { verdicts } from "../part/verdict.tsx";
import { networks } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";
import type { Filter } from "./filter.ts";

export interface FilterBarProps {
  readonly filter: Filter;
  readonly services: readonly string[];
  readonly onChange: (filter: Filter) => void;
  /** How much is shown. */
  readonly children: ComponentChildren;
}

export function FilterBar({ filter, services, onChange, children }: FilterBarProps) {
  const { matrix } = useWords();
  return (
    <form
      class="filter"
      role="search"
      aria-label={matrix.filter}
      onSubmit={(event) => event.preventDefault()}
    >
      <label>
        <span class="label">{matrix.text}</span>
        <input
          type="search"
          value={filter.text}
          placeholder={matrix.textHint}
          onInput={({ currentTarget }) => onChange({ ...filter, text: currentTarget.value })}
        />
      </label>
      <label>
        <span class="label">{matrix.service}</span>
        <select
          value={filter.service ?? ""}
          onChange={({ currentTarget }) =>
            onChange({ ...filter, service: services.find((each) => each === currentTarget.value) })
          }
        >
          <option value="">{matrix.anyService}</option>
          {services.map((service) => (
            <option key={service} value={service} lang="en">
              {service}
            </option>
          ))}
        </select>
      </label>
      <FareFilter filter={filter} onChange={onChange} />
      <output>{children}</output>
    </form>
  );
}

function FareFilter({ filter, onChange }: Pick<FilterBarProps, "filter" | "onChange">) {
  const words = useWords();
  const fares = networks.flatMap((network) => verdicts.map((verdict) => ({ network, verdict })));
  const keyOf = ({ network, verdict }: (typeof fares)[number]) => `${network} ${verdict}`;
  return (
    <label>
      <span class="label">{words.matrix.verdict}</span>
      <select
        value={filter.fares === undefined ? "" : keyOf(filter.fares)}
        onChange={({ currentTarget }) =>
          onChange({ ...filter, fares: fares.find((each) => keyOf(each) === currentTarget.value) })
        }
      >
        <option value="">{words.matrix.anyVerdict}</option>
        {fares.map((each) => (
          <option key={keyOf(each)} value={keyOf(each)}>
            {words.matrix.in(words.networks[each.network], words.verdicts[each.verdict])}
          </option>
        ))}
      </select>
    </label>
  );
}
