import { useText } from '../i18n/text.js';
import './stepper.css';

type Props = {
  label: string;
  value: number;
  step: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
};

/** Minutes, less or more by fives, with targets of 44 px; the number itself can be typed. */
export function Stepper({ label, value, step, min, max, onChange }: Props) {
  const text = useText();
  const to = (next: number) => onChange(Math.min(Math.max(next, min), max));
  return (
    <fieldset className="stepper" aria-label={label}>
      <button
        type="button"
        disabled={value <= min}
        aria-label={text('less', { n: step })}
        onClick={() => to(value - step)}
      >
        −
      </button>
      <input
        className="numbers"
        type="number"
        inputMode="numeric"
        aria-label={label}
        value={value}
        min={min}
        max={max}
        onChange={(event) => {
          if (Number.isInteger(event.target.valueAsNumber)) to(event.target.valueAsNumber);
        }}
      />
      <span className="quiet small">{text('min')}</span>
      <button
        type="button"
        disabled={value >= max}
        aria-label={text('more', { n: step })}
        onClick={() => to(value + step)}
      >
        +
      </button>
    </fieldset>
  );
}
