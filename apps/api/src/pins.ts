import { Injectable } from '@nestjs/common';
import type { Pin } from '#domain/decider';
import type { Area, Grade } from '#domain/measure/measure';
import type { RuleSetEvent } from '#domain/rule-set/events';
import { evolve, initial, versionOn, type PublishedVersion } from '#domain/rule-set/state';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { calendarIdOf, type SchoolRow } from '#read-models/directory/directory';
import { ProblemError } from './edge/problem-error.js';
import { Views } from './views.js';

/** Which published documents a new process begins with: the school's calendar, the rules in force. */
@Injectable()
export class Pins {
  constructor(
    private readonly views: Views,
    private readonly store: EventStore,
  ) {}

  /** The calendar of a grade of the school; `grade` null: of the school as a whole. */
  async calendarOf(district: string, schoolId: string, grade: Grade | null): Promise<Pin> {
    const pin = await this.views.processes.calendarOf(district, schoolId, grade);
    if (pin) return pin;
    throw new ProblemError(
      'rule_broken',
      'The school follows no calendar yet. Publish one and let the school follow it.',
      { rule: 'calendar-unknown', facts: { schoolId } },
    );
  }

  /** One for all of these grades (left out: all that the school teaches) where they share it, else the school's. */
  async calendarOfGrades(
    district: string,
    schoolId: string,
    grades?: readonly Grade[],
  ): Promise<Pin> {
    const school = await this.school(district, schoolId);
    const concerned = grades ?? school?.grades ?? [];
    const followed = new Set(concerned.map((grade) => school && calendarIdOf(school, grade)));
    const shared = followed.size === 1 ? concerned[0]! : null;
    return this.calendarOf(district, schoolId, shared);
  }

  async ruleSetOf(district: string, area: Area, grade: Grade, on: string): Promise<Pin> {
    const pin = await this.ruleSetInForce(district, area, grade, on);
    if (pin) return pin;
    throw new ProblemError(
      'rule_broken',
      'No rule set of this area and grade is in force on that day. Publish one.',
      { rule: 'rule-set-missing', facts: { area, grade, on } },
    );
  }

  /** For a referral, which needs no rules: nothing may stand before it. */
  async ruleSetInForce(
    district: string,
    area: Area,
    grade: Grade,
    on: string,
  ): Promise<Pin | null> {
    return pinFor(await this.versionsInForce(district, area, on), grade);
  }

  /** The rule sets of an area for the grades of a school, each grade once. */
  async ruleSetsOf(
    district: string,
    schoolId: string,
    area: Area,
    on: string,
  ): Promise<{ ruleSet: Pin; grades: Grade[] }[]> {
    const grades = (await this.school(district, schoolId))?.grades ?? [];
    const inForce = await this.versionsInForce(district, area, on);
    const found = new Map<string, { ruleSet: Pin; grades: Grade[] }>();
    for (const grade of grades) {
      const ruleSet = pinFor(inForce, grade);
      if (!ruleSet) continue;
      const key = `${ruleSet.id}/${ruleSet.version}`;
      const entry = found.get(key) ?? { ruleSet, grades: [] };
      entry.grades.push(grade);
      found.set(key, entry);
    }
    return [...found.values()];
  }

  private async school(district: string, schoolId: string): Promise<SchoolRow | undefined> {
    const schools = await this.views.directory.schools(district);
    return schools.find((s) => s.school_id === schoolId);
  }

  /** From the streams: a version for the next year may be published while an earlier one is in force. */
  private async versionsInForce(district: string, area: Area, on: string): Promise<InForce[]> {
    const rows = await this.views.ruleSets.list(district, { area });
    const found = await Promise.all(
      rows.map(async ({ rule_set_id: id }) => {
        const ref = { district, stream: streamId('rule-set', id) };
        const { events } = await this.store.read<RuleSetEvent>(ref);
        const version = versionOn(events.reduce(evolve, initial), on);
        return version && { ...version, id };
      }),
    );
    return found.filter((version) => version !== null);
  }
}

type InForce = PublishedVersion & { id: string };

/** The one that covers the grade; of several, the latest to come into force. */
function pinFor(versions: readonly InForce[], grade: Grade): Pin | null {
  const [latest] = versions
    .filter(({ document }) => document.grades.includes(grade))
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return latest ? { id: latest.id, version: latest.version } : null;
}
