/** Volume and zones, each as a slider and as a number. */
import { useId } from "preact/hooks";
import type { CostPicture } from "../../../../report/html/report/page-data.ts";
import type { Words } from "../words/index.ts";

interface ControlsProps {
  readonly cost: CostPicture;
  readonly gb: number;
  /** The end of the slider; the number may be higher, and the slider goes on then. */
  readonly most: number;
  /** Undefined: as planned. */
  readonly zones: number | undefined;
  readonly onGb: (gb: number) => void;
  readonly onZones: (zones: number | undefined) => void;
  readonly words: Words;
}

export function Controls({ cost, gb, most, zones, onGb, onZones, words }: ControlsProps) {
  const counts = cost.byZones.map((one) => one.zones);
  const [fewest, largest] = [Math.min(...counts), Math.max(...counts)];
  const { volume, volumeField, zoneCount, zoneField, asPlanned } = words.cost;
  return (
    <div class="cost-controls">
      <Slider
        label={volume}
        field={volumeField}
        value={gb}
        least={0}
        most={most}
        step={most / 500}
        onValue={onGb}
      />
      {counts.length > 1 && (
        <Slider
          label={zoneCount}
          field={zoneField}
          value={zones ?? fewest}
          least={fewest}
          most={largest}
          bound={largest}
          step={1}
          disabled={zones === undefined}
          onValue={onZones}
        />
      )}
      {cost.zones === undefined && counts.length > 0 && (
        <label class="as-planned">
          <input
            type="checkbox"
            checked={zones === undefined}
            onChange={({ currentTarget }) => onZones(currentTarget.checked ? undefined : fewest)}
          />
          {asPlanned}
        </label>
      )}
    </div>
  );
}

interface SliderProps {
  readonly label: string;
  readonly field: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  /** What the number may not exceed; left out, anything goes. */
  readonly bound?: number;
  readonly step: number;
  readonly disabled?: boolean;
  readonly onValue: (value: number) => void;
}

function Slider({ label, field, value, least, most, bound, step, disabled, onValue }: SliderProps) {
  const id = useId();
  const onInput = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    const { valueAsNumber } = currentTarget;
    if (Number.isFinite(valueAsNumber)) onValue(Math.min(bound ?? highest, Math.max(least, valueAsNumber)));
  };
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        type="range"
        id={id}
        min={least}
        max={most}
        step={step}
        value={value}
        disabled={disabled}
        onInput={onInput}
      />
      <input
        type="number"
        aria-label={field}
        min={least}
        max={bound ?? highest}
        step={bound === undefined ? "any" : 1}
        value={Math.round(value * 10) / 10}
        disabled={disabled}
        onInput={onInput}
      />
    </div>
  );
}

/** An exabyte a month. Beyond it numbers are slips of a finger. */
const highest = 1e9;
