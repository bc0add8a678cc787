import { Button, NumberInput, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouteContext } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReviewScreen } from '#contracts/cycles';
import type { HoldReviewRequest } from '#contracts/reviews';
import { holdReview } from '../../api/cycles.js';
import { peopleQuery } from '../../api/people.js';
import { ApiProblem } from '../../api/problem.js';
import { useText } from '../../i18n/text.js';
import { ProblemNote } from '../../ui/problem-note.js';
import { Present } from '../../ui/present.js';
import { reviewProblems } from './review-problems.js';

type Props = { screen: ReviewScreen; onReload: () => void };

/** Options with what each will schedule; a decision against the rule asks for its reason and is not scolded. */
export function ReviewForm({ screen, onReload }: Props) {
  const text = useText();
  const queries = useQueryClient();
  const { me } = useRouteContext({ from: '/signed-in' });
  const { cycle, review, options } = screen;
  const people = useQuery(peopleQuery(cycle.school.id));
  const [key] = useState(() => crypto.randomUUID());
  const [decision, setDecision] = useState<HoldReviewRequest['decision'] | null>(null);
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const [newGoal, setNewGoal] = useState<number | null>(null);
  const [present, setPresent] = useState<readonly string[]>([me.id]);
  const [tried, setTried] = useState(false);

  const recommendedFirst = [...options].sort(
    (a, b) => Number(b.recommended) - Number(a.recommended),
  );
  const option = options.find((one) => one.decision === decision) ?? null;
  const problems = reviewProblems({ option, reason, newGoal, note, present });
  const shown = tried ? problems : {};
  const hold = useMutation({
    mutationFn: (body: HoldReviewRequest) =>
      holdReview(cycle.id, review.reviewId, body, { key, ifMatch: `"${cycle.version}"` }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const stale = hold.error instanceof ApiProblem && hold.error.status === 412;

  const submit = () => {
    setTried(true);
    if (!option || Object.keys(problems).length > 0) return;
    hold.mutate({
      on: me.today,
      decision: option.decision,
      reason: option.needs.includes('reason') ? reason.trim() : null,
      note: note.trim() || null,
      present: [...present],
      newGoal: option.needs.includes('newGoal') ? newGoal : null,
    });
  };

  return (
    <form
      className="sheet review-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset
        className="review-options"
        aria-describedby={shown.decision ? 'no-decision' : undefined}
      >
        <legend>
          <h2>{text('review.decide')}</h2>
        </legend>
        {recommendedFirst.map((one) => (
          <label key={one.decision} className="review-option">
            <input
              type="radio"
              name="decision"
              checked={decision === one.decision}
              onChange={() => setDecision(one.decision)}
            />
            <span className="row">
              <b>{text(`decision.${one.decision}`)}</b>
              {one.recommended && (
                <span className="review-recommended">{text('review.recommended')}</span>
              )}
            </span>
            <span className="quiet small review-schedules">
              {text(`schedules.${one.schedules}`)}
            </span>
          </label>
        ))}
        {shown.decision && (
          <p id="no-decision" className="field-error" role="alert">
            {text('review.choose')}
          </p>
        )}
      </fieldset>
      {option?.needs.includes('reason') && (
        <Textarea
          size="md"
          label={text('review.reason')}
          description={text('review.reason-hint')}
          autosize
          minRows={2}
          maxLength={2000}
          value={reason}
          error={shown.reason && text('review.reason-missing')}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      {option?.needs.includes('newGoal') && (
        <NumberInput
          size="md"
          label={text('review.new-goal')}
          hideControls
          value={newGoal ?? ''}
          error={shown.newGoal && text('review.new-goal-missing')}
          onChange={(value) => setNewGoal(typeof value === 'number' ? value : null)}
        />
      )}
      <Present
        people={people.data?.body.items ?? []}
        present={present}
        onChange={setPresent}
        error={shown.present ? text('review.present-missing') : null}
      />
      <Textarea
        size="md"
        label={text(option?.needs.includes('note') ? 'review.note-needed' : 'review.note')}
        error={shown.note && text('review.note-missing')}
        autosize
        minRows={2}
        maxLength={4000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {stale ? (
        <div className="review-stale" role="alert">
          <p>{text('review.stale')}</p>
          <Button
            type="button"
            variant="default"
            onClick={() => {
              hold.reset();
              onReload();
            }}
          >
            {text('review.reload')}
          </Button>
        </div>
      ) : (
        <ProblemNote error={hold.error} />
      )}
      <div>
        <Button type="submit" size="md" loading={hold.isPending}>
          {text('review.record')}
        </Button>
      </div>
    </form>
  );
}
