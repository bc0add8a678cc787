import { useRouteContext } from '@tanstack/react-router';

/** What the signed-in person's role may do somewhere in their scope: the screen offers nothing that would be refused. */
export function useCan(): (action: string) => boolean {
  const { me } = useRouteContext({ from: '/signed-in' });
  return (action) => me.capabilities.includes(action);
}
