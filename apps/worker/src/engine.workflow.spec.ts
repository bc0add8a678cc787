import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { localDateOf } from '#domain/time';
import { RunningEngine } from '#testing/running-engine';

let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  running.startSubscriptions();
  running.startTemporal();
  await running.found();
});

afterAll(() => running?.close());

/** The calendar of this test has no closures: school days are weekdays. Counted here by hand, as a second opinion. */
function nthWeekday(from: string, n: number): string {
  const day = new Date(`${from}T00:00:00Z`);
  for (let left = n; left > 0;) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() % 6 !== 0) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}

test('a placement that nobody confirms: reminded, escalated, recorded, each on its school day', async () => {
  const cycle = await running.openCycle();
  for (let day = 2; day <= 30; day++) {
    await running.advance(`2025-09-${String(day).padStart(2, '0')}T22:00:00.000Z`);
    expect(await running.untilQuiet()).toMatchObject({ behind: [], due: 0 });
  }

  // Placement rules of the reading defaults: 5 school days to decide from Monday, September 1; then the ladder counts on.
  const { decideWithinSchoolDays, ladder } = defaultRuleSets.reading.placement;
  const silences = (await running.facts(cycle))
    .filter((e) => e.type.startsWith('Reminder') || e.type.startsWith('Obligation'))
    .map((e) => [e.type, localDateOf(e.occurredAt, 'America/Chicago')]);
  const after = (n: number) => nthWeekday('2025-09-01', decideWithinSchoolDays + n);
  const first = silences.slice(0, ladder.remindAfter.length + 2);
  expect(new Set(first.map(String))).toEqual(
    new Set([
      ...ladder.remindAfter.map((n) => `ReminderSent,${after(n)}`),
      `ObligationEscalated,${after(ladder.escalateAfter!)}`,
      `ObligationMissed,${after(ladder.recordAfter)}`,
    ]),
  );
  expect(await running.engine.views.processes.openByKind(running.district)).toEqual({ cycle: 1 });
});
