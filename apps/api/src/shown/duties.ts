import { Injectable } from '@nestjs/common';
import type { DutyOwnerShown, DutyShown } from '#contracts/duties';
import { schoolDaysBetween } from '#domain/calendar/calendar-days';
import type { SchoolCalendar } from '#domain/calendar/school-calendar';
import type { LocalDate } from '#domain/time';
import { ReferenceData } from '#event-store/reference-data';
import { calendarIdOf } from '#read-models/directory/directory';
import type { DutyRow } from '#read-models/duties/duties';
import { Settings } from '../settings.js';
import { nameOf, type NameBook } from './names.js';

/** Duties as people read them: due in school days, with the names of who owes them. */
@Injectable()
export class Duties {
  constructor(
    private readonly reference: ReferenceData,
    private readonly settings: Settings,
  ) {}

  async shown(
    district: string,
    rows: readonly DutyRow[],
    names: NameBook,
  ): Promise<(DutyShown & { row: DutyRow })[]> {
    const { today } = await this.settings.today(district);
    const calendars = await this.calendars(district, rows, names);
    return rows.map((row) => ({
      row,
      key: row.key,
      kind: row.kind as DutyShown['kind'],
      owner: ownerOf(row, names),
      dueOn: row.due_on,
      dueAt: row.due_at,
      schoolDays: schoolDaysUntil(
        calendars.get(calendarIdFor(row, names) ?? ''),
        today,
        row.due_on,
      ),
      because: { ...row.because },
      nextRung: {
        act: row.rung_act as NonNullable<DutyShown['nextRung']>['act'],
        at: row.rung_at,
      },
    }));
  }

  /** The newest version of each calendar concerned, by its id. */
  private async calendars(district: string, rows: readonly DutyRow[], names: NameBook) {
    const found = new Map<string, SchoolCalendar>();
    for (const id of new Set(rows.map((row) => calendarIdFor(row, names)))) {
      if (id === null) continue;
      const { calendar } = await this.reference.for(district, { calendar: { id } });
      if (calendar) found.set(id, calendar);
    }
    return found;
  }
}

/** By the student's grade, where the duty concerns one whose name was looked up. */
function calendarIdFor(row: DutyRow, names: NameBook): string | null {
  const school = names.schools.get(row.school_id ?? '');
  return school
    ? calendarIdOf(school, names.students.get(row.student_id ?? '')?.grade ?? null)
    : null;
}

/** Signed: 0 today, 1 the next school day, negative once it is overdue; null where no calendar covers the days. */
export function schoolDaysUntil(
  calendar: SchoolCalendar | undefined,
  today: LocalDate,
  due: LocalDate,
): number | null {
  if (!calendar) return null;
  return schoolDaysBetween(calendar, today, due) - schoolDaysBetween(calendar, due, today);
}

function ownerOf(row: DutyRow, names: NameBook): DutyOwnerShown {
  if (row.owner_kind === 'staff') {
    const person = names.people.get(row.owner_staff_id ?? '');
    return {
      kind: 'staff',
      staffId: row.owner_staff_id ?? '',
      name: person ? nameOf(person) : null,
    };
  }
  if (row.owner_kind === 'role')
    return {
      kind: 'role',
      role: row.owner_role as Extract<DutyOwnerShown, { kind: 'role' }>['role'],
      schoolId: row.owner_school_id,
    };
  return { kind: 'process' };
}

/** Without the row that it came from: what goes out. */
export function dutyOnly({ row: _, ...duty }: DutyShown & { row: DutyRow }): DutyShown {
  return duty;
}
