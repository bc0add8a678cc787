import { Injectable } from '@nestjs/common';
import { localDateOf } from '#domain/time';
import { VersionConflict } from '#event-store/errors';
import { EventStore } from '#event-store/event-store';
import { Submit } from '../submit.js';
import type { Caller } from '../edge/caller.js';
import { Settings } from '../settings.js';

/**
 * Records who looked into a student's file, once per person, student and day (domain.md 7). It comes before the answer: a
 * file that cannot be recorded as seen is not shown.
 */
@Injectable()
export class FileViews {
  /** Looks already recorded, so that a day's reading of one file costs one command. */
  private readonly seen = new Set<string>();

  constructor(
    private readonly submit: Submit,
    private readonly store: EventStore,
    private readonly settings: Settings,
  ) {}

  async record(caller: Caller, studentId: string): Promise<void> {
    const { timeZone } = await this.settings.of(caller.district);
    const on = localDateOf((await this.store.clockOf(caller.district)).now, timeZone);
    const key = `view/${caller.staff.id}/${studentId}/${on}`;
    const known = `${caller.district} ${key}`;
    if (this.seen.has(known)) return;
    await this.write(caller, studentId, key, on);
    if (this.seen.size > 50_000) this.seen.clear();
    this.seen.add(known);
  }

  /** Two people may open one file at the same moment: who loses the race writes again. */
  private async write(caller: Caller, studentId: string, key: string, on: string, tries = 4) {
    try {
      await this.submit.keyed(caller, 'access', studentId, key, {
        type: 'ViewFile',
        data: { studentId, staffId: caller.staff.id, on, purpose: 'school-official' },
      });
    } catch (error) {
      if (!(error instanceof VersionConflict) || tries === 1) throw error;
      await this.write(caller, studentId, key, on, tries - 1);
    }
  }
}
