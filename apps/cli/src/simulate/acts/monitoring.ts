import type { LocalDate } from '#domain/time';
import { probeChoice, probeScore } from '#sandbox/staff/probes';
import { fidelityCheck } from '#sandbox/staff/reviews';
import { isAtSchool } from '#sandbox/staff/sessions';
import { whenActs } from '#sandbox/staff/timing';
import type { Act } from '../acts.js';
import type { Owed } from '../inboxes.js';
import { isTime } from '../timing.js';
import { cycleNamed, ordinalOf, type World } from '../world.js';
import { levelOn } from './phases.js';

/** A probe that is due is given, given and entered later, excused with a reason, or forgotten. */
export function giveProbe(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student, area } = owed;
  if (!student || !area || item.dueOn > today) return null;
  const { seed, diligence } = world;
  const { dueOn } = item;
  const cycle = cycleNamed(world, item.target.id, student, area);
  const choice = probeChoice(seed, student, area, dueOn, diligence);
  if (!isTime(world, item.key, dueOn, choice.when, today)) return null;

  const path = `/v1/cycles/${item.target.id}`;
  const key = `probe ${cycle.name}/${cycle.phases}/${dueOn}`;
  if (choice.kind === 'excuse')
    return {
      lane: item.stream,
      name: key,
      run: () =>
        person.api.post(`${path}/missed-probes`, { key, json: { dueOn, reason: choice.reason } }),
    };
  // Who was there on the day was given the probe then, and the paper lay on the desk.
  const on = isAtSchool(seed, student, dueOn) ? dueOn : today;
  const value = probeScore(
    seed,
    student,
    area,
    levelOn(seed, student, cycle, on),
    `${cycle.phases}/${dueOn}`,
  );
  return {
    lane: item.stream,
    name: key,
    run: () => person.api.post(`${path}/probes`, { key, json: { on, value } }),
  };
}

/** The principal watches a lesson against its steps. */
export function observeFidelity(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student, area } = owed;
  if (!student || !area) return null;
  const { seed, diligence } = world;
  const cycle = cycleNamed(world, item.target.id, student, area);
  const nth = ordinalOf(world, `check ${cycle.name}`, item.key);
  const among = nth === 1 ? area : `${area}/check ${nth}`;
  const { caseNumber } = student.truth[area];
  const kind = 'observe-fidelity';
  const when = whenActs({ seed, kind, caseNumber, among, occurrence: 1, diligence });
  // A check of a period that has not begun would answer the one before.
  if (cycle.phase && today < cycle.phase.startsOn) return null;
  if (!isTime(world, item.key, item.dueOn, when, today)) return null;

  const key = `fidelity ${cycle.name}/${nth}`;
  const steps = 7; // of the sandbox's lessons
  return {
    lane: item.stream,
    name: key,
    run: () =>
      person.api.post(`/v1/cycles/${item.target.id}/fidelity`, {
        key,
        json: { on: today, ...fidelityCheck(seed, `${cycle.name}/${nth}`, steps) },
      }),
  };
}
