import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../i18n/text.js';
import { ProblemNote } from './problem-note.js';
import './query-state.css';

type State<T> = { data: T | undefined; error: Error | null; refetch: () => unknown };

/** Shows what a query found; before that that it is looking, and if it found nothing, why and how to try again. */
export function Loaded<T>({
  query,
  children,
}: {
  query: State<T>;
  children: (data: T) => ReactNode;
}) {
  const text = useText();
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error)
    return (
      <div className="row">
        <ProblemNote error={query.error} />
        <Button variant="default" onClick={() => void query.refetch()}>
          {text('failure.again')}
        </Button>
      </div>
    );
  return <output className="loading quiet">{text('loading')}</output>;
}
