import { Button } from '@mantine/core';
import { useSearch } from '@tanstack/react-router';
import { signInUrl } from '../api/me.js';
import { useText } from '../i18n/text.js';
import { Mark } from '../ui/marks.js';
import { Page } from '../ui/page.js';
import './signed-out.css';

/** The door. Nothing to remember or to solve here: the district's own sign-in does the asking. */
export function SignedOut() {
  const text = useText();
  const { returnTo } = useSearch({ from: '/signed-out' });
  return (
    <main className="door">
      <div className="door-sheet sheet">
        <Mark />
        <Page title={text('door.title')} intro={text('door.text')} narrow>
          <div>
            <Button component="a" href={signInUrl(returnTo)} size="md">
              {text('door.sign-in')}
            </Button>
          </div>
        </Page>
      </div>
    </main>
  );
}
