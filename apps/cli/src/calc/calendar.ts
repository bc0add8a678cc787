import { z } from 'zod';
import { nthBusinessDayAfter } from '#domain/calendar/business-days';
import {
  dayKind,
  isSchoolDay,
  nthSchoolDayAfter,
  nthSchoolDayFrom,
  nthSchoolDayOfYear,
  schoolDaysIn,
} from '#domain/calendar/calendar-days';
import { weekBases, weeklyGain } from '#domain/calendar/weeks';
import type { Calculation } from './calculation.js';
import type { CalcCalendar } from './calendar-input.js';
import { calendarInput, impossible } from './calendar-input.js';
import { date, finite } from './inputs.js';

type Answer = (calendar: CalcCalendar) => object;

const count = (what: string) => z.int({ error: what }).min(0, what);
const ordinal = (what: string) => z.int({ error: what }).min(1, what);
const n = count('n is a whole number, 0 or more.');
const inOrder = <T extends { from?: string; to?: string }>(shape: z.ZodType<T>) =>
  shape.check(({ value, issues }) => {
    const { from, to } = value;
    if (from === undefined || to === undefined || to >= from) return;
    const message = `The days end on ${to}, before they begin on ${from}.`;
    issues.push(
      impossible(value, 'to', 'span_inverted', message, 'Let them end where they begin.'),
    );
  });

/** Each question with its shape and the function that answers it (interfaces.md 2.1, `calc calendar`). */
const questions = {
  day: date.transform((on): Answer => (calendar) => {
    const kind = dayKind(calendar, on);
    return { kind: kind === 'outside_year' ? null : kind, schoolDay: isSchoolDay(calendar, on) };
  }),
  schoolDays: inOrder(z.strictObject({ from: date.optional(), to: date.optional() })).transform(
    ({ from, to }): Answer =>
      (calendar) => {
        const { firstDay, lastDay } = calendar.years[0]!;
        return { count: schoolDaysIn(calendar, from ?? firstDay, to ?? lastDay) };
      },
  ),
  weeks: inOrder(z.strictObject({ from: date, to: date, gain: finite.nullish() })).transform(
    ({ from, to, gain }): Answer =>
      (calendar) => {
        const bases = weekBases(calendar, from, to);
        return { ...bases, ...weeklyGain(gain ?? null, bases) };
      },
  ),
  window: z
    .strictObject({
      fromDay: ordinal('fromDay is a whole number; the first instructional day of the year is 1.'),
      toDay: ordinal('toDay is a whole number; the first instructional day of the year is 1.'),
    })
    .check(({ value, issues }) => {
      if (value.toDay >= value.fromDay) return;
      const message = `The window closes on day ${value.toDay}, before it opens on day ${value.fromDay}.`;
      issues.push(impossible(value, 'toDay', 'window_inverted', message, 'Let it close later.'));
    })
    .transform(({ fromDay, toDay }): Answer => (calendar) => {
      const year = calendar.years[0]!;
      return {
        opens: nthSchoolDayOfYear(calendar, year, fromDay),
        closes: nthSchoolDayOfYear(calendar, year, toDay),
      };
    }),
  schoolDaysAfter: z
    .strictObject({ date, n })
    .transform(({ date: from, n }): Answer => (calendar) => ({
      date: n === 0 ? from : nthSchoolDayAfter(calendar, from, n),
    })),
  span: z
    .strictObject({ first: date, days: ordinal('days is a whole number, 1 or more.') })
    .transform(({ first, days }): Answer => (calendar) => ({
      last: nthSchoolDayFrom(calendar, first, days),
    })),
  businessDaysAfter: z
    .strictObject({ date, n, holidays: z.array(date).default([]) })
    .transform(({ date: from, n, holidays }): Answer => () => ({
      date: nthBusinessDayAfter(from, n, holidays),
    })),
};

const names = Object.keys(questions).join(', ');

/** By its key, so that what is wrong with a question is told where it is wrong. */
const question = z.unknown().transform((asked, { issues }): Answer => {
  const keys = typeof asked === 'object' && asked !== null ? Object.keys(asked) : [];
  const unknown = keys.find((key) => !Object.hasOwn(questions, key));
  const [key, second] = keys;
  const refuse = (where: string[], code: string, message: string) => {
    issues.push(impossible(asked, where, code, message, `A question has one key of ${names}.`));
    return z.NEVER;
  };
  if (unknown !== undefined)
    return refuse([unknown], 'unknown_question', `There is no question named ${unknown}.`);
  if (key === undefined) return refuse([], 'unknown_question', 'This is no question.');
  if (second !== undefined)
    return refuse([second], 'two_questions', `This asks for ${key} and ${second} at once.`);
  const name = key as keyof typeof questions;
  const shape: z.ZodType<Answer> = questions[name];
  const parsed = shape.safeParse((asked as Record<string, unknown>)[name], { reportInput: true });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    issues.push({ ...issue, path: [name, ...issue.path] } as z.core.$ZodRawIssue);
  return z.NEVER;
});

const input = z.strictObject({
  calendar: calendarInput,
  ask: z.array(question, { error: `This must be a list of questions: ${names}.` }),
});

/** `calc calendar` (science.md 7). A day that no known year covers is no school day; one that must be found is null there. */
export const calendar: Calculation<z.output<typeof input>> = {
  input,
  answer: ({ calendar: known, ask }) => ({ answers: ask.map((answer) => answer(known)) }),
};
