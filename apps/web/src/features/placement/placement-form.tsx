import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import type { CycleDetail, PlacementShown } from '#contracts/cycles';
import { decidePlacement } from '../../api/cycles.js';
import { peopleQuery } from '../../api/people.js';
import { ApiProblem } from '../../api/problem.js';
import { useText } from '../../i18n/text.js';
import { ChoiceRow } from '../../ui/choice-row.js';
import { Present } from '../../ui/present.js';
import { ProblemNote } from '../../ui/problem-note.js';
import './placement.css';

type Props = {
  cycle: CycleDetail;
  placement: PlacementShown;
  onReload: () => void;
};
type Answer = 'confirm' | 'override' | 'decline';

/** Confirm, another tier, or no plan; the last two with a reason. */
export function PlacementForm({ cycle, placement, onReload }: Props) {
  const text = useText();
  const queries = useQueryClient();
  const { me } = useRouteContext({ from: '/signed-in' });
  const people = useQuery(peopleQuery(cycle.school.id));
  const [key] = useState(() => crypto.randomUUID());
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [tier, setTier] = useState<'2' | '3' | null>(null);
  const [reason, setReason] = useState('');
  const [present, setPresent] = useState<readonly string[]>([me.id]);
  const [tried, setTried] = useState(false);

  const problems = {
    answer: answer === null,
    tier: answer === 'override' && tier === null,
    reason: answer !== null && answer !== 'confirm' && reason.trim() === '',
    present: present.length === 0,
  };
  const decide = useMutation({
    mutationFn: (as: Answer) => {
      const said = { reason: reason.trim(), present: [...present] };
      return decidePlacement(
        cycle.id,
        placement.placementId,
        as === 'confirm'
          ? { as, body: { present: said.present } }
          : as === 'decline'
            ? { as, body: said }
            : { as, body: { ...said, tier: Number(tier) as 2 | 3 } },
        { key, ifMatch: `"${cycle.version}"` },
      );
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  const stale = decide.error instanceof ApiProblem && decide.error.status === 412;
  const submit = () => {
    setTried(true);
    if (answer !== null && !Object.values(problems).includes(true)) decide.mutate(answer);
  };

  return (
    <form
      className="sheet placement-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h2>{text('placement.decide')}</h2>
      <ChoiceRow
        label={text('placement.decide')}
        name="answer"
        value={answer}
        options={[
          { value: 'confirm', label: text('placement.confirm', { tier: placement.tier }) },
          { value: 'override', label: text('placement.other-tier') },
          { value: 'decline', label: text('placement.decline') },
        ]}
        onChange={setAnswer}
      />
      {tried && problems.answer && (
        <p className="field-error" role="alert">
          {text('review.choose')}
        </p>
      )}
      {answer === 'override' && (
        <ChoiceRow
          label={text('placement.other-tier')}
          name="tier"
          value={tier}
          options={(['2', '3'] as const)
            .filter((one) => one !== String(placement.tier))
            .map((value) => ({ value, label: text('tier', { tier: Number(value) }) }))}
          onChange={setTier}
        />
      )}
      {tried && problems.tier && (
        <p className="field-error" role="alert">
          {text('placement.tier-missing')}
        </p>
      )}
      {answer !== null && answer !== 'confirm' && (
        <Textarea
          size="md"
          label={text('review.reason')}
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          error={tried && problems.reason && text('review.reason-missing')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <Present
        people={people.data?.body.items ?? []}
        present={present}
        onChange={setPresent}
        error={tried && problems.present ? text('review.present-missing') : null}
      />
      {stale ? (
        <div className="row" role="alert">
          <span>{text('review.stale')}</span>
          <Button
            type="button"
            variant="default"
            onClick={() => {
              decide.reset();
              onReload();
            }}
          >
            {text('review.reload')}
          </Button>
        </div>
      ) : (
        <ProblemNote error={decide.error} />
      )}
      <div>
        <Button type="submit" size="md" loading={decide.isPending}>
          {text('review.record')}
        </Button>
      </div>
    </form>
  );
}
