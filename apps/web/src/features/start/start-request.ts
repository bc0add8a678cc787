import type { StartPhaseRequest } from '#contracts/cycles';
import type { GroupRow } from '#contracts/groups';
import { wordsOf } from '../../ui/form-words.js';

/** The form as the API asks for it; a probe left blank is none, never a zero. */
export function requestOf(form: FormData, group: GroupRow): StartPhaseRequest {
  const word = (name: string) => wordsOf(form, name);
  const number = (name: string) => Number(word(name));
  return {
    interventionId: group.intervention.id,
    groupId: group.id,
    specialistId: group.specialist.id,
    dosage: {
      sessionsPerWeek: number('sessionsPerWeek'),
      minutes: number('minutes'),
      groupSize: number('groupSize'),
      weeks: number('weeks'),
    },
    startsOn: word('startsOn'),
    baseline: {
      on: word('baselineOn'),
      probes: ['probe-1', 'probe-2', 'probe-3'].filter((name) => word(name) !== '').map(number),
    },
    goal: {
      method: 'benchmark',
      weeks: number('goalWeeks'),
      value: number('goal'),
      ratePerWeek: null,
      source: word('source'),
    },
    changed: word('changed') || null,
  };
}
