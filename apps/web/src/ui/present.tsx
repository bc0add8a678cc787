import { Checkbox } from '@mantine/core';
import type { Person } from '#contracts/people';
import { useText } from '../i18n/text.js';
import { fullName } from './names.js';
import './present.css';

type Props = {
  people: readonly Person[];
  present: readonly string[];
  onChange: (present: readonly string[]) => void;
  error: string | null;
};

/** Who was there: recorded with every decision of a team. */
export function Present({ people, present, onChange, error }: Props) {
  const text = useText();
  return (
    <fieldset className="present" aria-describedby={error ? 'nobody-present' : undefined}>
      <legend>{text('present')}</legend>
      <div className="present-list">
        {people.map((person) => (
          <Checkbox
            key={person.id}
            size="md"
            label={fullName(person.name)}
            description={text(`role.${person.role}`)}
            checked={present.includes(person.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...present, person.id]
                  : present.filter((id) => id !== person.id),
              )
            }
          />
        ))}
      </div>
      {error && (
        <p id="nobody-present" className="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}
