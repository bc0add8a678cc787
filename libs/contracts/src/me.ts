import { z } from 'zod';
import { grade, id, instant, named, personName, role } from './fields.js';

export const scope = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('district') }),
    z.object({ kind: z.literal('schools'), schoolIds: z.array(id).min(1) }),
    z.object({
      kind: z.literal('grades'),
      schoolIds: z.array(id).min(1),
      grades: z.array(grade).min(1),
    }),
    z.object({ kind: z.literal('caseload'), schoolIds: z.array(id) }),
  ])
  .meta({ id: 'Scope' });

/** Who is signed in, for which district, and what the screens may offer. */
export const me = z
  .object({
    id,
    name: personName,
    role,
    scope,
    district: z.object({
      id,
      name: z.string(),
      timeZone: z.string(),
      mode: z.enum(['sandbox', 'live']),
    }),
    schools: z.array(named),
    /** The district's clock: stepped in a sandbox. */
    now: instant,
    today: z.iso.date(),
    /** Names of the actions that the policy table allows to this role somewhere in its scope. */
    capabilities: z.array(z.string()),
    session: z
      .object({ idleExpiresAt: instant, expiresAt: instant, locked: z.boolean() })
      .nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof me>;
