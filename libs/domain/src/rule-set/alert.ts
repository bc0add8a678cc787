import { schoolDaysBetween } from '../calendar/calendar-days.js';
import { daysWithoutBreaks } from '../calendar/school-breaks.js';
import type { SchoolCalendar } from '../calendar/school-calendar.js';
import type { Direction } from '../measure/measure.js';
import type { Aimline } from '../statistics/aimline.js';
import { drawn, positionAgainst, signOf } from '../statistics/aimline.js';
import { occasionsOf } from '../statistics/occasions.js';
import type { PointRule } from '../statistics/point-rule.js';
import { pointRule } from '../statistics/point-rule.js';
import type { LocalDate } from '../time.js';
import type { AlertRules } from './document.js';

export type AlertInputs = {
  rules: AlertRules;
  direction: Direction;
  aimline: Aimline;
  /** The phase's probes that stand, without the baseline. */
  points: readonly { eventId: string; on: LocalDate; value: number }[];
};

/** The k-point rule over the current phase, its weeks counted in instructional weeks after the baseline. */
function alertRule(inputs: AlertInputs, calendar: SchoolCalendar): PointRule {
  const { rules, aimline, direction, points } = inputs;
  const aimAt = drawn(aimline);
  const signed = occasionsOf(points).map(({ on, value }) => {
    const position = positionAgainst(value, aimAt(on));
    return { on, sign: position && signOf(position, direction) };
  });
  const last = signed.at(-1);
  const days = last ? schoolDaysBetween(calendar, aimline.baseline.on, last.on) : 0;
  return pointRule(signed, {
    k: rules.k,
    minPoints: rules.minPoints,
    enoughWeeks: days >= rules.minSchoolWeeks * 5,
    maxGap: rules.maxGapDays,
    gapBetween: (from, to) => daysWithoutBreaks(calendar, from, to),
  });
}

/**
 * What a specialist is told, or null. `direction` is where the points lie as drawn; `probeIds` are the probes of the run.
 * An alert never changes a tier and is no recommendation (science.md 2.6).
 */
export function alertFor(
  inputs: AlertInputs,
  calendar: SchoolCalendar,
): { direction: 'below' | 'above'; run: number; probeIds: readonly string[] } | null {
  const { result, run } = alertRule(inputs, calendar);
  if (result !== 'change' && result !== 'raise') return null;
  const better = result === 'raise';
  const days = new Set(
    occasionsOf(inputs.points)
      .slice(-run)
      .map((o) => o.on),
  );
  return {
    direction: better === (inputs.direction === 'increase') ? 'above' : 'below',
    run,
    probeIds: inputs.points.filter((p) => days.has(p.on)).map((p) => p.eventId),
  };
}
