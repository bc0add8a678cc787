import { RuleBroken } from '../../rule-broken.js';
import type {
  ConfirmPlacement,
  DeclinePlacement,
  NotifyGuardian,
  OpenCycle as OpenCycleCommand,
  OverridePlacement,
} from '../commands.js';
import type { Context } from '../context.js';
import { mustBeOpen, mustGiveReason } from '../context.js';
import type { CycleEvent } from '../events.js';
import { plainNotice } from '../notice.js';
import type { Cycle, OpenCycle, Proposal } from '../state.js';

/** The first flag: a cycle begins with a proposal for a team, never with a label. */
export function openCycle(
  { propose, ...cycle }: OpenCycleCommand['data'],
  before: Cycle,
  { meta, today: on, rules }: Context,
): readonly CycleEvent[] {
  if (before.status !== 'none')
    throw new RuleBroken('cycle-already-open', { status: before.status });
  if (propose.tier === 1) throw new RuleBroken('tier-without-intervention', { tier: 1 });
  if (rules.area !== cycle.area)
    throw new RuleBroken('rule-set-of-another-area', { area: cycle.area, ruleSet: rules.area });
  return [
    { type: 'CycleOpened', data: { ...cycle, on } },
    { type: 'PlacementProposed', data: { placementId: meta.commandId, ...propose, on } },
  ];
}

export function confirmPlacement(
  { placementId, present }: ConfirmPlacement['data'],
  cycle: Cycle,
  { today: on }: Context,
): readonly CycleEvent[] {
  const { tier } = mustBeProposed(cycle, placementId);
  return [{ type: 'PlacementConfirmed', data: { placementId, tier, present, on } }];
}

export function overridePlacement(
  { placementId, tier, reason, present }: OverridePlacement['data'],
  cycle: Cycle,
  { today: on }: Context,
): readonly CycleEvent[] {
  const { tier: proposed } = mustBeProposed(cycle, placementId);
  mustGiveReason(reason, 'override');
  if (tier === 1) throw new RuleBroken('tier-without-intervention', { tier });
  if (tier === proposed) throw new RuleBroken('tier-as-proposed', { tier });
  const data = { placementId, proposed, tier, reason, present, on };
  return [{ type: 'PlacementOverridden', data }];
}

/** Declining the first proposal ends the cycle; declining a move to another tier leaves the student where they are. */
export function declinePlacement(
  { placementId, reason, present }: DeclinePlacement['data'],
  cycle: Cycle,
  { today: on }: Context,
): readonly CycleEvent[] {
  mustBeProposed(cycle, placementId);
  mustGiveReason(reason, 'decline');
  const declined: CycleEvent = {
    type: 'PlacementDeclined',
    data: { placementId, reason, present, on },
  };
  if (mustBeOpen(cycle).tier !== null) return [declined];
  return [declined, { type: 'CycleClosed', data: { on, reason: 'declined' } }];
}

export function notifyGuardian(
  notice: NotifyGuardian['data'],
  cycle: Cycle,
  { meta, today: on }: Context,
): readonly CycleEvent[] {
  const open = mustBeOpen(cycle);
  if (!notice.text.trim()) throw new RuleBroken('letter-without-text', { about: notice.about });
  // The engine's own letter is written once: a second try after a lost answer finds nothing owed.
  const owed = notice.about === 'progress' || open.notice?.about === notice.about;
  if (meta.actor.role === 'process' && !owed) return [];
  return [{ type: 'GuardianNotified', data: { noticeId: meta.commandId, ...notice, on } }];
}

/** What the process writes where no activity has written the letter in the guardian's language. */
export function writePlainNotice(
  cycle: OpenCycle,
  { meta, today: on }: Context,
): readonly CycleEvent[] {
  if (!cycle.notice) return [];
  const { about } = cycle.notice;
  const letter = { about, guardianId: null, ...plainNotice(cycle, about), on };
  return [{ type: 'GuardianNotified', data: { noticeId: meta.commandId, ...letter } }];
}

/** A decision must name the proposal that is open now: one that was decided meanwhile is stale. */
function mustBeProposed(cycle: Cycle, placementId: string): Proposal {
  const { at } = mustBeOpen(cycle);
  if (at.stage !== 'placement' || at.proposal.placementId !== placementId)
    throw new RuleBroken('placement-not-open', { placementId });
  return at.proposal;
}
