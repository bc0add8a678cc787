import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import { nthSchoolDayAfter, onOrAfter, previousSchoolDay } from '#domain/calendar/calendar-days';
import type { LocalDate } from '#domain/time';
import type { Area } from '#domain/measure/measure';
import type { SandboxDistrict, SandboxStudent } from '#sandbox/district';
import type { SandboxStaff } from '#sandbox/people';
import type { Happening } from '#sandbox/staff/happenings';
import type { SandboxArea } from '#sandbox/truth';
import type { DistrictClock } from '../clock/district-clock.js';
import type { Agenda } from './agenda.js';
import type { Caller, Http } from './http.js';

/** A member of staff at work: who they are, and their own way into the API. */
export type Person = { id: string; staff: SandboxStaff; api: Caller };

/** The invented district as it stands in a running Aimline. Ids are looked up here; no choice is drawn from one. */
export type World = {
  district: string;
  seed: number;
  diligence: number;
  /** Who is there and what is true of them; school and class of a student change when they move. */
  sandbox: SandboxDistrict;
  calendar: SchoolCalendar;
  calendarId: string;
  timeZone: string;
  http: Http;
  clock: DistrictClock;
  say: (line: string) => void;
  /** By sourcedId. */
  people: ReadonlyMap<string, Person>;
  /** Uuid by sourcedId. */
  schools: ReadonlyMap<string, string>;
  students: Students;
  interventions: readonly CataloguedIntervention[];
  agenda: Agenda;
  /** Days on which school is called off, moves between schools and departures, as drawn before anything has moved. */
  closures: readonly Extract<Happening, { kind: 'closure' }>[];
  moves: readonly Extract<Happening, { kind: 'transfer' }>[];
  departures: readonly Extract<Happening, { kind: 'withdrawal' }>[];
  /** What a day's work remembers from the days before. */
  memory: Memory;
};

export type CataloguedIntervention = {
  id: string;
  area: Area;
  tiers: readonly number[];
  grades: readonly string[];
  steps: number;
};

/** Both ways between a student and their uuid. */
export class Students {
  private readonly byId = new Map<string, number>();
  private readonly ids = new Map<number, string>();

  constructor(
    sandbox: SandboxDistrict,
    idOf: (student: SandboxStudent) => string,
    /** As they are now: a move changes their school. */
    private readonly of: () => readonly SandboxStudent[],
  ) {
    for (const student of sandbox.students) {
      this.byId.set(idOf(student), student.number);
      this.ids.set(student.number, idOf(student));
    }
  }

  named(id: string): SandboxStudent {
    const number = this.byId.get(id);
    const student = this.of()[(number ?? 0) - 1];
    if (!student) throw new Error('a student whom nobody invented');
    return student;
  }

  numbered(number: number): SandboxStudent {
    return this.of()[number - 1]!;
  }

  id({ number }: SandboxStudent): string {
    return this.ids.get(number)!;
  }
}

/** One cycle as the staff remember it. Named by student, area and which one it is, never by its uuid. */
export type CycleMemory = {
  name: string;
  student: number;
  area: SandboxArea;
  placementsDecided: number;
  phases: number;
  /** The running phase, or the last one: where the student really stood when it began. */
  phase: { startsOn: LocalDate; level: number; goalRate: number } | null;
};

export type GroupMemory = {
  id: string;
  /** School, area, tier and number: what its sessions are named by. */
  key: string;
  area: SandboxArea;
  schoolId: string;
  tier: 2 | 3;
  interventionId: string;
  /** On that day no view shows it yet. */
  formedOn: LocalDate;
  /** Cycles that were sent to it, each on its last day: those of today its view may not show yet. */
  joined: Map<string, LocalDate>;
};

export type Memory = {
  cycles: Map<string, CycleMemory>;
  groups: Map<string, GroupMemory>;
  /** Keys of a subject's duties in the order in which they were first seen: the second is a duty that opened again. */
  occurrences: Map<string, string[]>;
  /** Duties that somebody has acted on, or never will. */
  settled: Set<string>;
  referrals: Map<string, ReferralMemory>;
  /** Commands that a rule stood against, by rule: a plan that the world overtook. */
  refused: Map<string, number>;
  /** Who has left, and the day on which they come back, if ever. */
  withdrawn: Map<number, LocalDate | null>;
};

export type ReferralMemory = {
  name: string;
  number: number;
  student: number;
  refuses: boolean;
  consent: { answer: 'given' | 'refused'; afterDays: number } | null;
  revokedAfterDays: number | null;
  evaluatedAfterDays: number | null;
  eligible: boolean;
  iepAfterDays: number | null;
  askedAgain: boolean;
};

/** `n` school days after a date, or before it. */
export function schoolDayFrom(calendar: SchoolCalendar, date: LocalDate, n: number): LocalDate {
  if (n > 0) return nthSchoolDayAfter(calendar, date, n) ?? date;
  let day = date;
  for (let left = -n; left > 0; left -= 1) day = previousSchoolDay(calendar, day) ?? day;
  return day;
}

/** That day if there is school, else the next; null after the last known year. */
export function schoolDayOn(calendar: SchoolCalendar, date: LocalDate): LocalDate | null {
  return onOrAfter(calendar, date);
}

/** Who works in an area at a school; the district's own people where a school has nobody. */
export function staffAt(
  world: World,
  role: SandboxStaff['role'],
  school: string | null,
  area?: SandboxArea,
): Person {
  const all = [...world.people.values()].filter((person) => person.staff.role === role);
  const there = all.filter(
    ({ staff }) => school === null || staff.schools.length === 0 || staff.schools.includes(school),
  );
  const found = there.find(({ staff }) => !area || staff.areas.includes(area)) ?? there[0];
  if (!found) throw new Error(`the sandbox has no ${role} there`);
  return found;
}

export function cycleNamed(
  { memory }: World,
  cycleId: string,
  student: SandboxStudent,
  area: SandboxArea,
): CycleMemory {
  const known = memory.cycles.get(cycleId);
  if (known) return known;
  const before = [...memory.cycles.values()].filter(
    (c) => c.student === student.number && c.area === area,
  ).length;
  const cycle: CycleMemory = {
    name: `${student.number}/${area}/${before + 1}`,
    student: student.number,
    area,
    placementsDecided: 0,
    phases: 0,
    phase: null,
  };
  memory.cycles.set(cycleId, cycle);
  return cycle;
}

/** Which occurrence of its subject this duty is, from 1. */
export function occurrenceOf({ memory }: World, subject: string, key: string): number {
  const keys = memory.occurrences.get(subject) ?? [];
  if (!keys.includes(key)) keys.push(key);
  memory.occurrences.set(subject, keys);
  return keys.indexOf(key) + 1;
}

/** How many subjects of this kind were seen up to this one, from 1: a cycle's second review, its third check. */
export function ordinalOf(world: World, of: string, subject: string): number {
  return occurrenceOf(world, `ordinal ${of}`, subject);
}
