import { Button } from '@mantine/core';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { signOut } from '../api/me.js';
import { ApiProblem } from '../api/problem.js';
import { useText } from '../i18n/text.js';
import { Page } from '../ui/page.js';
import { ProblemNote } from '../ui/problem-note.js';

/** A page that could not be drawn: what happened, and the one thing to do about it. */
export function Failure({ error, reset }: ErrorComponentProps) {
  const text = useText();
  const router = useRouter();
  const stranger = error instanceof ApiProblem && error.code === 'identity_unknown';
  return (
    <Page title={text('failure.title')} narrow>
      <ProblemNote error={error} />
      <div className="row">
        {stranger && <Button onClick={() => void signOut()}>{text('failure.other-person')}</Button>}
        <Button
          variant={stranger ? 'default' : 'filled'}
          onClick={() => {
            reset();
            void router.invalidate();
          }}
        >
          {text('failure.again')}
        </Button>
      </div>
    </Page>
  );
}

export function NotFound() {
  const text = useText();
  return (
    <Page title={text('not-found.title')} narrow>
      <p>{text('not-found.text')}</p>
    </Page>
  );
}
