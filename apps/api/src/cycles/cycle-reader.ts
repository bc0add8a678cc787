import { Injectable } from '@nestjs/common';
import type { CycleDetail, ReviewScreen } from '#contracts/cycles';
import type { TimeQuery } from '#contracts/page';
import type { CycleEvent } from '#domain/cycle/events';
import { cycleDecider } from '#domain/cycle/process';
import type { Recorded } from '#domain/decider';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import { ReferenceData } from '#event-store/reference-data';
import { eventsAt } from '#read-models/as-of';
import { cycleView } from '#read-models/cycle/cycle-fold';
import { ProblemError } from '../edge/problem-error.js';
import { Settings } from '../settings.js';
import { Duties, dutyOnly } from '../shown/duties.js';
import { Moments } from '../shown/moments.js';
import { Names } from '../shown/names.js';
import { Views } from '../views.js';
import { cycleShown, reviewShown } from './cycle-shown.js';
import { reviewOptions } from './review-options.js';

/** One cycle, folded from its stream as it was known and true at a moment. */
@Injectable()
export class CycleReader {
  constructor(
    private readonly store: EventStore,
    private readonly reference: ReferenceData,
    private readonly settings: Settings,
    private readonly views: Views,
    private readonly names: Names,
    private readonly duties: Duties,
    private readonly moments: Moments,
  ) {}

  async read(district: string, id: string, time: TimeQuery): Promise<CycleDetail> {
    return cycleShown(await this.sources(district, id, time));
  }

  async review(district: string, id: string, reviewId: string): Promise<ReviewScreen> {
    const sources = await this.sources(district, id, {});
    const review = sources.view.reviews.findLast((r) => r.reviewId === reviewId);
    if (!review) throw new ProblemError('not_found', 'There is no review under this id.');
    return {
      version: sources.view.version,
      cycle: cycleShown(sources),
      review: reviewShown(review, sources.names),
      options: reviewOptions(review, sources.view.tier),
    };
  }

  private async sources(district: string, id: string, time: TimeQuery) {
    const stream = streamId('cycle', id);
    const [moment, { events }, { today }] = await Promise.all([
      this.moments.of(district, time),
      this.store.read({ district, stream }),
      this.settings.today(district),
    ]);
    const view = cycleView(events, moment);
    const state = (eventsAt(events, moment) as Recorded<CycleEvent>[]).reduce(
      cycleDecider.evolve,
      cycleDecider.initial,
    );
    if (!view || state.status === 'none')
      throw new ProblemError('not_found', 'There was no such cycle at that moment.');
    const { calendar, ruleSet } = await this.reference.for(district, {
      calendar: view.calendar,
      ruleSet: view.ruleSet,
    });
    if (!calendar || !ruleSet) throw new Error('a cycle pins its calendar and rules');
    const names = await this.names.of(district, { students: [view.studentId], groups: true });
    // What is owed is a question of the present, or of what was known: a day of the past owes nothing any more.
    const owed =
      moment.asOf === null
        ? await this.views.duties.next(district, { stream }, moment.knownAt)
        : [];
    const next = (await this.duties.shown(district, owed, names)).map(dutyOnly);
    return { id, view, state, names, calendar, rules: ruleSet, next, moment, today };
  }
}
