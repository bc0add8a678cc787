import { Injectable } from '@nestjs/common';
import type { Resource } from '#domain/policy/policy';
import type { Grade } from '#domain/measure/measure';
import { isUuid, streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { follows } from '#read-models/directory/directory';
import type { About } from '../edge/route.js';
import { Views } from '../views.js';

export type AboutOne = Exclude<About, 'district' | 'list'>;

/** Where a thing lies: what the policy must know of it before anybody may read it. Null: there is no such thing. */
@Injectable()
export class Whereabouts {
  constructor(
    private readonly views: Views,
    private readonly store: EventStore,
  ) {}

  async of(
    district: string,
    kind: AboutOne['kind'],
    id: string,
    staffId: string,
  ): Promise<{ resource: Resource; studentId: string | null } | null> {
    switch (kind) {
      case 'student':
        return this.student(district, id, staffId);
      case 'cycle': {
        const row = await this.views.cycles.one(district, id);
        if (!row) return null;
        const own =
          (row.status === 'open' && row.specialist_id === staffId) ||
          (await this.views.directory.onCaseload(district, row.student_id, staffId));
        return {
          resource: level(row.school_id, row.grade as Grade, own),
          studentId: row.student_id,
        };
      }
      case 'group': {
        const row = await this.views.groups.group(district, id);
        if (!row) return null;
        const own = row.specialist_id === staffId;
        return { resource: level(row.school_id, null, own), studentId: null };
      }
      case 'referral': {
        const row = await this.views.referrals.one(district, id);
        return row && this.student(district, row.student_id, staffId);
      }
      case 'screening-window': {
        const row = await this.views.screening.window(district, id);
        return row && { resource: { level: 'school', schoolId: row.school_id }, studentId: null };
      }
      case 'school': {
        const schools = await this.views.directory.schools(district);
        return schools.some((s) => s.school_id === id)
          ? { resource: { level: 'school', schoolId: id }, studentId: null }
          : null;
      }
      case 'calendar': {
        // One school's own calendar is that school's matter; a shared one is the district's.
        const schools = await this.views.directory.schools(district);
        const following = schools.filter((s) => follows(s, id));
        const [only] = following;
        return {
          resource:
            only && following.length === 1
              ? { level: 'school', schoolId: only.school_id }
              : { level: 'district' },
          studentId: null,
        };
      }
    }
  }

  private async student(district: string, id: string, staffId: string) {
    const row = await this.views.directory.student(district, id);
    if (!row) return this.destroyed(district, id);
    const own = await this.views.directory.onCaseload(district, id, staffId);
    return { resource: level(row.school_id, row.grade, own), studentId: id };
  }

  /** A student's row goes with the core of the record; what was asked about the record stays, and is the district's own matter. */
  private async destroyed(district: string, id: string) {
    if (!isUuid(id)) return null;
    const stream = streamId('record-request', id);
    const { version } = await this.store.read({ district, stream });
    return version > 0 ? { resource: { level: 'district' } as const, studentId: null } : null;
  }
}

function level(schoolId: string, grade: Grade | null, ownCaseload: boolean): Resource {
  return { level: 'student', schoolId, grade, ownCaseload };
}
