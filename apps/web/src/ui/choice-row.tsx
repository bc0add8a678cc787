import './choice-row.css';

type Props<T extends string> = {
  /** What is asked: the group's name for those who do not see its place. */
  label: string;
  name: string;
  /** Null: nothing chosen yet, and nothing is chosen for anybody. */
  value: T | null;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** A few answers side by side, as a real radio group with targets of 44 px; on a narrow screen they wrap, never clip. */
export function ChoiceRow<T extends string>({ label, name, value, options, onChange }: Props<T>) {
  return (
    <div className="choices" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className="choice">
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
