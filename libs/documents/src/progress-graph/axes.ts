import type { LocalDate } from '#domain/time';
import { addDays, dayNumber } from '#domain/time';
import type { ProgressGraphModel } from './model.js';
import type { Scales } from './scales.js';
import { round } from './scales.js';
import type { GraphWords } from './words.js';

export type WeekTick = { x: number; on: LocalDate; label: string | null };
export type MonthSpan = { x: number; label: string };
export type BreakBand = { x: number; width: number; label: string | null; name: string };
export type ValueTick = { y: number; label: string };

const labelRoom = 24;
const monthRoom = 28;
const narrowestNamedBreak = 12;

/** Ticks on school Mondays; the number is left out where it would touch its neighbour or where there is no school. */
export function weekTicks(model: ProgressGraphModel, scales: Scales): readonly WeekTick[] {
  const { weeks } = model.calendar;
  const perWeek = scales.plot.width / Math.max(weeks.length, 1);
  const step = [1, 2, 4, 5, 10].find((n) => n * perWeek >= labelRoom) ?? 10;
  return weeks.map(({ startsOn, schoolWeek }) => ({
    x: scales.x(startsOn),
    on: startsOn,
    label:
      schoolWeek !== null && (schoolWeek === 1 || schoolWeek % step === 0)
        ? String(schoolWeek)
        : null,
  }));
}

/** Month names, each centred under its own days within the plot. */
export function months(scales: Scales, first: LocalDate, last: LocalDate, words: GraphWords) {
  const spans: MonthSpan[] = [];
  const { plot } = scales;
  let start = first;
  while (start <= last) {
    const next = firstOfNextMonth(start);
    const left = Math.max(scales.x(start), plot.x);
    const right = Math.min(scales.x(next), plot.x + plot.width);
    if (right - left >= monthRoom)
      spans.push({ x: round((left + right) / 2), label: words.month(start) });
    start = next;
  }
  return spans;
}

function firstOfNextMonth(date: LocalDate): LocalDate {
  return `${addDays(`${date.slice(0, 7)}-01`, 32).slice(0, 7)}-01`;
}

/** Weeks without school stay in the picture, hatched and named. A single day off is too narrow to tell. */
export function breakBands(model: ProgressGraphModel, scales: Scales): readonly BreakBand[] {
  const { plot } = scales;
  return model.calendar.breaks.flatMap(({ from, to, name }) => {
    if (dayNumber(to) - dayNumber(from) < 2) return [];
    const left = Math.max(scales.x(from), plot.x);
    const right = Math.min(scales.x(addDays(to, 1)), plot.x + plot.width);
    if (right <= left) return [];
    const width = round(right - left);
    return [{ x: left, width, label: width >= narrowestNamedBreak ? name : null, name }];
  });
}

export function valueTicks(scales: Scales, words: GraphWords): readonly ValueTick[] {
  return scales.yTicks.map((value) => ({ y: scales.y(value), label: words.number(value) }));
}
