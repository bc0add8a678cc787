import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Duty, DutyKind, DutyOwner } from '#domain/obligation';
import { onClock } from '#domain/referral/obligations';
import { processes } from '#domain/registry';
import { kindOf, streamId, uuidOf, type ProcessKind, type StreamId } from '#domain/streams';
import { addDays, type LocalDate } from '#domain/time';
import type { DutyRow } from '#read-models/duties/duties';
import { waitsFor, type ReferralRow } from '#read-models/referral/referral';
import { selectRows } from '#read-models/rows-query';
import { aCalendar } from '#testing/a-calendar';
import { RunningEngine } from '#testing/running-engine';

// What is owed is one list (architecture.md 5). Here it is asked for from five sides through a school year, and each
// answer is held against the naive one: the stream read from its first event, and the domain asked.

let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
});

afterAll(() => running?.close());

type Line = { key: string; dueOn: LocalDate; owner: string; rung: string; at: string };

const byKey = <T extends { key: string }>(lines: readonly T[]): T[] =>
  lines.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));

function ownerText(owner: DutyOwner): string {
  switch (owner.kind) {
    case 'staff':
      return owner.staffId;
    case 'role':
      return `${owner.role} of ${owner.schoolId}`;
    case 'process':
      return 'process';
  }
}

const lineOf = ({ key, dueOn, owner, rungs }: Duty): Line => {
  const { key: rung, at } = rungs[0]!;
  return { key, dueOn, owner: ownerText(owner), rung, at };
};

const lineOfRow = (row: DutyRow): Line => {
  const role = `${row.owner_role} of ${row.owner_school_id}`;
  const owner = { staff: row.owner_staff_id ?? '', role, process: 'process' }[row.owner_kind];
  return { key: row.key, dueOn: row.due_on, owner, rung: row.rung_key, at: row.rung_at };
};

/** The naive answer: every event of the stream, folded, and the domain asked what it owes. */
async function folded(stream: StreamId): Promise<readonly Duty[]> {
  const { decider, obligations } = processes[kindOf(stream) as ProcessKind];
  const events = await running.facts(stream);
  const state = events.reduce((before, event) => decider.evolve(before, event), decider.initial);
  const { reference } = running.engine;
  return obligations(state, await reference.for(running.district, decider.needs(state)));
}

/** Everyone's inbox: of each member of staff who owes something, and of each role at every school. */
async function everyInbox(duties: readonly Duty[]): Promise<Line[]> {
  const staff = new Set(
    duties.flatMap(({ owner }) => (owner.kind === 'staff' ? [owner.staffId] : [])),
  );
  const roles = [
    'school-admin',
    'specialist',
    'teacher',
    'psychologist',
    'district-admin',
  ] as const;
  const viewers = [
    ...[...staff].map((staffId) => ({ staffId, role: 'auditor' as const, schoolIds: [] })),
    ...roles.map((role) => ({ staffId: randomUUID(), role, schoolIds: null })),
  ];
  const { views } = running.engine;
  const inboxes = await Promise.all(viewers.map((of) => views.duties.inbox(running.district, of)));
  return inboxes.flat().map(lineOfRow);
}

/** The legal clocks of a referral that still run, as its page shows them. */
async function clocksRunning(stream: StreamId): Promise<string[]> {
  const [row] = await selectRows<ReferralRow>(
    running.engine.db.of(running.district),
    'referrals',
    running.district,
    { referral_id: uuidOf(stream) },
    'referral_id',
  );
  return row!.clocks
    .filter((clock) => !clock.missed && waitsFor(clock).length > 0)
    .map(({ citation, dueOn }) => `${citation} ${dueOn}`);
}

const kindsOnClocks = new Set<DutyKind>(Object.values(onClock).map(({ kind }) => kind));

/** Holds every side against the fold; the answer is what kinds of duties were compared. */
async function compared(): Promise<DutyKind[]> {
  const { district, engine } = running;
  const open = await engine.views.processes.open(district);
  const all: Duty[] = [];
  for (const { stream } of open) {
    const duties = await folded(stream);
    all.push(...duties);
    const lines = byKey(duties.map(lineOf));
    expect(lines.length, `${stream} is open and owes nothing`).toBeGreaterThan(0);
    const next = await engine.views.duties.next(district, { stream });
    expect(byKey(next.map(lineOfRow)), 'what happens next').toEqual(lines);
    const { duties: timers } = await engine.activities.lookAt({ district, stream });
    expect(byKey(timers.map(({ key, at }) => ({ key, at }))), 'timers').toEqual(
      byKey(lines.map(({ rung, at }) => ({ key: rung, at }))),
    );
    if (kindOf(stream) !== 'referral') continue;
    const clocks = await clocksRunning(stream);
    const owed = duties
      .filter(({ kind }) => kindsOnClocks.has(kind))
      .map(({ because, dueOn }) => `${because.rule} ${dueOn}`);
    for (const clock of clocks) expect(owed, 'a legal clock that runs is owed').toContain(clock);
  }
  const byPeople = all.filter(({ owner }) => owner.kind !== 'process').map(lineOf);
  expect(byKey(await everyInbox(all)), 'inboxes').toEqual(byKey(byPeople));
  expect(new Set(all.map(({ key }) => key)).size, 'a duty is named twice').toBe(all.length);
  return all.map(({ kind }) => kind);
}

/** Does what the workflows do: takes each rung that is due, nearest first, until nothing is. */
async function takeWhatIsDue(): Promise<void> {
  const { district, engine } = running;
  const { stepDue, notifyGuardian, prepareReview, closeWindow, proposePlacements } =
    engine.activities;
  const work: Partial<Record<DutyKind, typeof stepDue>> = {
    'notify-guardian': notifyGuardian,
    'prepare-review': prepareReview,
    'close-window': closeWindow,
    'propose-placements': proposePlacements,
  };
  for (let rounds = 0; rounds < 200; rounds++) {
    await running.untilViewed();
    const due = await engine.views.duties.rungsDue(district);
    if (due.size === 0) return;
    for (const [stream, { key, kind }] of due)
      await (work[kind] ?? stepDue)({ district, stream }, { key });
  }
  throw new Error('a week of silence was not worked off');
}

test(
  'inboxes, timers, “what happens next” and legal clocks are one list through a school year',
  { timeout: 300_000 },
  async () => {
    const schoolId = running.ids.school;
    const [studentId, specialistId, standIn] = [await running.enrol(), randomUUID(), randomUUID()];
    const cycle = await running.openCycle(studentId);
    const group = streamId('group', randomUUID());
    const referral = streamId('referral', randomUUID());
    await running.openCycle(await running.enrol()); // nobody ever does anything about this one
    await running.tell(group, 'FormGroup', {
      name: 'Phonics',
      schoolId,
      area: 'reading',
      tier: 2,
      interventionId: randomUUID(),
      specialistId,
      place: null,
      calendar: running.calendar,
      ruleSet: running.ruleSet,
      schedule: { from: '2025-09-01', slots: [{ weekday: 1, startsAt: '09:00', minutes: 30 }] },
    });
    const proposed = (await running.facts(cycle)).at(-1)!.data as { placementId: string };
    await running.tell(cycle, 'ConfirmPlacement', {
      placementId: proposed.placementId,
      present: [],
    });
    await running.tell(cycle, 'StartPhase', {
      interventionId: randomUUID(),
      groupId: uuidOf(group),
      specialistId,
      dosage: { sessionsPerWeek: 3, minutes: 30, groupSize: 4, weeks: 8 },
      startsOn: '2025-09-01',
      baseline: { on: '2025-09-01', probes: [40, 38, 36] },
      goal: { method: 'rate', weeks: 30, value: null, ratePerWeek: 1.2, source: 'fuchs-1993' },
      changed: null,
    });
    await running.tell(referral, 'RequestEvaluation', {
      studentId,
      schoolId,
      by: 'guardian',
      requesterId: null,
      received: '2025-09-01',
      written: true,
      areasOfConcern: ['reading-fluency'],
      concern: 'slow',
      calendar: running.calendar,
      ruleSet: null,
    });

    const onDay: Record<LocalDate, () => Promise<unknown>> = {
      '2025-09-29': () => consent(referral),
      '2025-11-17': () =>
        running.tell(streamId('calendar', running.ids.calendar), 'DeclareClosure', {
          from: '2025-11-18',
          to: '2025-11-21',
          kind: 'emergency_closure',
          name: 'Storm',
          reason: 'storm',
        }),
      '2026-01-12': () => anotherCalendar(schoolId),
      '2026-02-16': () =>
        running.tell(group, 'AssignSpecialist', {
          staffId: standIn,
          on: '2026-02-16',
          reason: 'on leave',
        }),
    };

    const seen = new Set<DutyKind>();
    for (let monday = '2025-09-08'; monday <= '2026-06-29'; monday = addDays(monday, 7)) {
      await running.advance(`${monday}T18:00:00.000Z`);
      await takeWhatIsDue();
      await onDay[monday]?.();
      await running.untilViewed();
      for (const kind of await compared()) seen.add(kind);
    }
    // The year was no empty one: these stood open at noon of some Monday.
    const kinds: DutyKind[] = [
      'confirm-placement',
      'plan-session',
      'log-session',
      'give-probe',
      'observe-fidelity',
      'prepare-review',
      'hold-review',
      'give-notice',
      'finish-evaluation',
    ];
    expect([...seen]).toEqual(expect.arrayContaining(kinds));
    const types = async (stream: StreamId) => (await running.facts(stream)).map(({ type }) => type);
    for (const stream of [cycle, group, referral])
      expect((await types(stream)).filter((type) => type === 'DueDatesMoved')).toHaveLength(2);
    expect(await types(cycle)).toContain('ProbeMissed');
  },
);

async function consent(referral: StreamId): Promise<void> {
  const on = '2025-09-29';
  await running.tell(referral, 'GivePriorWrittenNotice', {
    on,
    action: 'evaluate',
    reason: 'asked',
  });
  await running.tell(referral, 'RequestConsent', { on });
  await running.tell(referral, 'ReceiveConsent', { signedOn: on, receivedOn: on });
}

async function anotherCalendar(schoolId: string): Promise<void> {
  const calendarId = randomUUID();
  await running.tell(
    streamId('calendar', calendarId),
    'PublishCalendar',
    aCalendar('With a winter break', {
      lastDay: '2026-06-12',
      closed: [{ from: '2026-01-19', to: '2026-01-23', kind: 'break', name: 'Winter' }],
    }),
  );
  await running.tell(streamId('school', schoolId), 'ChooseSchoolCalendar', { calendarId });
}
