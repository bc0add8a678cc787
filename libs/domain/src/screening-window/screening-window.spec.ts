import { schoolDaysIn } from '../calendar/calendar-days.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { given } from '#testing/given';
import { processRun } from '#testing/process-run';
import { aReference, calendarPin, closedOn, ruleSetPin, sent } from '#testing/school-year';
import type { Reference } from '../decider.js';
import { schoolDays } from '../duty-days.js';
import { addDays } from '../time.js';
import { claims } from './claims.js';
import { screeningWindowDecider } from './decide.js';
import type { ScreeningWindowCommand, ScreeningWindowEvent, WindowPlan } from './events.js';
import { obligations } from './obligations.js';
import { screeningWindow } from './process.js';

const concept = screeningWindow;

const plan: WindowPlan = {
  schoolId: '70000000-0000-4000-8000-000000000001',
  area: 'reading',
  season: 'fall',
  schoolYear: 2025,
  opensOn: '2025-09-02',
  closesOn: '2025-09-12',
  makeUpsUntil: '2025-09-19',
  calendar: calendarPin,
  ruleSets: [{ ruleSet: ruleSetPin, grades: ['K', '1', '2', '3'] }],
};
const scheduled: ScreeningWindowEvent = { type: 'WindowScheduled', data: plan };
const opened: ScreeningWindowEvent = { type: 'WindowOpened', data: { on: plan.opensOn } };
const closed: ScreeningWindowEvent = {
  type: 'WindowClosed',
  data: { on: plan.makeUpsUntil, position: 90, expected: 40, screened: 38, missed: 2 },
};
const august = '2025-08-20T15:00:00.000Z';
const closing = '2025-09-19T21:00:00.000Z'; // 16:00 in Chicago

const send = (command: ScreeningWindowCommand, at = closing) => sent(command, at);
const schedule = (change: Partial<WindowPlan> = {}, at = august) =>
  send({ type: 'ScheduleWindow', data: { ...plan, ...change } }, at);
const close = (students: readonly [string, boolean][], at = closing) =>
  send(
    {
      type: 'CloseWindow',
      data: {
        position: 90,
        students: students.map(([studentId, screened]) => ({ studentId, grade: '2', screened })),
      },
    },
    at,
  );
const window = (...events: ScreeningWindowEvent[]) =>
  given(screeningWindowDecider, ...events).with(aReference);

describe('scheduling', () => {
  test('a window whose days are school days in order is scheduled', () => {
    window().when(schedule()).decides(scheduled);
  });

  test('the same plan again changes nothing, another is refused', () => {
    window(scheduled).when(schedule()).decides();
    window(scheduled)
      .when(schedule({ closesOn: '2025-09-11' }))
      .refuses('window-already-scheduled');
  });

  test.each<[string, Partial<WindowPlan>, string]>([
    ['a day that does not exist', { closesOn: '2025-09-31' }, 'date-does-not-exist'],
    ['make-ups before the close', { makeUpsUntil: '2025-09-11' }, 'window-dates-not-in-order'],
    ['a holiday', { opensOn: '2025-09-01' }, 'no-school-that-day'],
    ['a Saturday', { makeUpsUntil: '2025-09-20' }, 'no-school-that-day'],
    ['a summer day', { opensOn: '2025-08-01' }, 'outside-school-year'],
    ['another school year', { schoolYear: 2024 }, 'outside-school-year'],
    ['another area than its rules', { area: 'mathematics' }, 'rule-set-of-another-area'],
    ['no rules at all', { ruleSets: [] }, 'rule-set-missing'],
    [
      'one grade under two rule sets',
      { ruleSets: [plan.ruleSets[0]!, { ruleSet: ruleSetPin, grades: ['3'] }] },
      'grade-under-two-rule-sets',
    ],
  ])('refuses %s', (_, change, rule) => {
    window().when(schedule(change)).refuses(rule);
  });

  test('a school that screens for longer than its rules allow is told by how much', () => {
    const { ruleSet } = aReference;
    const within = (windowSchoolDays: number) =>
      given(screeningWindowDecider).with({
        ...aReference,
        ruleSet: { ...ruleSet!, screening: { ...ruleSet!.screening, windowSchoolDays } },
      });
    const schoolDays = schoolDaysIn(aReference.calendar!, plan.opensOn, plan.closesOn);
    within(schoolDays).when(schedule()).decides(scheduled);
    within(schoolDays - 1)
      .when(schedule())
      .refuses('window-too-long');
  });

  test('a window that is already over would call every student missing, so it is refused', () => {
    window().when(schedule({}, '2025-09-20T15:00:00.000Z')).refuses('window-already-over');
  });

  test('a school has one window per season, area and year', () => {
    const event = processRun(concept, aReference);
    event.tell(schedule());
    expect(claims(event.events[0]!)).toEqual({
      take: [`screening-window:${plan.schoolId}:fall:reading:2025`],
      release: [],
    });
  });
});

describe('closing', () => {
  test('each student without a score is a recorded fact, dated the end of the make-up days', () => {
    window(scheduled, opened)
      .when(
        close(
          [
            ['ada', true],
            ['ben', false],
          ],
          '2025-09-22T13:00:00.000Z',
        ),
      )
      .decidesLike(
        {
          type: 'ScreeningMissed',
          data: { studentId: 'ben', grade: '2', on: '2025-09-19' },
          occurredAt: closing,
        },
        {
          type: 'WindowClosed',
          data: { on: '2025-09-19', position: 90, expected: 2, screened: 1, missed: 1 },
          occurredAt: closing,
        },
      );
  });

  test('not before the make-up days are over, and not before it has opened', () => {
    window(scheduled, opened)
      .when(close([], '2025-09-19T20:59:59.999Z'))
      .refuses('window-still-open', { until: closing });
    window(scheduled).when(close([])).refuses('window-not-open');
  });

  test('a closed window closes once', () => {
    window(scheduled, opened, closed)
      .when(close([['ada', false]]))
      .decides();
  });

  test('a class-wide response needs more than the share, once for each unit', () => {
    const propose = (below: number) =>
      send({
        type: 'ProposeClasswideResponse',
        data: { unit: 'grade', grade: '2', below, screened: 20, threshold: 0.2 },
      });
    const decided = window(scheduled, opened, closed);
    decided.when(propose(4)).refuses('share-not-above-threshold');
    decided.when(propose(21)).refuses('share-not-above-threshold');
    decided.when(propose(5)).decidesLike({ type: 'ClasswideResponseProposed' });
    window(scheduled, opened, closed, {
      type: 'ClasswideResponseProposed',
      data: { unit: 'grade', grade: '2', below: 5, screened: 20, threshold: 0.2 },
    })
      .when(propose(6))
      .decides();
    window(scheduled, opened).when(propose(5)).refuses('window-not-closed');
  });

  test('proposals are completed once, and then nothing is owed', () => {
    const complete = send({
      type: 'CompleteProposals',
      data: { proposed: 6, alreadyInCycle: 1 },
    });
    const proposed: ScreeningWindowEvent = {
      type: 'PlacementsProposed',
      data: { proposed: 6, alreadyInCycle: 1, classwide: 0 },
    };
    window(scheduled, opened, closed).when(complete).decides(proposed);
    const done = window(scheduled, opened, closed, proposed);
    done.when(complete).decides();
    expect(
      obligations(
        given(screeningWindowDecider, scheduled, opened, closed, proposed).state,
        aReference,
      ),
    ).toEqual([]);
  });
});

describe('what a window owes', () => {
  const owed = (...events: ScreeningWindowEvent[]) =>
    obligations(given(screeningWindowDecider, ...events).state, aReference).map(
      ({ kind, rungs, owner }) => [kind, owner.kind, ...rungs.map((r) => `${r.act} ${r.at}`)],
    );

  test('it opens by itself in the morning of its first day', () => {
    expect(owed(scheduled)).toEqual([['open-window', 'process', 'do 2025-09-02T12:30:00.000Z']]);
  });

  test('while it is open, teachers are reminded as long as a make-up is still possible', () => {
    expect(owed(scheduled, opened)).toEqual([
      [
        'screen-student',
        'role',
        'remind 2025-09-12T12:30:00.000Z',
        'remind 2025-09-16T12:30:00.000Z',
        'escalate 2025-09-17T12:30:00.000Z',
        'remind 2025-09-22T12:30:00.000Z',
      ],
      ['close-window', 'process', `do ${closing}`],
    ]);
  });

  test('a make-up period shorter than the ladder leaves out what would come too late', () => {
    const short: ScreeningWindowEvent = {
      type: 'WindowScheduled',
      data: { ...plan, makeUpsUntil: '2025-09-15' },
    };
    expect(owed(short, opened)[0]).toEqual([
      'screen-student',
      'role',
      'remind 2025-09-12T12:30:00.000Z',
      'remind 2025-09-16T12:30:00.000Z',
    ]);
  });

  test('a snow day on the last make-up day moves the close to the next school day', () => {
    const adopt = send({
      type: 'AdoptCalendar',
      data: { calendar: { ...calendarPin, version: 2 }, because: 'snow' },
    });
    const key = 'duty/close-window/20000000-0000-4000-8000-000000000001/0';
    given(screeningWindowDecider, scheduled, opened)
      .with({ ...aReference, calendar: closedOn('2025-09-19') })
      .when(adopt)
      .decides({
        type: 'DueDatesMoved',
        data: {
          calendar: { ...calendarPin, version: 2 },
          because: 'snow',
          moved: [{ duty: key, from: '2025-09-19', to: '2025-09-22' }],
        },
      });
    given(screeningWindowDecider, scheduled, opened)
      .with({ ...aReference, calendar: closedOn('2025-10-01') })
      .when(adopt)
      .decidesLike({ type: 'DueDatesMoved', data: { moved: [] } });
  });
});

describe('adopting a calendar', () => {
  const adopt = (version: number) =>
    send({
      type: 'AdoptCalendar',
      data: { calendar: { ...calendarPin, version }, because: 'snow' },
    });
  const under = (calendar: Reference['calendar'], ...events: ScreeningWindowEvent[]) =>
    given(screeningWindowDecider, ...events).with({ ...aReference, calendar });

  test('an old version changes nothing, and a completed window follows no calendar', () => {
    const done: ScreeningWindowEvent = {
      type: 'PlacementsProposed',
      data: { proposed: 0, alreadyInCycle: 0, classwide: 0 },
    };
    under(aReference.calendar, scheduled).when(adopt(1)).decides();
    under(closedOn('2025-09-19'), scheduled, opened, closed, done).when(adopt(2)).decides();
  });

  test('a window never moves into the next school year', () => {
    const [year] = aReference.calendar!.years;
    const nextYear = { ...year!, firstDay: '2026-08-12', lastDay: '2027-05-21' };
    const lastDay = closedOn('2026-05-22');
    const spring: ScreeningWindowEvent = {
      type: 'WindowScheduled',
      data: { ...plan, opensOn: '2026-05-11', closesOn: '2026-05-20', makeUpsUntil: '2026-05-22' },
    };
    under({ ...lastDay, years: [...lastDay.years, nextYear] }, spring)
      .when(adopt(2))
      .decidesLike({
        type: 'DueDatesMoved',
        data: { moved: [{ from: '2026-05-22', to: '2026-05-21' }] },
      });
  });
});

test('from any plan and however late each step comes, a window ends completed and every rung has its fact', () => {
  const days = schoolDays(aReference.calendar!);
  fc.assert(
    fc.property(
      fc.nat(40),
      fc.nat(15),
      fc.nat(10),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 12 }),
      (start, length, makeUps, waits) => {
        const opensOn = days.after('2025-09-02', start);
        const closesOn = days.after(opensOn, length);
        const makeUpsUntil = days.after(closesOn, makeUps);
        const run = processRun(concept, aReference);
        run.tell(schedule({ opensOn, closesOn, makeUpsUntil }));
        let today = opensOn;
        for (const wait of [...waits, 300]) {
          today = addDays(today, wait);
          const now = `${today}T23:00:00.000Z`;
          run.until(now, (duty) => {
            if (duty.kind === 'close-window') run.tell(close([['ben', false]], now));
            else
              run.tell(
                send({ type: 'CompleteProposals', data: { proposed: 1, alreadyInCycle: 0 } }, now),
              );
          });
        }
        expect(
          run.types().filter((type) => !type.startsWith('Reminder') && !type.startsWith('Obl')),
        ).toEqual([
          'WindowScheduled',
          'WindowOpened',
          'ScreeningMissed',
          'WindowClosed',
          'PlacementsProposed',
        ]);
      },
    ),
    { numRuns: 60 },
  );
});
