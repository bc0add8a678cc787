import { Injectable } from '@nestjs/common';
import type { Page, TimeQuery } from '#contracts/page';
import type {
  ReferralDetail,
  ReferralRow as ReferralShown,
  ReferralsQuery,
} from '#contracts/referrals';
import type { Recorded } from '#domain/decider';
import type { ClockName } from '#domain/legal-clock/pack';
import { isMet } from '#domain/referral/clock';
import type { ClockBasis, ReferralEvent } from '#domain/referral/events';
import { course, evolve, initial } from '#domain/referral/state';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { Database } from '#platform/app/database';
import { eventsAt, versionAt } from '#read-models/as-of';
import type { ProcessRow } from '#read-models/processes/processes';
import { waitsFor, type ReferralRow } from '#read-models/referral/referral';
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
type DataOf<T extends ReferralEvent['type']> = Extract<ReferralEvent, { type: T }>['data'];

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
      selectRows<ProcessRow>(
        this.db.of(district),
        'processes',
        district,
        { stream: streams },
        'stream',
      ),
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
      dueOn:
        clocks
          .filter((c) => c.status === 'running')
          .map((c) => c.dueOn)
          .sort()[0] ?? null,
      written: request.written,
      jurisdiction: request.jurisdiction,
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
      absences: [...referral.absences],
      assessments: referral.assessments.map((a) => ({ ...a })),
      reportedOn: referral.reportedOn,
      eligibility: eligibility && { ...eligibility, categories: [...eligibility.categories] },
      iepMeetingOn: referral.iepMeetingOn,
      closed: closed && { ...closed },
      next: (await this.duties.shown(district, owed, names)).map(dutyOnly),
    };
  }
}

/** Each clock from its start: its days as they were moved, and then met, missed, or still running. */
function clocksOf(events: readonly Recorded<ReferralEvent>[]): Clock[] {
  const clocks = new Map<ClockName, Clock>();
  const change = (name: ClockName, changed: (clock: Clock) => Partial<Clock>) => {
    const clock = clocks.get(name);
    if (clock) clocks.set(name, { ...clock, ...changed(clock) });
  };
  const end = (name: ClockName, status: Clock['status']) =>
    change(name, (clock) => (clock.status === 'running' ? { status } : {}));
  let referral = initial;
  for (const event of events) {
    referral = evolve(referral, event);
    const { type, data } = event;
    if (type === 'ClockStarted') clocks.set(data.clock, started(data));
    if (type === 'ClockExtended')
      change(data.clock, (c) => ({
        dueOn: data.to,
        originalDueOn: c.originalDueOn ?? data.from,
      }));
    if (type === 'ClockDueMoved')
      change(data.clock, ({ moved }) => ({
        ...basisOf(data),
        startsOn: data.startsOn,
        dueOn: data.to,
        moved: [...moved, { from: data.from, to: data.to, why: data.why }],
        status: 'running',
      }));
    if (type === 'DeadlineMissed') end(data.clock, 'missed');
    for (const name of clocks.keys())
      if (referral.status !== 'none' && isMet(name, referral)) end(name, 'met');
    if (type === 'ReferralClosed') for (const name of clocks.keys()) end(name, 'ended');
  }
  return [...clocks.values()];
}

function started(data: DataOf<'ClockStarted'>): Clock {
  const { clock, days, startsOn, dueOn, citation } = data;
  const day = { clock, days, startsOn, dueOn, originalDueOn: null, moved: [], citation };
  return { ...day, ...basisOf(data), status: 'running' };
}

function basisOf({ excluded, provisional, because }: ClockBasis) {
  return {
    excluded: (excluded ?? []).map((span) => ({ ...span })),
    provisional: provisional ?? false,
    because: because ?? null,
  };
}

function nextDue(row: ReferralRow): string | null {
  if (row.status === 'closed') return null;
  const open = row.clocks.filter((clock) => waitsFor(clock).length > 0);
  return open.map((c) => c.dueOn).sort()[0] ?? null;
}
