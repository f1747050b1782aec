/** One of a few, all in view: radio buttons that look like one switch. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly options: readonly (readonly [Value, ComponentChildren])[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

export function Choice<Value extends string>({ label, options, value, onChange }: ChoiceProps<Value>) {
  const name = useId();
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {options.map(([each, content]) => (
        <label key={each}>
          <input
            type="radio"
            name={name}
            value={each}
            checked={each === value}
            onChange={() => onChange(each)}
          />
          <span>{content}</span>
        </label>
      ))}
    </fieldset>
  );
}
