import type { LocalDate } from '#domain/time';
import type { Act } from './acts.js';

/** What people have made a note of for a later day. */
export class Agenda {
  private readonly days = new Map<LocalDate, Act[]>();

  note(on: LocalDate, act: Act): void {
    const acts = this.days.get(on);
    if (acts) acts.push(act);
    else this.days.set(on, [act]);
  }

  /** Everything noted for this day and for the days before it; it is then forgotten. */
  take(today: LocalDate): Act[] {
    const due = [...this.days.keys()].filter((day) => day <= today).sort();
    const acts = due.flatMap((day) => this.days.get(day)!);
    for (const day of due) this.days.delete(day);
    return acts;
  }
}
