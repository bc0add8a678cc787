import { z } from 'zod';
import type { DutyKind } from '#domain/obligation';
import { id, instant, localDate, personName } from './fields.js';

/** Every kind of duty; the web has a sentence for each. The compiler compares the list with the domain's. */
export const dutyKinds = [
  'open-window',
  'screen-student',
  'close-window',
  'propose-placements',
  'confirm-placement',
  'notify-guardian',
  'start-phase',
  'plan-session',
  'log-session',
  'dissolve-group',
  'give-probe',
  'observe-fidelity',
  'prepare-review',
  'hold-review',
  'look-again',
  'end-fade',
  'give-notice',
  'request-consent',
  'obtain-consent',
  'answer-request',
  'give-assessment-plan',
  'finish-evaluation',
  'report-evaluation',
  'hold-team-meeting',
  'hold-evaluation-meeting',
  'decide-placement',
  'determine-eligibility',
  'hold-iep-meeting',
  'run-import',
  'confirm-import',
] as const satisfies readonly DutyKind[];
type Unlisted = Exclude<DutyKind, (typeof dutyKinds)[number]>;
const everyKindIsListed: Unlisted extends never ? true : never = true;
void everyKindIsListed;

export const dutyOwner = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('staff'), staffId: id, name: personName.nullable() }),
    z.object({
      kind: z.literal('role'),
      role: z.enum(['school-admin', 'specialist', 'teacher', 'psychologist', 'district-admin']),
      schoolId: id.nullable(),
    }),
    z.object({ kind: z.literal('process') }),
  ])
  .meta({ id: 'DutyOwner' });
export type DutyOwnerShown = z.infer<typeof dutyOwner>;

/** What must happen next: computed from the events by the domain, shown by the web, stored by nobody. */
export const duty = z
  .object({
    key: z.string(),
    kind: z.enum(dutyKinds),
    owner: dutyOwner,
    dueOn: localDate,
    dueAt: instant,
    /** School days from the district's today to the due day; negative = overdue, null = outside the calendar. */
    schoolDays: z.int().nullable(),
    /** `rule`: JSON Pointer into the rule set, or a law's citation. `trigger`: the event that opened the duty. */
    because: z.object({ rule: z.string(), trigger: z.string() }),
    /** What follows if nothing happens. */
    nextRung: z
      .object({ act: z.enum(['do', 'remind', 'escalate', 'record']), at: instant })
      .nullable(),
  })
  .meta({ id: 'Duty' });
export type DutyShown = z.infer<typeof duty>;
