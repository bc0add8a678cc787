import { useRouteContext } from '@tanstack/react-router';
import type { Action } from '#domain/policy/policy';

/** What the signed-in person's role may do somewhere in their scope: the screen offers nothing that would be refused. */
export function useCan(): (action: Action) => boolean {
  const { me } = useRouteContext({ from: '/signed-in' });
  return (action) => me.capabilities.includes(action);
}
