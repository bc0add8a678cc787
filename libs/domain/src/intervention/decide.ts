import type { Decider, Sent } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import type { CatalogueEntry, InterventionCommand, InterventionEvent } from './events.js';
import type { Intervention } from './state.js';
import { evolve, initial } from './state.js';

export function decide(
  command: Sent<InterventionCommand>,
  intervention: Intervention,
): InterventionEvent[] {
  switch (command.type) {
    case 'CatalogueIntervention':
      return catalogue(command.data, intervention);
    case 'ReviseIntervention':
      return revise(command.data, intervention);
  }
}

function catalogue(entry: CatalogueEntry, intervention: Intervention): InterventionEvent[] {
  if (intervention.status === 'catalogued') {
    if (same(intervention.entry, entry)) return [];
    throw new RuleBroken('intervention-already-catalogued');
  }
  requireWhole(entry);
  return [{ type: 'InterventionCatalogued', data: entry }];
}

function revise(entry: CatalogueEntry, intervention: Intervention): InterventionEvent[] {
  if (intervention.status === 'none') throw new RuleBroken('intervention-not-catalogued');
  if (same(intervention.entry, entry)) return [];
  requireWhole(entry);
  return [{ type: 'InterventionRevised', data: entry }];
}

/** An entry that a team can plan with: for somebody, with an evidence level that names its source, and a possible dosage. */
function requireWhole(entry: CatalogueEntry): void {
  if (entry.grades.length === 0 || entry.tiers.length === 0)
    throw new RuleBroken('intervention-for-nobody');
  if (entry.evidence.citation.trim() === '') throw new RuleBroken('evidence-without-source');
  const { sessionsPerWeek, minutes, weeks } = entry.dosage;
  const { min, max } = entry.groupSize;
  if (![sessionsPerWeek, minutes, weeks, min].every((n) => n > 0) || min > max)
    throw new RuleBroken('dosage-impossible', { sessionsPerWeek, minutes, weeks, min, max });
  for (const [dimension, rating] of Object.entries(entry.intensity))
    if (rating !== null && (rating < 0 || rating > 3))
      throw new RuleBroken('intensity-out-of-range', { dimension });
}

export const interventionDecider: Decider<
  Intervention,
  Sent<InterventionCommand>,
  InterventionEvent
> = { kind: 'intervention', initial, evolve, decide, needs: () => ({}) };
