import { Injectable } from '@nestjs/common';
import type { Pin } from '#domain/decider';
import type { Area, Grade } from '#domain/measure/measure';
import { ProblemError } from './edge/problem-error.js';
import { Views } from './views.js';

/** Which published documents a new process begins with: the school's calendar, the rules in force. */
@Injectable()
export class Pins {
  constructor(private readonly views: Views) {}

  async calendarOf(district: string, schoolId: string): Promise<Pin> {
    const pin = await this.views.processes.calendarOf(district, schoolId);
    if (pin) return pin;
    throw new ProblemError(
      'rule_broken',
      'The school follows no calendar yet. Publish one and let the school follow it.',
      { rule: 'calendar-unknown', facts: { schoolId } },
    );
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
    const row = await this.views.ruleSets.inForce(district, area, grade, on);
    return row?.published_version ? { id: row.rule_set_id, version: row.published_version } : null;
  }

  /** The rule sets of an area for the grades of a school, each grade once. */
  async ruleSetsOf(
    district: string,
    schoolId: string,
    area: Area,
    on: string,
  ): Promise<{ ruleSet: Pin; grades: Grade[] }[]> {
    const schools = await this.views.directory.schools(district);
    const grades = schools.find((s) => s.school_id === schoolId)?.grades ?? [];
    const found = new Map<string, { ruleSet: Pin; grades: Grade[] }>();
    for (const grade of grades) {
      const ruleSet = await this.ruleSetInForce(district, area, grade, on);
      if (!ruleSet) continue;
      const key = `${ruleSet.id}/${ruleSet.version}`;
      const entry = found.get(key) ?? { ruleSet, grades: [] };
      entry.grades.push(grade);
      found.set(key, entry);
    }
    return [...found.values()];
  }
}
