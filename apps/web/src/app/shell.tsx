import { AppShell, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, Outlet, useRouteContext } from '@tanstack/react-router';
import { signOut } from '../api/me.js';
import { useLanguage } from '../i18n/provider.js';
import type { MessageId } from '../i18n/text.js';
import { useText } from '../i18n/text.js';
import { ChoiceRow } from '../ui/choice-row.js';
import { Icon } from '../ui/icons.js';
import { Mark } from '../ui/marks.js';
import { fullName } from '../ui/names.js';
import { OutboxNotice } from '../features/session/outbox-notice.js';
import { useLiveHints } from './use-live-hints.js';
import './shell.css';

const places = [
  { to: '/', icon: 'inbox', label: 'nav.inbox' },
  { to: '/students', icon: 'students', label: 'nav.students' },
  { to: '/groups', icon: 'groups', label: 'nav.groups' },
] as const satisfies readonly { to: string; icon: string; label: MessageId }[];

/** What stands around every page: the mark, where one can go (a rail at the desk, a bar on the phone), and who one is. */
export function Shell() {
  const text = useText();
  useLiveHints();
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: { base: 200, lg: 224 }, breakpoint: 'sm', collapsed: { mobile: true } }}
      footer={{ height: 60, offset: true }}
      padding={{ base: 'md', sm: 'xl' }}
      className="shell"
    >
      <a className="skip" href="#main">
        {text('skip')}
      </a>
      <AppShell.Header className="shell-head">
        <Link to="/" className="shell-brand">
          <Mark />
          <span>Aimline</span>
        </Link>
        <Account />
      </AppShell.Header>
      <AppShell.Navbar visibleFrom="sm" className="shell-rail" aria-label={text('nav.label')}>
        <Places />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <OutboxNotice />
        <Outlet />
      </AppShell.Main>
      <AppShell.Footer
        hiddenFrom="sm"
        className="shell-bar"
        component="nav"
        aria-label={text('nav.label')}
      >
        <Places />
      </AppShell.Footer>
    </AppShell>
  );
}

function Places() {
  const text = useText();
  return (
    <ul className="plain shell-places">
      {places.map(({ to, icon, label }) => (
        <li key={to}>
          <Link
            to={to}
            activeOptions={{ exact: to === '/' }}
            activeProps={{ 'aria-current': 'page' }}
          >
            <Icon name={icon} />
            {text(label)}
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Who is signed in, and what is theirs alone. The browser's own popover: Escape and a tap elsewhere close it. */
function Account() {
  const text = useText();
  const { me } = useRouteContext({ from: '/signed-in' });
  const { language, choose } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  return (
    <>
      <Button variant="subtle" className="shell-account" popoverTarget="account">
        {fullName(me.name)}
      </Button>
      <div id="account" popover="auto" className="account">
        <p className="quiet small">
          {text(`role.${me.role}`)} · {me.district.name}
        </p>
        <ChoiceRow
          label={text('account.language')}
          name="language"
          value={language}
          options={[
            { value: 'en', label: 'English' },
            { value: 'es', label: 'Español' },
          ]}
          onChange={choose}
        />
        <Button
          variant="subtle"
          fullWidth
          justify="start"
          leftSection={<Icon name={other === 'dark' ? 'moon' : 'sun'} />}
          onClick={() => setColorScheme(other)}
        >
          {text(other === 'dark' ? 'account.dark' : 'account.light')}
        </Button>
        <Button variant="subtle" fullWidth justify="start" onClick={() => void signOut()}>
          {text('account.sign-out')}
        </Button>
      </div>
    </>
  );
}
