import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouteContext } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { CycleDetail, StartPhaseRequest } from '#contracts/cycles';
import type { GroupRow } from '#contracts/groups';
import type { Intervention } from '#contracts/interventions';
import { startPhase } from '../../api/cycles.js';
import { ApiProblem } from '../../api/problem.js';
import { useText } from '../../i18n/text.js';
import { actorName } from '../../ui/names.js';
import { ProblemNote } from '../../ui/problem-note.js';
import { NumberField } from './number-field.js';
import { requestOf } from './start-request.js';
import './start.css';

type Props = {
  cycle: CycleDetail;
  groups: readonly GroupRow[];
  interventions: readonly Intervention[];
  onReload: () => void;
};

/** The group brings intervention and specialist; the catalogue brings the usual dose, which the team may change. */
export function StartForm({ cycle, groups, interventions, onReload }: Props) {
  const text = useText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { me } = useRouteContext({ from: '/signed-in' });
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [groupId, setGroupId] = useState('');
  const group = groups.find((one) => one.id === groupId) ?? null;
  const usual = interventions.find((one) => one.id === group?.intervention.id) ?? null;
  const start = useMutation({
    mutationFn: (body: StartPhaseRequest) =>
      startPhase(cycle.id, body, { key, ifMatch: `"${cycle.version}"` }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      await navigate({ to: '/students/$studentId', params: { studentId: cycle.student.id } });
    },
    onError: () => setKey(crypto.randomUUID()),
  });
  const stale = start.error instanceof ApiProblem && start.error.status === 412;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (group) start.mutate(requestOf(new FormData(event.currentTarget), group));
  };
  if (groups.length === 0) return <p>{text('start.no-group')}</p>;

  return (
    <form className="start" onSubmit={submit}>
      <section className="sheet" aria-labelledby="what">
        <h2 id="what">{text('start.what')}</h2>
        <label className="start-field">
          {text('start.group')}
          <select
            className="field"
            required
            value={groupId}
            onChange={(event) => setGroupId(event.target.value)}
          >
            <option value="">{text('start.choose')}</option>
            {groups.map((one) => (
              <option key={one.id} value={one.id}>
                {`${one.name} · ${one.intervention.name} · ${actorName(one.specialist, text)}`}
              </option>
            ))}
          </select>
        </label>
        {/* A new group, a new usual dose. */}
        <div className="start-row" key={groupId}>
          <NumberField
            name="sessionsPerWeek"
            label={text('start.per-week')}
            usual={usual?.dosage.sessionsPerWeek}
            min={1}
            max={10}
          />
          <NumberField
            name="minutes"
            label={text('start.minutes')}
            usual={usual?.dosage.minutes}
            min={5}
            max={180}
          />
          <NumberField
            name="weeks"
            label={text('start.weeks')}
            usual={usual?.dosage.weeks}
            min={1}
            max={52}
          />
          <NumberField
            name="groupSize"
            label={text('start.size')}
            usual={usual?.groupSize.max}
            min={1}
            max={40}
          />
        </div>
        <label className="start-field">
          {text('start.on')}
          <input type="date" name="startsOn" className="field" required defaultValue={me.today} />
        </label>
        {cycle.phases.length > 0 && (
          <TextInput
            name="changed"
            size="md"
            label={text('start.changed')}
            required
            maxLength={100}
          />
        )}
      </section>
      <section className="sheet" aria-labelledby="baseline">
        <h2 id="baseline">{text('start.baseline')}</h2>
        <p className="quiet small">{text('start.baseline-hint')}</p>
        <div className="start-row">
          {[1, 2, 3].map((n) => (
            <NumberField
              key={n}
              name={`probe-${n}`}
              label={text('start.probe', { n })}
              step="any"
              required={n === 1}
            />
          ))}
        </div>
        <label className="start-field">
          {text('start.baseline-on')}
          <input
            type="date"
            name="baselineOn"
            className="field"
            required
            max={me.today}
            defaultValue={me.today}
          />
        </label>
      </section>
      <section className="sheet" aria-labelledby="goal">
        <h2 id="goal">{text('start.goal')}</h2>
        <div className="start-row">
          <NumberField name="goal" label={text('start.goal-value')} step="any" />
          <NumberField
            name="goalWeeks"
            label={text('start.goal-weeks')}
            usual={usual?.dosage.weeks}
            min={1}
            max={60}
            key={groupId}
          />
        </div>
        <TextInput
          name="source"
          size="md"
          label={text('start.goal-source')}
          description={text('start.goal-source-hint')}
          required
          maxLength={500}
        />
      </section>
      {stale ? (
        <div className="row" role="alert">
          <span>{text('review.stale')}</span>
          <Button
            type="button"
            variant="default"
            onClick={() => {
              start.reset();
              onReload();
            }}
          >
            {text('review.reload')}
          </Button>
        </div>
      ) : (
        <ProblemNote error={start.error} />
      )}
      <div>
        <Button type="submit" size="md" loading={start.isPending}>
          {text('start.submit')}
        </Button>
      </div>
    </form>
  );
}
