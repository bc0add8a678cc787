import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import type { CycleDetail } from '#contracts/cycles';
import { recordProbe } from '../../api/cycles.js';
import { useText } from '../../i18n/text.js';
import { ProblemNote } from '../../ui/problem-note.js';
import './record-score.css';

/** Enter a score of progress monitoring where the graph stands; the last one is in sight. */
export function RecordScore({ cycle }: { cycle: CycleDetail }) {
  const text = useText();
  const queries = useQueryClient();
  const { me } = useRouteContext({ from: '/signed-in' });
  const phase = cycle.phases.at(-1);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [on, setOn] = useState(me.today);
  const [value, setValue] = useState('');
  const record = useMutation({
    mutationFn: () => recordProbe(cycle.id, { on, value: Number(value), form: null }, { key }),
    onSuccess: async () => {
      setValue('');
      setKey(crypto.randomUUID());
      await queries.invalidateQueries();
    },
  });
  if (!phase || phase.endedOn !== null) return null;
  const change = (set: (text: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value);
    setKey(crypto.randomUUID()); // another answer is another command
  };
  return (
    <form
      className="record-score"
      aria-label={text('probe.record')}
      onSubmit={(event) => {
        event.preventDefault();
        record.mutate();
      }}
    >
      <label>
        {text('probe.value', { unit: phase.measure.unit })}
        <input
          className="field numbers"
          type="number"
          step="any"
          required
          value={value}
          onChange={change(setValue)}
        />
      </label>
      <label>
        {text('probe.on')}
        <input
          className="field"
          type="date"
          required
          min={phase.startsOn}
          max={me.today}
          value={on}
          onChange={change(setOn)}
        />
      </label>
      <Button type="submit" variant="default" size="md" loading={record.isPending}>
        {text('probe.record')}
      </Button>
      <output className="hidden">{record.isSuccess ? text('probe.recorded') : ''}</output>
      <ProblemNote error={record.error} />
    </form>
  );
}
