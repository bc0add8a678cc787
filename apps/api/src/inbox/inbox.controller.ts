import { Controller, Query } from '@nestjs/common';
import { inbox, inboxQuery, type Inbox, type InboxItem, type InboxQuery } from '#contracts/inbox';
import { decide, type Action } from '#domain/policy/policy';
import { kindOf, streamId, uuidOf, type StreamId } from '#domain/streams';
import { addDays, weekdayOf, type LocalDate } from '#domain/time';
import { Database } from '#platform/app/database';
import type { CycleRow } from '#read-models/cycle/cycle';
import type { DutyRow } from '#read-models/duties/duties';
import type { GroupRow } from '#read-models/group-sessions/group-sessions';
import type { ProcessRow } from '#read-models/processes/processes';
import { selectRows } from '#read-models/rows-query';
import type { WindowRow } from '#read-models/screening/screening';
import { Caller } from '../edge/caller.js';
import { Reads } from '../edge/route.js';
import { Settings } from '../settings.js';
import { AtThatMoment } from '../shown/at-that-moment.js';
import { Duties } from '../shown/duties.js';
import { Moments } from '../shown/moments.js';
import { Names, type NameBook } from '../shown/names.js';
import { Views } from '../views.js';

/** What the viewer owes, and what others owe for the students in their care. */
@Controller('v1/inbox')
export class InboxController {
  constructor(
    private readonly db: Database,
    private readonly views: Views,
    private readonly names: Names,
    private readonly duties: Duties,
    private readonly moments: Moments,
    private readonly settings: Settings,
    private readonly then: AtThatMoment,
  ) {}

  @Reads({
    id: 'readInbox',
    says: 'What the caller owes, by due date',
    allow: 'read-inbox',
    answer: inbox,
  })
  async read(
    @Caller() caller: Caller,
    @Query({ schema: inboxQuery }) query: InboxQuery,
  ): Promise<Inbox> {
    const { district, staff } = caller;
    const [today, knownAt] = await Promise.all([
      query.knownAt === undefined
        ? this.settings.today(district).then((now) => now.today)
        : this.moments.dayOf(district, query.knownAt),
      this.moments.position(district, query.knownAt),
    ]);
    const of = {
      staffId: staff.id,
      role: staff.role,
      schoolIds: staff.scope.kind === 'district' ? null : staff.scope.schoolIds,
    };
    const [mine, waiting] = await Promise.all([
      this.views.duties.inbox(district, of, knownAt),
      this.waiting(caller, knownAt),
    ]);
    const own = new Set(mine.map((row) => row.key));
    const rows = [...mine, ...waiting.filter((row) => !own.has(row.key))];
    const about = await this.about(district, rows, knownAt);
    const items = (await this.duties.shown(district, rows, about.names)).map(
      ({ row, ...duty }): InboxItem => ({
        ...duty,
        bucket: own.has(row.key) ? bucketOf(row.due_on, today) : 'waiting',
        stream: row.stream,
        about: about.of(row),
        target: targetOf(row, about.cycles.get(row.stream)),
        // Nothing can be done in the past.
        action: own.has(row.key) && knownAt === null ? actionOf(row, caller, about) : null,
      }),
    );
    items.sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
    const count = (bucket: InboxItem['bucket']) => items.filter((i) => i.bucket === bucket).length;
    return {
      today,
      items,
      counts: {
        overdue: count('overdue'),
        today: count('today'),
        thisWeek: count('this-week'),
        later: count('later'),
        waiting: count('waiting'),
      },
      nextDueOn: items.find((i) => i.bucket !== 'waiting')?.dueOn ?? null,
    };
  }

  /** For cycles that the viewer holds as their specialist: what somebody else has to do before they can go on. */
  private async waiting({ district, staff }: Caller, knownAt: number | null): Promise<DutyRow[]> {
    const held =
      knownAt === null
        ? await this.views.cycles.list(district, { specialist_id: staff.id, status: 'open' })
        : await this.heldThen(district, staff.id, knownAt);
    const streams = held.map((row) => streamId('cycle', row.cycle_id));
    const rows = await this.views.duties.of(district, streams, knownAt);
    return rows.filter(
      (row) =>
        row.owner_kind === 'role' ||
        (row.owner_kind === 'staff' && row.owner_staff_id !== staff.id),
    );
  }

  private async heldThen(district: string, staffId: string, knownAt: number) {
    const streams = await this.views.cycles.everHeldBy(district, staffId, knownAt);
    const cycles = await this.then.cycles(
      district,
      streams,
      await this.moments.at(district, knownAt),
    );
    return cycles.filter((row) => row.specialist_id === staffId && row.status === 'open');
  }

  private async cycles(district: string, ids: readonly string[], knownAt: number | null) {
    if (knownAt === null) return this.views.cycles.list(district, { cycle_id: ids });
    const streams = ids.map((id) => streamId('cycle', id));
    return this.then.cycles(district, streams, await this.moments.at(district, knownAt));
  }

  /** The nouns of the sentences: students, groups, schools, areas, seasons of the streams that owe. */
  private async about(district: string, rows: readonly DutyRow[], knownAt: number | null) {
    const ids = (kind: string) => [
      ...new Set(
        rows
          .filter((r) => kindOf(r.stream as StreamId) === kind)
          .map((r) => uuidOf(r.stream as StreamId)),
      ),
    ];
    const streams = [...new Set(rows.map((row) => row.stream))];
    const students = rows.flatMap((row) => (row.student_id === null ? [] : [row.student_id]));
    const [names, groups, windows, cycles, processes] = await Promise.all([
      this.names.of(district, { students }),
      this.views.groups.groups(district, { group_id: ids('group') }),
      this.views.screening.windows(district, { window_id: ids('screening-window') }),
      this.cycles(district, ids('cycle'), knownAt),
      selectRows<ProcessRow>(
        this.db.of(district),
        'processes',
        district,
        { stream: streams },
        'stream',
      ),
    ]);
    return new AboutBook(names, groups, windows, cycles, processes);
  }
}

class AboutBook {
  readonly groups: ReadonlyMap<string, GroupRow>;
  readonly cycles: ReadonlyMap<string, CycleRow>;
  readonly processes: ReadonlyMap<string, ProcessRow>;
  private readonly windows: ReadonlyMap<string, WindowRow>;

  constructor(
    readonly names: NameBook,
    groups: readonly GroupRow[],
    windows: readonly WindowRow[],
    cycles: readonly CycleRow[],
    processes: readonly ProcessRow[],
  ) {
    this.groups = new Map(groups.map((g) => [`group/${g.group_id}`, g]));
    this.windows = new Map(windows.map((w) => [`screening-window/${w.window_id}`, w]));
    this.cycles = new Map(cycles.map((c) => [`cycle/${c.cycle_id}`, c]));
    this.processes = new Map<string, ProcessRow>(processes.map((p) => [p.stream, p]));
  }

  of(row: DutyRow): InboxItem['about'] {
    const group = this.groups.get(row.stream);
    const window = this.windows.get(row.stream);
    const area = window?.area ?? group?.area ?? this.processes.get(row.stream)?.area ?? null;
    return {
      student: row.student_id === null ? null : this.names.student(row.student_id),
      group: group ? { id: group.group_id, name: group.name } : null,
      school: row.school_id === null ? null : this.names.school(row.school_id),
      area: area as InboxItem['about']['area'],
      season: window?.season ?? null,
    };
  }
}

/** "This week" ends on Sunday: on a Friday it is what can still wait until Monday that does not belong to it. */
function bucketOf(due: LocalDate, today: LocalDate): InboxItem['bucket'] {
  if (due < today) return 'overdue';
  if (due === today) return 'today';
  return due <= addDays(today, 7 - weekdayOf(today)) ? 'this-week' : 'later';
}

function targetOf(row: DutyRow, cycle: CycleRow | undefined): InboxItem['target'] {
  const kind = kindOf(row.stream as StreamId) as InboxItem['target']['kind'];
  const occurrence = row.key.slice(row.key.lastIndexOf('/') + 1);
  return {
    kind,
    id: uuidOf(row.stream as StreamId),
    slot: row.kind === 'log-session' ? occurrence : null,
    reviewId: row.kind === 'hold-review' ? (cycle?.open_review_id ?? null) : null,
  };
}

const actions: Readonly<
  Record<string, { kind: NonNullable<InboxItem['action']>['kind']; needs: Action }>
> = {
  'log-session': { kind: 'log-as-planned', needs: 'log-session' },
  'confirm-import': { kind: 'confirm-import', needs: 'import-data' },
};

function actionOf(row: DutyRow, { staff }: Caller, about: AboutBook): InboxItem['action'] {
  const action = actions[row.kind];
  const process = about.processes.get(row.stream);
  if (!action || !process) return null;
  // Whoever owes a duty has its student in their care.
  const resource =
    row.school_id === null
      ? ({ level: 'district' } as const)
      : ({ level: 'student', schoolId: row.school_id, grade: null, ownCaseload: true } as const);
  return decide(staff, action.needs, resource).allow
    ? { kind: action.kind, version: process.version }
    : null;
}
