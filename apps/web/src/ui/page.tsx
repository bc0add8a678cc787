import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import './page.css';

let navigated = false;

/** Told by the router that a page is being left for another: the next heading takes the focus. */
export function noteNavigation(): void {
  navigated = true;
}

type Props = {
  /** The task of the page: its one `h1` and the window's title. */
  title: string;
  /** Beside the heading: who or what it is about. */
  aside?: ReactNode;
  intro?: ReactNode;
  narrow?: boolean;
  children: ReactNode;
};

/** One page: one heading that says the task, focused after a change of route, so that a screen reader starts there. */
export function Page({ title, aside, intro, narrow = false, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Aimline`;
    if (!navigated) return;
    navigated = false;
    heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className={narrow ? 'page page-narrow' : 'page'}>
      <header className="page-head">
        <div className="row">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {aside}
        </div>
        {intro && <p className="quiet measure">{intro}</p>}
      </header>
      {children}
    </div>
  );
}
