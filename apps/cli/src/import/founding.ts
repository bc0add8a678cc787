import { operatorActor } from '#domain/decider';
import { districtDecider } from '#domain/district/decide';
import { streamId } from '#domain/streams';
import { commandId } from '#event-store/ids';
import type { RosterBundle } from '#imports/one-roster/bundle';
import { CommandProblem, say } from '../answer.js';
import type { Installation } from '../installation.js';

/** All districts of an installation are named under this one; it only makes ids from keys (as in the API). */
const installationId = '6d1a2f0e-5f0b-5c0e-9d53-3a1a5f6c7b10';

/** The id that a roster's district gets: the same roster, tried again, founds the same one. */
export function districtIdOf({ sourcedId }: RosterBundle['district']): string {
  return commandId(installationId, `roster/${sourcedId}`);
}

/** The zone asked for; else this machine's, or America/New_York on a server that keeps UTC: no school does. */
export function zoneOf(asked: string | undefined): string {
  const machine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = asked ?? (/^(Etc\/)?(UTC|GMT)?$/.test(machine) ? 'America/New_York' : machine);
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    throw new CommandProblem(2, 'unknown-time-zone', `There is no time zone "${zone}".`, {
      where: '--time-zone',
      hint: 'Name it as the IANA database does, such as America/Chicago.',
    });
  }
}

/** Founds a live district, named after the roster's organisation of type district. */
export async function foundDistrict(
  { store, handler }: Installation,
  of: RosterBundle['district'],
  timeZone: string,
  id = districtIdOf(of),
): Promise<string> {
  say(`founding the district ${of.name}, time zone ${timeZone}`);
  await store.foundDistrict(id);
  const founded = {
    type: 'FoundDistrict' as const,
    data: {
      name: of.name,
      mode: 'live' as const,
      timeZone,
      identifier: of.identifier,
      clockStartsAt: null,
    },
    key: 'cli/found-district',
    actor: operatorActor,
  };
  const to = { district: id, stream: streamId('district', id) };
  await handler.handle(districtDecider, to, founded);
  return id;
}
