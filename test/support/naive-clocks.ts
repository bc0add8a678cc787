import type { CalendarYear } from '#domain/calendar/school-calendar';

// A second opinion on the legal clocks: one day after the other, from the text of the law, with nothing of the product's
// but the shape of a school year. Slow and plain on purpose.

export type NaiveFacts = {
  years: readonly CalendarYear[];
  request?: string;
  consent?: string;
  absences?: readonly string[];
  countLast?: boolean;
  weekends?: boolean;
  summerCounts?: boolean;
};

const dayMs = 24 * 60 * 60 * 1000;
export const plus = (date: string, days: number) =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
const weekday = (date: string) => new Date(date).getUTCDay() || 7;

/** The same question about the same years is asked thousands of times; the answer is worked out once. */
function remembered<A>(answer: (years: readonly CalendarYear[], of: string) => A) {
  const known = new WeakMap<readonly CalendarYear[], Map<string, A>>();
  return (years: readonly CalendarYear[], of: string): A => {
    const answers = known.get(years) ?? new Map<string, A>();
    known.set(years, answers);
    if (!answers.has(of)) answers.set(of, answer(years, of));
    return answers.get(of)!;
  };
}

function yearAt(years: readonly CalendarYear[], date: string): CalendarYear | undefined {
  return years.find((year) => year.firstDay <= date && date <= year.lastDay);
}

export const hasSchool = remembered((years, date: string): boolean => {
  const year = yearAt(years, date);
  if (!year) return false;
  const named = year.days.find((day) => day.date === date);
  if (named) return ['instructional', 'half', 'remote'].includes(named.kind);
  if (!year.weekdays.includes(weekday(date))) return false;
  return !year.closed.some((span) => span.from <= date && date <= span.to);
});

const lastKnown = (years: readonly CalendarYear[]) => years.at(-1)!.lastDay;

/** Goes on day by day until `n` days that count have passed; null at the end of what is known. */
function walk(
  years: readonly CalendarYear[],
  from: string,
  n: number,
  counts: (date: string) => boolean | null,
): string | null {
  let date = from;
  for (let left = n; left > 0;) {
    date = plus(date, 1);
    if (date > lastKnown(years)) return null;
    const does = counts(date);
    if (does === null) return null;
    if (does) left--;
  }
  return date;
}

const schoolDay = (years: readonly CalendarYear[], from: string, n: number) =>
  walk(years, from, n, (date) => hasSchool(years, date));

export function calendarDay(from: string, n: number): string {
  let date = from;
  for (let i = 0; i < n; i++) date = plus(date, 1);
  return date;
}

/** School days after the day through the last day of its year; a summer has none left. */
export function leftAfter(facts: NaiveFacts, date: string): number {
  const { years, countLast = true } = facts;
  const year = date < years[0]!.firstDay ? years[0] : yearAt(years, date);
  if (!year) return 0;
  let left = 0;
  for (let d = plus(date, 1); d <= year.lastDay; d = plus(d, 1)) if (hasSchool(years, d)) left++;
  return countLast ? left : Math.max(0, left - 1);
}

function nextFirstDay(years: readonly CalendarYear[], date: string): string | null {
  const inYear = date < years[0]!.firstDay ? years[0] : yearAt(years, date);
  return years.find((year) => year.firstDay > (inYear?.lastDay ?? date))?.firstDay ?? null;
}

/** 19 TAC 89.1011(c)–(e). */
export function texasReport(facts: NaiveFacts): string | null {
  const { years, consent = '', absences = [] } = facts;
  const away = [...new Set(absences)].filter((date) => date > consent && hasSchool(years, date));
  const left = leftAfter(facts, consent);
  const year = consent < years[0]!.firstDay ? years[0] : yearAt(years, consent);
  if (year && left >= 35 && left < 45) {
    const awayThisYear = away.filter((date) => date <= year.lastDay);
    if (awayThisYear.length < 3) {
      let date = consent;
      while (!date.endsWith('-06-30')) date = plus(date, 1);
      return date;
    }
  }
  // One school day after the other; each day away is owed again once there are three of them.
  let passed = 0;
  let missed = 0;
  for (let date = plus(consent, 1); date <= lastKnown(years); date = plus(date, 1)) {
    if (!hasSchool(years, date)) continue;
    passed++;
    if (away.includes(date)) missed++;
    if (passed >= 45 + (missed >= 3 ? missed : 0)) return date;
  }
  return null;
}

export const texasResponse = ({ years, request = '' }: NaiveFacts) => schoolDay(years, request, 15);

/** Cal. Educ. Code 56344: a vacation of more than five school days is not counted. */
const inLongBreak = remembered((years, key: string): boolean | null => {
  const [date = '', weekends] = key.split(' ');
  if (hasSchool(years, date)) return false;
  // Before the first year there is summer, of which four months are taken as known.
  const start = plus(years[0]!.firstDay, -120);
  let first = date;
  while (first > start && !hasSchool(years, plus(first, -1))) first = plus(first, -1);
  let last = date;
  while (!hasSchool(years, plus(last, 1))) {
    last = plus(last, 1);
    if (last > lastKnown(years)) return null;
  }
  const closed: string[] = [];
  for (let d = first; d <= last; d = plus(d, 1)) {
    const year = years.filter((y) => y.firstDay <= d).at(-1) ?? years[0]!;
    if (year.weekdays.includes(weekday(d))) closed.push(d);
  }
  if (closed.length <= 5) return false;
  return weekends === 'weekends' || (closed[0]! <= date && date <= closed.at(-1)!);
});

export function california(facts: NaiveFacts, from: string, n: number): string | null {
  const { years, weekends = false } = facts;
  return walk(years, from, n, (date) => {
    const off = inLongBreak(years, weekends ? `${date} weekends` : date);
    return off === null ? null : !off;
  });
}

export function californiaMeeting(facts: NaiveFacts): string | null {
  const { years, request, consent } = facts;
  const year =
    (request && (request < years[0]!.firstDay ? years[0] : yearAt(years, request))) || undefined;
  if (year && request && plus(request, 30) >= year.lastDay) {
    const next = nextFirstDay(years, request);
    return next && calendarDay(next, 30);
  }
  return consent === undefined ? null : california(facts, consent, 60);
}

/** 23 Ill. Adm. Code 226.110. */
export function illinois(facts: NaiveFacts): string | null {
  const { years, consent = '', summerCounts = false } = facts;
  const summer = consent >= years[0]!.firstDay && !yearAt(years, consent);
  if (leftAfter(facts, consent) >= 60 || (summer && summerCounts))
    return schoolDay(years, consent, 60);
  const next = nextFirstDay(years, consent);
  return next && plus(next, -1);
}

/** 22 Pa. Code 14.123(b). */
export const pennsylvania = ({ years, consent = '' }: NaiveFacts) =>
  walk(years, consent, 60, (date) => yearAt(years, date) !== undefined);

export const massachusetts = ({ years, consent = '' }: NaiveFacts) => ({
  evaluation: schoolDay(years, consent, 30),
  team: schoolDay(years, consent, 45),
});

export const washington = ({ years, consent = '' }: NaiveFacts) => schoolDay(years, consent, 35);
