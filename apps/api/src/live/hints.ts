import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { finalize, Subject, type Observable } from 'rxjs';
import { Positions } from './positions.js';

/** The views of a district have come this far: whoever looks at something may look again. */
export type Hint = { position: number };

/** How often the views' position is asked for while anybody listens, in ms. */
const every = 500;

/** One poll a district and process feeds every listening tab; nobody listening, nobody asks. */
@Injectable()
export class Hints implements OnModuleDestroy {
  private readonly feeds = new Map<
    string,
    { subject: Subject<Hint>; listeners: number; timer: NodeJS.Timeout }
  >();

  constructor(private readonly positions: Positions) {}

  of(district: string): Observable<Hint> {
    let feed = this.feeds.get(district);
    if (!feed) {
      feed = { subject: new Subject(), listeners: 0, timer: this.poll(district) };
      this.feeds.set(district, feed);
    }
    const { subject, timer } = feed;
    feed.listeners += 1;
    const listening = feed;
    return subject.pipe(
      finalize(() => {
        listening.listeners -= 1;
        if (listening.listeners > 0) return;
        clearInterval(timer);
        this.feeds.delete(district);
      }),
    );
  }

  onModuleDestroy(): void {
    for (const { subject, timer } of this.feeds.values()) {
      clearInterval(timer);
      subject.complete();
    }
    this.feeds.clear();
  }

  private poll(district: string): NodeJS.Timeout {
    let last = -1;
    let asking = false;
    return setInterval(() => {
      if (asking) return;
      asking = true;
      this.positions
        .ofViews(district)
        .then((position) => {
          if (position !== last) this.feeds.get(district)?.subject.next({ position });
          last = position;
        })
        .catch(() => undefined) // PostgreSQL is gone: hints come again with it
        .finally(() => (asking = false));
    }, every);
  }
}
