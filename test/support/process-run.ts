import { expect } from 'vitest';
import type { Command, DomainEvent, Recorded, Reference } from '#domain/decider';
import type { Duty, StepLadder } from '#domain/obligation';
import type { ProcessOf } from '#domain/process';
import { recorded } from './given.js';
import { sent } from './school-year.js';

/** A process that lives in memory: commands in, events kept, and its two promises checked after each event. */
export function processRun<S, C extends Command, E extends DomainEvent>(
  concept: ProcessOf<S, C, E>,
  reference: Reference,
) {
  const { decider } = concept;
  const events: Recorded<E>[] = [];
  let state = decider.initial;
  const stream = `${decider.kind}/20000000-0000-4000-8000-000000000001` as const;

  const duties = (): readonly Duty[] => concept.obligations(state, reference);

  function tell(command: C): readonly E[] {
    const decided = decider.decide(command, state, reference);
    const own = 'own' in decided ? decided.own : decided;
    for (const event of own) {
      const at = event.occurredAt ?? command.meta.at;
      const fact = recorded<E>({ ...event, occurredAt: at }, events.length + 1, stream);
      events.push(fact);
      state = decider.evolve(state, fact);
    }
    if (own.length > 0) keepsPromises();
    return own;
  }

  /** Open always owes something, each duty has a rung to come; closed owes nothing. */
  function keepsPromises(): void {
    const owed = duties();
    const { status } = concept.course(state);
    expect(owed.length > 0).toBe(status === 'open');
    for (const duty of owed) expect(duty.rungs.length).toBeGreaterThan(0);
    expect(new Set(owed.map((duty) => duty.key)).size).toBe(owed.length);
  }

  /**
   * Takes every rung due at `now`, nearest first, as the workflow would; work of an activity is left to `work`. Fails if
   * a due rung neither records anything nor is such work, or if silence at one moment never comes to rest.
   */
  function until(now: string, work: (duty: Duty) => void): void {
    for (let steps = 0; steps < 500; steps++) {
      const due = duties().find((duty) => duty.rungs[0]!.at <= now);
      if (!due) return;
      const before = events.length;
      if (concept.workKinds.includes(due.kind)) {
        tell(step(due.rungs[0]!.key, now));
        expect(events.length).toBe(before);
        work(due);
        expect(duties().some((duty) => duty.key === due.key)).toBe(false);
      } else {
        tell(step(due.rungs[0]!.key, now));
        expect(events.length).toBeGreaterThan(before);
      }
    }
    throw new Error(`not quiet at ${now}`);
  }

  const step = (key: string, at: string): C =>
    sent<StepLadder>({ type: 'StepLadder', data: { key } }, at) as unknown as C;

  return {
    tell,
    duties,
    until,
    events: events as readonly Recorded<E>[],
    types: () => events.map((event) => event.type),
    state: () => state,
  };
}
