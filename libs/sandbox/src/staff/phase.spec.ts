import { describe, expect, test } from 'vitest';
import { nthSchoolDayAfter, nthSchoolDayOfYear } from '#domain/calendar/calendar-days';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import { behaviourRules } from '#domain/rule-set/defaults/behaviour';
import { mathematicsRules } from '#domain/rule-set/defaults/mathematics';
import { readingRules } from '#domain/rule-set/defaults/reading';
import type { RecommendInputs } from '#domain/rule-set/recommend';
import { recommend, reviewMethodVersion, rulesOfReview } from '#domain/rule-set/recommend';
import { median } from '#domain/statistics/median';
import { addDays, daysBetween } from '#domain/time';
import type { SandboxStudent } from '../district.js';
import { lindenfieldDistrict, schoolYearOf } from '../district.js';
import type { SandboxArea } from '../truth.js';
import { sandboxAreas } from '../truth.js';
import { goalFor } from './goals.js';
import { baselineScores, firstLevel, levelAfter, probeChoice, probeScore } from './probes.js';
import { fidelityCheck } from './reviews.js';
import { attendanceChoice, sessionChoice } from './sessions.js';
import { whenActs } from './timing.js';

const rules = { reading: readingRules, mathematics: mathematicsRules, behaviour: behaviourRules };
const diligence = 0.8;
const pin = { id: 'pin', version: 1 };

/** A first phase so far, four sessions and a probe a week, and what the shipped rules make of it. */
function reviewOn(
  lastDay: number,
  seed: number,
  calendar: SchoolCalendar,
  student: SandboxStudent,
  area: SandboxArea,
) {
  const { monitoring } = rules[area];
  const startsOn = nthSchoolDayOfYear(calendar, calendar.years[0]!, 30)!;
  const level = firstLevel(seed, student, area);
  const baseline = median(baselineScores(seed, student, area, level, 1))!;
  const { goal, ratePerWeek } = goalFor(area, student.grade, baseline);
  const first = { level, goalRatePerWeek: ratePerWeek, number: 1 };
  const points: { eventId: string; on: string; value: number }[] = [];
  const dosage = { planned: 0, held: 0, attended: 0, plannedMinutes: 0, attendedMinutes: 0 };
  for (let day = 1; day <= lastDay; day += 1) {
    const on = nthSchoolDayAfter(calendar, startsOn, day)!;
    if (day % 5 === 0) {
      const choice = probeChoice(seed, student, area, on, diligence);
      if (choice.kind === 'give' && choice.when) {
        const level = levelAfter(student, area, first, daysBetween(startsOn, on) / 7);
        points.push({ eventId: on, on, value: probeScore(seed, student, area, level, on) });
      }
      continue;
    }
    dosage.planned += 1;
    dosage.plannedMinutes += 30;
    const sessionId = `${student.school}/${area}/${student.truth[area].caseNumber % 5}/${on}`;
    const session = sessionChoice(seed, sessionId, 30, diligence);
    if (session.kind === 'not-held' || !session.when) continue;
    const own = attendanceChoice(seed, student, area, sessionId, on, session.minutes);
    dosage.held += 1;
    dosage.attended += own.attendance === 'out' ? 0 : 1;
    dosage.attendedMinutes += own.minutes;
  }
  const fidelity = [1, 2].flatMap((occurrence) => {
    const { caseNumber } = student.truth[area];
    const observed = whenActs({
      seed,
      kind: 'observe-fidelity',
      caseNumber,
      among: `${area}/${occurrence}`,
      occurrence: 1,
      diligence,
    });
    const check = fidelityCheck(seed, `${area}/${caseNumber}/${occurrence}`, 7);
    return observed ? [{ eventId: String(occurrence), ...check }] : [];
  });
  const inputs: RecommendInputs = {
    methodVersion: reviewMethodVersion,
    ruleSet: pin,
    calendar: pin,
    on: nthSchoolDayAfter(calendar, startsOn, lastDay)!,
    rules: rulesOfReview(rules[area]),
    measure: { key: monitoring.measure, unit: 'units', direction: 'increase' },
    phase: {
      phaseId: 'phase',
      tier: 2,
      startsOn,
      baseline: { on: startsOn, value: baseline, flags: [] },
      goal: {
        on: addDays(startsOn, 7 * goal.weeks),
        value: goal.value ?? Math.round(baseline + goal.weeks * ratePerWeek),
      },
    },
    points,
    dosage,
    fidelity,
    history: { inadequateInARow: 0 },
  };
  return recommend(inputs);
}

describe.each([1, 2, 7, 2025])('reviews of a year of 240 students, seed %i', (seed) => {
  const district = lindenfieldDistrict({ students: 240, year: 2025, seed });
  const calendar = { id: 'c', version: 1, ...schoolYearOf(district).calendar };
  /** How many of the reviews on a day of the phases end in each way. */
  const outcomesOn = (lastDay: number) => {
    const outcomes = new Map<string, number>();
    for (const area of sandboxAreas) {
      for (const student of district.students) {
        if (student.truth[area].flagged !== 'fall') continue;
        const { outcome } = reviewOn(lastDay, seed, calendar, student, area);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    return outcomes;
  };

  // The day after the eighth probe would have been given (six weeks and eight points, science.md 2.6).
  test('end in every way that a review can end before the twelfth point', () => {
    const outcomes = outcomesOn(41);

    for (const outcome of [
      'not_interpretable',
      'insufficient_data',
      'inadequate',
      'uncertain',
      'exceeds',
    ]) {
      expect([outcome, (outcomes.get(outcome) ?? 0) >= 3]).toEqual([outcome, true]);
    }
  });

  test('end on track for some once twelve points stand', () => {
    expect(outcomesOn(76).get('on_track') ?? 0).toBeGreaterThanOrEqual(3);
  });
});
