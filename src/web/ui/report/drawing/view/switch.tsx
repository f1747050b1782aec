/** Which of the two networks are shown. */
import type { Words } from "../../words/index.ts";
import { useId } from "preact/hooks";

type View = "both" | "before" | "after";

interface SwitchProps {
  readonly views: readonly View[];
  readonly view: View;
  readonly onView: (view: View) => void;
  readonly words: Words;
}

export function Switch({ views, view, onView, words: { drawing } }: SwitchProps) {
  const name = useId();
  return (
    <fieldset class="switch">
      <legend>{drawing.viewLegend}</legend>
      {views.map((one) => (
        <label key={one}>
          <input type="radio" name={name} checked={one === view} onChange={() => onView(one)} />
          <span>{drawing.views[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
