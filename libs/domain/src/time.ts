/** A calendar day in the district's own zone, `YYYY-MM-DD`. Text order is time order. */
export type LocalDate = string;

/** A moment, ISO 8601 in UTC with milliseconds: `2025-09-15T21:00:00.000Z`. Text order is time order. */
export type Instant = string;

const dayMs = 86_400_000;

/** Days since 1970-01-01 of a local date; throws a RangeError for a day that does not exist. */
export function dayNumber(date: LocalDate): number {
  const day = dayNumberIn(date);
  if (day === null) throw new RangeError(`no such day: ${date}`);
  return day;
}

/** True for a `YYYY-MM-DD` that names a real day. */
export function isLocalDate(text: string): boolean {
  return dayNumberIn(text) !== null;
}

/** By arithmetic of the Gregorian calendar: a decision counts days a hundred times, and `Date` is slow at it. */
function dayNumberIn(text: string): number | null {
  if (text.length !== 10 || text[4] !== '-' || text[7] !== '-') return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= lengthOf(month, year)))
    return null;
  // Years begin in March here, so that the leap day is the last of one.
  const march = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(march / 4) - Math.floor(march / 100) + Math.floor(march / 400);
  return march * 365 + leapDays + dayOfYear - 719_468;
}

function lengthOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    number = number * 10 + digit;
  }
  return number;
}

function dateOfDayNumber(day: number): LocalDate {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Whole days from `from` to `to`; negative if `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 = Monday … 7 = Sunday. */
export function weekdayOf(date: LocalDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/**
 * Offset of a zone from UTC at a moment, in minutes. The IANA data comes from the runtime's ICU: that is why due
 * instants are computed in activities and never inside a workflow (temporal.md 1.3).
 */
function offsetMinutes(timeZone: string, ms: number): number {
  const hour = Math.floor(ms / 3_600_000);
  const key = `${timeZone}/${hour}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = formatter(timeZone).formatToParts(new Date(hour * 3_600_000));
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  const minutes = Math.round((local - hour * 3_600_000) / 60_000);
  if (offsets.size > 50_000) offsets.clear();
  offsets.set(key, minutes);
  return minutes;
}

const offsets = new Map<string, number>();
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  let found = formatters.get(timeZone);
  if (!found) {
    found = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, found);
  }
  return found;
}

/** The day in `timeZone` in which the moment lies. */
export function localDateOf(at: Instant, timeZone: string): LocalDate {
  const ms = Date.parse(at);
  return new Date(ms + offsetMinutes(timeZone, ms) * 60_000).toISOString().slice(0, 10);
}

/** The moment at which clocks in `timeZone` show `time` (`HH:MM`) on `date`; in a skipped hour, the moment after the gap. */
export function instantOf(date: LocalDate, time: string, timeZone: string): Instant {
  const wall = Date.parse(`${date}T${time}:00.000Z`);
  let ms = wall - offsetMinutes(timeZone, wall) * 60_000;
  ms = wall - offsetMinutes(timeZone, ms) * 60_000;
  return new Date(ms).toISOString();
}
