type Props = {
  name: string;
  label: string;
  /** What is usual: stands there until somebody changes it. */
  usual?: number | undefined;
  min?: number;
  max?: number;
  step?: 'any';
  required?: boolean;
};

/** A number in a form that is read when it is sent. */
export function NumberField({ name, label, usual, required = true, ...limits }: Props) {
  return (
    <label className="start-field">
      {label}
      <input
        type="number"
        inputMode="decimal"
        name={name}
        className="field numbers"
        required={required}
        defaultValue={usual}
        {...limits}
      />
    </label>
  );
}
