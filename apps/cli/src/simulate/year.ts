import { isSchoolDay } from '#domain/calendar/calendar-days';
import { addDays, instantOf, weekdayOf, type Instant, type LocalDate } from '#domain/time';
import { carryOut, type Act } from './acts.js';
import { closureOf, importChangedRoster, noteHappenings } from './acts/happenings.js';
import { giveProbe, observeFidelity } from './acts/monitoring.js';
import { startPhase } from './acts/phases.js';
import { decidePlacement } from './acts/placements.js';
import { handleReferral, noteRequests } from './acts/referrals.js';
import { holdReview, lookAgain } from './acts/reviews.js';
import { importScreenings, screenToday } from './acts/screening.js';
import { logSessions } from './acts/sessions.js';
import { quiet } from './founding.js';
import { readInboxes, type Owed } from './inboxes.js';
import { isConnectionLost, patiently } from './patience.js';
import type { World } from './world.js';

type Handler = (world: World, owed: Owed, today: LocalDate) => Act | null;

/** Who owes one of these acts on it, or does not; the rest of the duties is the engine's, or has its day on the agenda. */
const handlers: Readonly<Record<string, Handler>> = {
  'confirm-placement': decidePlacement,
  'give-probe': giveProbe,
  'observe-fidelity': observeFidelity,
  'hold-review': holdReview,
  'look-again': lookAgain,
  'give-notice': handleReferral,
  'request-consent': handleReferral,
  'obtain-consent': handleReferral,
};

function startOf(world: World, owed: Owed, today: LocalDate): Act | null {
  return owed.item.kind === 'start-phase' ? startPhase(world, owed, today) : null;
}

/** Children go home, and staff sit down and write. */
const deskTime = '15:00';
const evening = '18:00';

/** Where the wall time of a year goes, in milliseconds. */
export type Spent = { engine: number; reading: number; acting: number; importing: number };

/** Days on which school was held, and where the time went. */
export type Lived = { schoolDays: number; spent: Spent };

export type Until = {
  until: LocalDate | null;
  /** Told after each school week. */
  week: (monday: LocalDate, schoolDays: number) => Promise<void>;
};

/**
 * Lives the school year day by day. The clock goes to the morning: sessions are planned, reminders go out, reviews are
 * prepared. It goes to the afternoon, and people act: the day's sessions, then all else, and at last what was left lying.
 * What falls due at the end of the day is done on the way to the next morning.
 */
export async function liveTheYear(world: World, { until, week }: Until): Promise<Lived> {
  const { firstDay, lastDay } = world.calendar.years[0]!;
  const end = until !== null && until < lastDay ? until : lastDay;
  const lived: Lived = { schoolDays: 0, spent: { engine: 0, reading: 0, acting: 0, importing: 0 } };
  noteRequests(world);
  noteHappenings(world);
  for (let day = firstDay; day <= end; day = addDays(day, 1)) {
    if (!isSchoolDay(world.calendar, day)) continue;
    const isLast = !someSchoolDay(world, addDays(day, 1), end);
    if (await liveDay(world, day, isLast, lived.spent)) lived.schoolDays += 1;
    if (isLast || weekdayOf(day) === 5)
      await week(addDays(day, 1 - weekdayOf(day)), lived.schoolDays);
  }
  await timed(lived.spent, 'engine', () => stepTo(world, instantOf(end, evening, world.timeZone)));
  return lived;
}

/** False if school was called off. */
async function liveDay(
  world: World,
  today: LocalDate,
  isLast: boolean,
  spent: Spent,
): Promise<boolean> {
  const { memory, calendar, timeZone } = world;
  await timed(spent, 'engine', () => stepTo(world, instantOf(today, calendar.dayStarts, timeZone)));
  if (await closureOf(world, today)) {
    await timed(spent, 'engine', () => quiet(world.clock));
    return false;
  }
  await timed(spent, 'importing', () => importChangedRoster(world, today));
  // Nothing falls due between a morning and an afternoon: people need not wait for the engine here.
  await timed(spent, 'engine', () => clockTo(world, instantOf(today, deskTime, timeZone)));

  const noted = world.agenda.take(today);
  const isLateLog = ({ lane }: Act) => lane.startsWith('group/');
  const [sessions, owed] = await timed(spent, 'reading', () =>
    Promise.all([logSessions(world, today, isLast), readInboxes(world, today)]),
  );
  // Who starts a phase looks for a free place: first, so that it never races with a review that frees one.
  const starts = owed.flatMap((duty) => startOf(world, duty, today) ?? []);
  const acts = owed.flatMap((duty) => handlers[duty.item.kind]?.(world, duty, today) ?? []);
  const others = [...noted.filter((act) => !isLateLog(act)), ...screenToday(world, today), ...acts];
  await timed(spent, 'acting', async () => {
    await carryOut(sessions, memory);
    await carryOut(starts, memory);
    await carryOut(others, memory);
    // A late log asks the reviews that rested on the session: last, so that it never races with one that is held today.
    await carryOut(noted.filter(isLateLog), memory);
  });
  await timed(spent, 'importing', () => importScreenings(world, today));
  await timed(spent, 'engine', () => quiet(world.clock));
  return true;
}

async function stepTo(world: World, to: Instant): Promise<void> {
  await clockTo(world, to);
  await quiet(world.clock);
}

async function clockTo({ clock }: World, to: Instant): Promise<void> {
  await patiently(
    async () => {
      if ((await clock.now()) < to) await clock.advance(to);
    },
    { isOutage: isConnectionLost },
  );
}

function someSchoolDay({ calendar }: World, from: LocalDate, to: LocalDate): boolean {
  for (let day = from; day <= to; day = addDays(day, 1))
    if (isSchoolDay(calendar, day)) return true;
  return false;
}

async function timed<T>(spent: Spent, what: keyof Spent, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    spent[what] += performance.now() - start;
  }
}
