import type { Method } from '../method.js';

/** Dosage, fidelity and caseload (science.md 3.2 to 3.4). */
export const dosageMethods: readonly Method[] = [
  {
    id: 'dosage/session-rate',
    version: 1,
    definition:
      'Sessions held / sessions planned. Planned = scheduled weekdays on instructional days of the phase: closures leave the plan; ' +
      'the absence of the student or the interventionist, and a session that nobody logged, does not.',
    undefinedWhen: 'No session was planned.',
    source: 'science.md 3.2.',
  },
  {
    id: 'dosage/student-dosage',
    version: 1,
    definition: 'Sessions that the student attended, and that number / sessions planned.',
    undefinedWhen: 'The rate: no session was planned.',
    source: 'science.md 3.2.',
  },
  {
    id: 'dosage/minute-rate',
    version: 1,
    definition: 'Minutes that the student had / minutes planned, summed over the planned sessions.',
    undefinedWhen: 'No minute was planned.',
    source: 'science.md 3.2.',
  },
  {
    id: 'dosage/weeks-rate',
    version: 1,
    definition:
      'Weeks (from Monday) in which the student had every planned session / weeks with a planned session.',
    undefinedWhen: 'No week had a planned session.',
    source: 'science.md 3.2.',
  },
  {
    id: 'dosage/as-designed',
    version: 1,
    definition:
      'Given consistently with the design of the intervention, and at least 80 % (a parameter) of the recommended weeks, sessions ' +
      'and minutes, each tested by itself.',
    undefinedWhen: 'None of the four fails and one of them is undefined.',
    source: 'Wisconsin Administrative Code, PI 11 (science.md 3.2).',
  },
  {
    id: 'fidelity/observation',
    version: 1,
    definition: 'Steps implemented / steps that applied, of one observation.',
    undefinedWhen: 'No step applied.',
    source: 'science.md 3.2.',
  },
  {
    id: 'fidelity/mean-and-lowest',
    version: 1,
    definition:
      'Plain mean and lowest of the observations; those of an observer and self-reports apart. Usual mark: 80 %.',
    undefinedWhen: 'No observation of the kind had a step that applied.',
    source: 'science.md 3.2.',
  },
  {
    id: 'caseload/weekly-minutes',
    version: 1,
    definition:
      'Minutes a week of sessions (a group once), monitoring, documentation and travel, and their share of the minutes that the ' +
      'district gives; more than all of them is a soft warning, never a cap.',
    undefinedWhen: 'Share and warning: the district gives no minutes.',
    source: 'science.md 3.4 (workload approach of ASHA).',
  },
];
