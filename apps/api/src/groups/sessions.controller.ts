import { Controller, Query } from '@nestjs/common';
import {
  sessionList,
  sessionsQuery,
  type SessionList,
  type SessionsQuery,
} from '#contracts/sessions';
import { addDays } from '#domain/time';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Reads } from '../edge/route.js';
import { Scoping } from '../shown/scoping.js';
import { Settings } from '../settings.js';
import { Views } from '../views.js';
import { PlannedSessions } from './planned-sessions.js';

/** The day's sessions over all groups; each is logged under its group. */
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly settings: Settings,
    private readonly sessions: PlannedSessions,
  ) {}

  @Reads({
    id: 'listSessions',
    says: 'Planned sessions of a day or a span, with what became of them',
    allow: 'read-groups',
    about: 'list',
    answer: sessionList,
  })
  async list(
    @Caller() caller: Caller,
    @Query({ schema: sessionsQuery }) query: SessionsQuery,
  ): Promise<SessionList> {
    const { district, staff } = caller;
    const { today } = await this.settings.today(district);
    const days = daysOf(query, today);
    const scope = this.scoping.schools(caller, 'read-groups');
    const own = this.scoping.students(caller, 'read-groups').caseloadOf;
    const mine = query.mine === 'yes' && query.groupId === undefined ? staff.id : undefined;
    const groups = scope
      ? await this.views.groups.groups(district, {
          ...scope,
          group_id: query.groupId,
          specialist_id: own ?? mine,
        })
      : [];
    const items = await this.sessions.of(district, groups, { on_date: days });
    const count = (status: string) => items.filter((s) => s.status === status).length;
    return {
      today,
      items,
      totals: {
        planned: items.length,
        held: count('held'),
        notHeld: count('not-held'),
        unlogged: count('unlogged'),
      },
    };
  }
}

/** One day (today unless said), or a span of at most 31. */
function daysOf({ on, from, to }: SessionsQuery, today: string): string[] {
  const first = from ?? on ?? today;
  const last = to ?? on ?? first;
  const days: string[] = [];
  for (let day = first; day <= last && days.length < 32; day = addDays(day, 1)) days.push(day);
  if (days.length === 0 || days.length > 31)
    throw new ProblemError('schema_invalid', '/query/to: a span of 1 to 31 days', {
      errors: [{ pointer: '/query/to', code: 'span', detail: 'from 1 to 31 days' }],
    });
  return days;
}
