/** A calendar day in the district's own zone, `YYYY-MM-DD`. Text order is time order. */
export type LocalDate = string;

/** A moment, ISO 8601 in UTC with milliseconds: `2025-09-15T21:00:00.000Z`. Text order is time order. */
export type Instant = string;

const dayMs = 86_400_000;

/** Days since 1970-01-01 of a local date; throws a RangeError for a day that does not exist. */
export function dayNumber(date: LocalDate): number {
  const ms = Date.parse(`${date}T00:00:00.000Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== date)
    throw new RangeError(`no such day: ${date}`);
  return ms / dayMs;
}

/** True for a `YYYY-MM-DD` that names a real day. */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
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
