import { Injectable } from '@nestjs/common';
import type { Page, TimeQuery } from '#contracts/page';
import type {
  ReferralDetail,
  ReferralRow as ReferralShown,
  ReferralsQuery,
} from '#contracts/referrals';
import type { Recorded } from '#domain/decider';
import type { ReferralEvent } from '#domain/referral/events';
import { course, evolve, initial } from '#domain/referral/state';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Database } from '#platform/app/database';
import { eventsAt, versionAt } from '#read-models/as-of';
import type { ProcessRow } from '#read-models/processes/processes';
import type { ReferralRow } from '#read-models/referral/referral';
import { selectRows } from '#read-models/rows-query';
import type { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Duties, dutyOnly } from '../shown/duties.js';
import { Moments } from '../shown/moments.js';
import { Names } from '../shown/names.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Scoping } from '../shown/scoping.js';
import { Views } from '../views.js';

type Clock = ReferralDetail['clocks'][number];

/** Referrals in lines from their view, and one whole from its stream. */
@Injectable()
export class ReferralReader {
  constructor(
    private readonly store: EventStore,
    private readonly db: Database,
    private readonly views: Views,
    private readonly scoping: Scoping,
    private readonly names: Names,
    private readonly duties: Duties,
    private readonly moments: Moments,
  ) {}

  async page(caller: Caller, query: ReferralsQuery): Promise<Page<ReferralShown>> {
    const { district } = caller;
    const { schoolId, studentId, open, after, limit } = query;
    const asked = { schoolId, studentId };
    const scope = await this.scoping.rows(caller, 'read-referrals', asked, { grade: false });
    if (!scope) return { items: [], next: null };
    const status = open === undefined ? undefined : open === 'yes' ? 'open' : 'closed';
    const rows = await this.views.referrals.list(
      district,
      { ...scope, status },
      { after: cursorOf(after)?.['id'], limit: limit + 1 },
    );
    const streams = rows.map((row) => streamId('referral', row.referral_id));
    const [names, processes] = await Promise.all([
      this.names.of(district, { students: rows.map((row) => row.student_id) }),
      selectRows<ProcessRow>(this.db, 'processes', district, { stream: streams }, 'stream'),
    ]);
    const stages = new Map<string, string>(processes.map((p) => [p.stream, p.stage]));
    return pageOf(
      rows,
      limit,
      (row) => ({ id: row.referral_id }),
      (row) => ({
        id: row.referral_id,
        student: names.student(row.student_id),
        school: names.school(row.school_id),
        by: row.requested_by,
        receivedOn: row.received_on,
        status: (stages.get(streamId('referral', row.referral_id)) ??
          row.status) as ReferralShown['status'],
        dueOn: nextDue(row),
        version: row.version,
      }),
    );
  }

  async read(district: string, id: string, time: TimeQuery): Promise<ReferralDetail> {
    const stream = streamId('referral', id);
    const [moment, slice] = await Promise.all([
      this.moments.of(district, time),
      this.store.read<ReferralEvent>({ district, stream }),
    ]);
    const then = eventsAt(slice.events, moment) as Recorded<ReferralEvent>[];
    const referral = then.reduce(evolve, initial);
    const [requested] = then;
    if (referral.status === 'none' || !requested)
      throw new ProblemError('not_found', 'There was no such referral at that moment.');
    const { request, notice, consent, asked, eligibility, closed } = referral;
    const [names, owed] = await Promise.all([
      this.names.of(district, { students: [request.studentId] }),
      moment.asOf === null ? this.views.duties.next(district, { stream }, moment.knownAt) : [],
    ]);
    const clocks = clocksOf(then);
    const dates = {
      refused: then.findLast((e) => e.type === 'ConsentRefused'),
      revoked: then.findLast((e) => e.type === 'ConsentRevoked'),
    };
    return {
      id,
      version: versionAt(slice, then, moment),
      asOf: moment.asOf,
      knownAt: moment.knownAt === null ? null : String(moment.knownAt),
      student: names.student(request.studentId),
      school: names.school(referral.schoolId),
      by: request.by,
      receivedOn: request.received,
      status: course(referral).stage as ReferralDetail['status'],
      dueOn: clocks.find((c) => c.status === 'running')?.dueOn ?? null,
      written: request.written,
      areasOfConcern: [...request.areasOfConcern],
      concern: request.concern,
      requestedAt: requested.recordedAt,
      recordedBy: names.actor(requested.actor),
      notice: notice && { on: notice.on, action: notice.action, reason: notice.reason },
      safeguardsOn: referral.safeguardsOn,
      consent: {
        requestedOn: asked?.on ?? null,
        signedOn: consent?.signedOn ?? null,
        receivedOn: consent?.receivedOn ?? null,
        refusedOn: dates.refused?.data.on ?? null,
        revokedOn: dates.revoked?.data.on ?? null,
      },
      clocks,
      assessments: referral.assessments.map((a) => ({ ...a })),
      eligibility: eligibility && { ...eligibility, categories: [...eligibility.categories] },
      iepMeetingOn: referral.iepMeetingOn,
      closed: closed && { ...closed },
      next: (await this.duties.shown(district, owed, names)).map(dutyOnly),
    };
  }
}

/** Each clock from its start: moved only in writing, and then met, missed, or still running. */
function clocksOf(events: readonly Recorded<ReferralEvent>[]): Clock[] {
  const clocks = new Map<string, Clock>();
  const end = (name: string, status: Clock['status']) => {
    const clock = clocks.get(name);
    if (clock?.status === 'running') clock.status = status;
  };
  for (const { type, data } of events) {
    if (type === 'ClockStarted')
      clocks.set(data.clock, {
        clock: data.clock,
        days: data.days,
        startsOn: data.startsOn,
        dueOn: data.dueOn,
        originalDueOn: null,
        citation: data.citation,
        status: 'running',
      });
    if (type === 'ClockExtended') {
      const clock = clocks.get(data.clock);
      if (clock)
        Object.assign(clock, { dueOn: data.to, originalDueOn: clock.originalDueOn ?? data.from });
    }
    if (type === 'DeadlineMissed') end(data.clock, 'missed');
    if (type === 'EligibilityDetermined') end('evaluation', 'met');
    if (type === 'IepMeetingHeld') end('initial-iep', 'met');
    if (type === 'ReferralClosed') for (const name of clocks.keys()) end(name, 'ended');
  }
  return [...clocks.values()];
}

function nextDue(row: ReferralRow): string | null {
  if (row.status === 'closed') return null;
  const open = row.clocks.filter((c) =>
    c.clock === 'evaluation' ? row.eligibility_on === null : row.iep_meeting_on === null,
  );
  return open.map((c) => c.dueOn).sort()[0] ?? null;
}
