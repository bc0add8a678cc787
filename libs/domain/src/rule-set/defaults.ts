import { behaviourRules } from './defaults/behaviour.js';
import { mathematicsRules } from './defaults/mathematics.js';
import { readingRules } from './defaults/reading.js';

/** The rule sets that ship, each number with its citation in `sources`. A district publishes its own copy. */
export const defaultRuleSets = {
  reading: readingRules,
  mathematics: mathematicsRules,
  behaviour: behaviourRules,
} as const;
