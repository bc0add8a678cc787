import { Button } from '@mantine/core';
import { useState } from 'react';
import type { TimeQuery } from '#contracts/page';
import { instantOf, isLocalDate, localDateOf } from '#domain/time';
import { useDates } from '../i18n/dates.js';
import { useText } from '../i18n/text.js';
import { ChoiceRow } from './choice-row.js';
import { Icon } from './icons.js';
import './as-of-bar.css';

type Props = {
  time: TimeQuery;
  today: string;
  timeZone: string;
  onChange: (time: TimeQuery) => void;
};

/**
 * Two clocks in words: what the school knew on a day, and what was true on it by all that is known now. While one looks
 * back, a banner says so and nothing can be done.
 */
export function AsOfBar({ time, today, timeZone, onChange }: Props) {
  const text = useText();
  const dates = useDates();
  const [open, setOpen] = useState(false);
  const day = dayOf(time, timeZone);
  const [clock, setClock] = useState<'knownAt' | 'asOf'>(time.asOf ? 'asOf' : 'knownAt');
  const [chosen, setChosen] = useState(day ?? today);

  const show = () => {
    if (!isLocalDate(chosen)) return;
    setOpen(false);
    onChange(
      clock === 'asOf' ? { asOf: chosen } : { knownAt: instantOf(chosen, '23:59', timeZone) },
    );
  };

  return (
    <div className="asof">
      {day ? (
        <output className="asof-banner">
          <Icon name="clock" />
          <span>
            {text(time.asOf ? 'asof.true-on' : 'asof.known-on', { day: dates.long(day) })}{' '}
            <span className="quiet">{text('asof.no-actions')}</span>
          </span>
          <Button variant="default" onClick={() => onChange({})}>
            {text('asof.today')}
          </Button>
        </output>
      ) : (
        <Button
          variant="subtle"
          className="asof-open"
          aria-expanded={open}
          leftSection={<Icon name="clock" />}
          onClick={() => setOpen(!open)}
        >
          {text('asof.open')}
        </Button>
      )}
      {open && !day && (
        <form
          className="sheet asof-form"
          onSubmit={(event) => {
            event.preventDefault();
            show();
          }}
        >
          <ChoiceRow
            label={text('asof.clock')}
            name="clock"
            value={clock}
            options={[
              { value: 'knownAt', label: text('asof.known') },
              { value: 'asOf', label: text('asof.true') },
            ]}
            onChange={setClock}
          />
          <label className="asof-day">
            {text('asof.day')}
            <input
              type="date"
              className="field"
              required
              max={today}
              value={chosen}
              onChange={(event) => setChosen(event.target.value)}
            />
          </label>
          <Button type="submit" size="md">
            {text('asof.show')}
          </Button>
        </form>
      )}
    </div>
  );
}

function dayOf(time: TimeQuery, timeZone: string): string | null {
  if (time.asOf) return time.asOf;
  if (!time.knownAt) return null;
  return /^\d+$/.test(time.knownAt) ? null : localDateOf(time.knownAt, timeZone);
}

export function isLookingBack(time: TimeQuery): boolean {
  return time.asOf !== undefined || time.knownAt !== undefined;
}
