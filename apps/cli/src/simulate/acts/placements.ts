import type { CycleDetail } from '#contracts/cycles';
import type { LocalDate } from '#domain/time';
import { unit } from '#sandbox/random';
import { placementChoice, type PlacementChoice } from '#sandbox/staff/placement';
import { whenActs } from '#sandbox/staff/timing';
import type { Act } from '../acts.js';
import type { Owed } from '../inboxes.js';
import { isTime } from '../timing.js';
import { cycleNamed, occurrenceOf, type World } from '../world.js';

/** Of moves that a review proposes, few are declined: the team has just asked for them. */
const declinesMove = 0.15;

/** The team decides about a proposed placement: confirms, overrides or declines. */
export function decidePlacement(world: World, owed: Owed, today: LocalDate): Act | null {
  const { item, person, student, area } = owed;
  if (!student || !area) return null;
  const { seed, diligence } = world;
  const cycle = cycleNamed(world, item.target.id, student, area);
  const nth = cycle.placementsDecided + 1;
  const { caseNumber } = student.truth[area];
  const occurrence = occurrenceOf(world, `confirm-placement/${cycle.name}/${nth}`, item.key);
  const among = nth === 1 ? area : `${area}/placement ${nth}`;
  const kind = 'confirm-placement';
  const when = whenActs({ seed, kind, caseNumber, among, occurrence, diligence });
  if (!isTime(world, item.key, item.dueOn, when, today)) return null;

  const name = `placement ${cycle.name}/${nth}`;
  return {
    lane: item.stream,
    name,
    run: async () => {
      const path = `/v1/cycles/${item.target.id}`;
      const { placements, version } = await person.api.get<CycleDetail>(path);
      const open = placements.findLast((placement) => placement.status === 'proposed');
      if (!open) return;
      const choice: PlacementChoice =
        nth === 1
          ? placementChoice(seed, student, area, open.tier)
          : unit(seed, cycle.name, nth, 'declines a move') < declinesMove
            ? { kind: 'decline', reason: 'The team stays with the plan for now.' }
            : { kind: 'confirm' };
      const { kind: decision, ...more } = choice;
      await person.api.post(`${path}/placements/${open.placementId}/${decision}`, {
        key: name,
        version,
        json: { ...more, present: [person.id] },
      });
      cycle.placementsDecided += 1;
    },
  };
}
