import { reachesMark } from './share.js';

export type DesignInputs = {
  /** Whether what was given is the intervention as it is designed; null where nobody said. */
  consistentWithDesign: boolean | null;
  /** Of the recommended weeks, sessions and minutes, what was given; null where none is recommended. */
  weeksRate: number | null;
  sessionRate: number | null;
  minuteRate: number | null;
};

/** Each tested by itself; null where it is undefined. */
export type AsDesigned = {
  design: boolean | null;
  weeks: boolean | null;
  sessions: boolean | null;
  minutes: boolean | null;
  /** All of them; one that fails settles it, else one that is undefined leaves it undefined. */
  met: boolean | null;
};

/**
 * Wisconsin PI 11: an intensive intervention counts where it was given consistently with its design **and** at least 80 % of the
 * recommended weeks, sessions and minutes were, each tested (science.md 3.2). Rule proposal CR 21-011 would drop the mark: it
 * is a parameter.
 */
export function asDesigned(inputs: DesignInputs, mark = 0.8): AsDesigned {
  const tests = {
    design: inputs.consistentWithDesign,
    weeks: reachesMark(inputs.weeksRate, mark),
    sessions: reachesMark(inputs.sessionRate, mark),
    minutes: reachesMark(inputs.minuteRate, mark),
  };
  const answers = Object.values(tests);
  const met = answers.includes(false) ? false : answers.includes(null) ? null : true;
  return { ...tests, met };
}
