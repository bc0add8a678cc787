import { Refused } from './http.js';
import type { Memory } from './world.js';

/**
 * Something that a person does. Acts of one lane concern one thing (a cycle, a referral, the groups of a school and
 * tier) and happen one after the other, in the order of their names; lanes do not touch each other and go side by side.
 */
export type Act = { lane: string; name: string; run: () => Promise<void> };

const lanesAtOnce = 12;

/** Carries out a day's acts; whatever answers first, the outcome is the same. */
export async function carryOut(acts: readonly Act[], memory: Memory): Promise<void> {
  const lanes = [...Map.groupBy(acts, (act) => act.lane).values()];
  const next = () => lanes.pop();
  const walk = async () => {
    for (let lane = next(); lane; lane = next())
      for (const act of lane.sort((a, b) => (a.name < b.name ? -1 : 1)))
        await overtaken(memory, act);
  };
  await Promise.all(Array.from({ length: Math.min(lanesAtOnce, lanes.length) }, walk));
}

/** Who was overtaken looks again; so often, and it is no race any more. */
const looks = 10;

/** A plan can be overtaken: the student has left, the cycle has ended. The rule that stands against it is counted. */
async function overtaken({ refused }: Memory, act: Act): Promise<void> {
  for (let look = 1; ; look += 1) {
    try {
      return await act.run();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.isConflict && look < looks) continue;
      if (error.problem.code !== 'rule_broken') throw error;
      const name = `${act.name.split(' ')[0]}: ${error.problem.rule ?? 'unknown'}`;
      refused.set(name, (refused.get(name) ?? 0) + 1);
      return;
    }
  }
}
