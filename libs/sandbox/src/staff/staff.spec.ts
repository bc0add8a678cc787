import { describe, expect, test } from 'vitest';
import type { Decision } from '#domain/rule-set/recommend';
import type { SandboxStudent } from '../district.js';
import { lindenfieldDistrict } from '../district.js';
import type { SandboxArea } from '../truth.js';
import { responses, sandboxAreas } from '../truth.js';
import { happenings } from './happenings.js';
import { placementChoice } from './placement.js';
import {
  baselineScores,
  firstLevel,
  levelAfter,
  misreadsProbe,
  probeChoice,
  probeScore,
} from './probes.js';
import { referralCourses, referralStories } from './referrals.js';
import { fidelityCheck, lookAgainChoice, reviewChoice } from './reviews.js';
import { attendanceChoice, isAtSchool, sessionChoice } from './sessions.js';
import type { HumanDuty } from './timing.js';
import { whenActs } from './timing.js';

const seeds = [1, 2, 3, 7, 11, 42, 99, 2025];
const diligence = 0.8;

function districtOf(seed: number) {
  return lindenfieldDistrict({ students: 240, year: 2025, seed });
}

/** Everyone whom a screening flags in the year, area by area, without the grade that is answered class-wide. */
function casesOf(seed: number): { student: SandboxStudent; area: SandboxArea }[] {
  return sandboxAreas.flatMap((area) =>
    districtOf(seed)
      .students.filter((s) => s.truth[area].flagged !== null)
      .filter((s) => !(area === 'reading' && s.school === 'lind-s01' && s.grade === '2'))
      .map((student) => ({ student, area })),
  );
}

function tally<T extends string>(words: readonly T[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

describe.each(seeds)('a year of 240 students at a diligence of 0.8, seed %i', (seed) => {
  const cases = casesOf(seed);

  test('has a caseload that is a real one', () => {
    const students = new Set(cases.map(({ student }) => student.number));

    expect(students.size / 240).toBeGreaterThan(0.15);
    expect(students.size / 240).toBeLessThan(0.45);
    const truths = tally(cases.map(({ student, area }) => student.truth[area].response));
    for (const response of responses) expect(truths[response]).toBeGreaterThanOrEqual(3);
  });

  test.each<HumanDuty>([
    'confirm-placement',
    'notify-guardian',
    'start-phase',
    'observe-fidelity',
    'hold-review',
  ])('leaves at least three of the duties %s undone, does some late and most in time', (kind) => {
    const whens = cases.map(({ student, area }) =>
      whenActs({
        seed,
        kind,
        caseNumber: student.truth[area].caseNumber,
        among: area,
        occurrence: 1,
        diligence,
      }),
    );
    const never = whens.filter((when) => when === null).length;
    const late = whens.filter((when) => when && when.schoolDaysAfterDue > 0).length;

    expect(never).toBeGreaterThanOrEqual(3);
    expect(late).toBeGreaterThanOrEqual(3);
    expect(never + late).toBeLessThan(whens.length / 2);
  });

  test('confirms, overrides both ways and declines', () => {
    const choices = cases.map(({ student, area }) => {
      const proposed = student.truth[area].percentile.fall < 10 ? 3 : 2;
      return placementChoice(seed, student, area, proposed);
    });
    const counts = tally(choices.map(({ kind }) => kind));

    expect(counts['confirm']).toBeGreaterThan(choices.length / 2);
    expect(counts['override']).toBeGreaterThanOrEqual(3);
    expect(counts['decline']).toBeGreaterThanOrEqual(3);
  });

  test('decides in every way, and gives its reason where it goes against the recommendation', () => {
    // What a rule recommends; the rest has to come from people.
    const recommended: readonly Decision[] = [
      'continue',
      'intensify',
      'raise-goal',
      'exit',
      'fix-delivery',
    ];
    const choices = cases.flatMap(({ student, area }, n) =>
      [1, 2].map((number) => {
        const advice = recommended[(n + number) % recommended.length]!;
        const choice = reviewChoice(seed, student, area, { number, recommended: advice, tier: 2 });
        expect(choice.reason === null).toBe(choice.decision === advice);
        return choice.decision;
      }),
    );
    const counts = tally(choices);

    for (const decision of ['adjust', 'refer', ...recommended]) {
      expect([decision, counts[decision]! >= 3]).toEqual([decision, true]);
    }
  });

  test('has requests for an evaluation from every situation, through every course', () => {
    const stories = referralStories(districtOf(seed));
    const students = new Set(stories.map(({ student }) => student.number));

    expect(students.size).toBe(stories.length);
    const courses = tally(stories.map(({ course }) => course));
    for (const course of referralCourses) expect(courses[course]).toBe(3);
    const situations = tally(stories.map(({ situation }) => situation));
    for (const situation of ['no-cycle', 'in-cycle', 'after-exit']) {
      expect([situation, situations[situation]! >= 3]).toEqual([situation, true]);
    }
    expect(stories.some(({ by }) => by === 'staff')).toBe(true);
  });

  test('has concerns, moves, departures and a day of ice', () => {
    const counts = tally(happenings(districtOf(seed)).map(({ kind }) => kind));

    expect(counts).toMatchObject({ closure: 1, concern: 4, withdrawal: 4 });
    expect(counts['transfer']).toBeGreaterThanOrEqual(1);
  });

  test('looks again at a changed score, or does not', () => {
    const changed = cases.filter(({ student, area }) => misreadsProbe(student, area));
    const whens = changed.map((_, caseNumber) =>
      whenActs({ seed, kind: 'look-again', caseNumber, among: '', occurrence: 1, diligence }),
    );

    expect(whens.filter((when) => when === null).length).toBeGreaterThanOrEqual(3);
    expect(whens.filter((when) => when !== null).length).toBeGreaterThanOrEqual(3);
  });
});

test('wholly diligent staff do everything in time', () => {
  for (const { student, area } of casesOf(1)) {
    const { caseNumber } = student.truth[area];
    const when = whenActs({
      seed: 1,
      kind: 'observe-fidelity',
      caseNumber,
      among: area,
      occurrence: 1,
      diligence: 1,
    });
    expect(when?.schoolDaysAfterDue).toBeLessThanOrEqual(0);
  }
  const logs = Array.from({ length: 500 }, (_, n) => sessionChoice(1, `session/${n}`, 30, 1).when);
  expect(logs.every((when) => when?.schoolDaysAfterDue === 0)).toBe(true);
});

test('sessions are held, fall out, and are logged late or never', () => {
  const choices = Array.from({ length: 2000 }, (_, n) => sessionChoice(1, `s/${n}`, 30, diligence));
  const share = (which: (choice: (typeof choices)[number]) => boolean) =>
    choices.filter(which).length / choices.length;

  expect(share(({ kind }) => kind === 'not-held')).toBeCloseTo(0.04, 1);
  expect(share(({ when }) => when === null)).toBeCloseTo(0.04, 1);
  expect(share(({ when }) => when !== null && when.schoolDaysAfterDue >= 2)).toBeCloseTo(0.07, 1);
});

describe('a student', () => {
  const { students } = districtOf(1);
  const [ana] = students;

  test('is at school or not, the same for every session and probe of the day', () => {
    const away = students.find((student) => !isAtSchool(1, student, '2025-10-06'))!;

    expect(attendanceChoice(1, away, 'reading', 'a', '2025-10-06', 30)).toEqual({
      attendance: 'out',
      minutes: 0,
      reason: 'student-absent',
    });
    expect(attendanceChoice(1, away, 'mathematics', 'b', '2025-10-06', 30).attendance).toBe('out');
    const choice = probeChoice(1, away, 'reading', '2025-10-06', 1);
    expect(choice.kind === 'excuse' || choice.when!.schoolDaysAfterDue > 0).toBe(true);
  });

  test('scores the same however often the probe is asked for', () => {
    const level = firstLevel(1, ana!, 'reading');

    expect(probeScore(1, ana!, 'reading', level, '2025-10-06')).toBe(
      probeScore(1, ana!, 'reading', level, '2025-10-06'),
    );
    expect(baselineScores(1, ana!, 'reading', level, 1)).toHaveLength(3);
  });

  test('grows as their response says', () => {
    const phase = { level: 40, goalRatePerWeek: 1.5, number: 1 };
    const after = (response: (typeof responses)[number]) =>
      levelAfter(
        { ...ana!, truth: { ...ana!.truth, reading: { ...ana!.truth.reading, response } } },
        'reading',
        phase,
        8,
      );

    expect(after('fast')).toBeGreaterThan(after('steady'));
    expect(after('steady')).toBeGreaterThan(40 + 1.5 * 8);
    expect(after('none')).toBeLessThan(42);
  });
});

test('a check of fidelity counts steps, and some are under the mark', () => {
  const shares = Array.from({ length: 100 }, (_, n) => {
    const { implemented, applicable } = fidelityCheck(1, `check/${n}`, 7);
    expect(implemented).toBeGreaterThanOrEqual(0);
    expect(implemented).toBeLessThanOrEqual(applicable);
    return implemented / applicable;
  });

  expect(shares.filter((share) => share < 0.8).length).toBeGreaterThanOrEqual(3);
  expect(
    tally(Array.from({ length: 60 }, (_, n) => String(lookAgainChoice(1, `${n}`).stands))),
  ).toEqual({
    true: expect.any(Number),
    false: expect.any(Number),
  });
});
