import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { meQuery } from '../api/me.js';
import { ApiProblem } from '../api/problem.js';
import { InboxPage } from '../features/inbox/inbox-page.js';
import { noteNavigation } from '../ui/page.js';
import { Failure, NotFound } from './failure.js';
import { Shell } from './shell.js';

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet });

const signedOut = createRoute({
  getParentRoute: () => root,
  path: '/signed-out',
  validateSearch: (search): { returnTo?: string } => text(search, 'returnTo'),
  component: lazyRouteComponent(() => import('./signed-out.js'), 'SignedOut'),
});

const found = createRoute({
  getParentRoute: () => root,
  path: '/found',
  component: lazyRouteComponent(() => import('./found-district.js'), 'FoundDistrict'),
});

/** Everything behind the door: who is here is known before anything is drawn. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  component: Shell,
  errorComponent: Failure,
  beforeLoad: async ({ context, location }) => {
    try {
      const me = await context.queries.ensureQueryData(meQuery());
      return { me: me.body };
    } catch (error) {
      if (error instanceof ApiProblem && error.code === 'no_district')
        throw redirect({ to: '/found' });
      if (error instanceof ApiProblem && error.status === 401)
        throw redirect({ to: '/signed-out', search: { returnTo: location.href } });
      throw error;
    }
  },
});

const inbox = createRoute({ getParentRoute: () => signedIn, path: '/', component: InboxPage });

const students = createRoute({
  getParentRoute: () => signedIn,
  path: '/students',
  validateSearch: (search): { q?: string } => text(search, 'q'),
  component: lazyRouteComponent(
    () => import('../features/students/students-page.js'),
    'StudentsPage',
  ),
});

const student = createRoute({
  getParentRoute: () => signedIn,
  path: '/students/$studentId',
  validateSearch: (search): { asOf?: string; knownAt?: string } => ({
    ...text(search, 'asOf'),
    ...text(search, 'knownAt'),
  }),
  component: lazyRouteComponent(() => import('../features/student/student-page.js'), 'StudentPage'),
});

const groups = createRoute({
  getParentRoute: () => signedIn,
  path: '/groups',
  component: lazyRouteComponent(() => import('../features/groups/groups-page.js'), 'GroupsPage'),
});

const group = createRoute({
  getParentRoute: () => signedIn,
  path: '/groups/$groupId',
  component: lazyRouteComponent(() => import('../features/groups/group-page.js'), 'GroupPage'),
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: '/groups/$groupId/sessions/$slot',
  component: lazyRouteComponent(() => import('../features/session/session-page.js'), 'SessionPage'),
});

const review = createRoute({
  getParentRoute: () => signedIn,
  path: '/cycles/$cycleId/reviews/$reviewId',
  component: lazyRouteComponent(() => import('../features/review/review-page.js'), 'ReviewPage'),
});

const placement = createRoute({
  getParentRoute: () => signedIn,
  path: '/cycles/$cycleId/placement',
  component: lazyRouteComponent(
    () => import('../features/placement/placement-page.js'),
    'PlacementPage',
  ),
});

const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/cycles/$cycleId/start',
  component: lazyRouteComponent(() => import('../features/start/start-page.js'), 'StartPage'),
});

/** A search parameter that must be text, left out where it is not. */
function text<K extends string>(
  search: Record<string, unknown>,
  name: K,
): Partial<Record<K, string>> {
  const value = search[name];
  return typeof value === 'string' || typeof value === 'number'
    ? ({ [name]: String(value) } as Partial<Record<K, string>>)
    : {};
}

export function createAppRouter(queries: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([
      signedOut,
      found,
      signedIn.addChildren([
        inbox,
        students,
        student,
        groups,
        group,
        session,
        review,
        placement,
        start,
      ]),
    ]),
    context: { queries },
    defaultPreload: 'intent',
    defaultErrorComponent: Failure,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
  router.subscribe('onBeforeNavigate', ({ pathChanged, fromLocation }) => {
    if (pathChanged && fromLocation) noteNavigation();
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
