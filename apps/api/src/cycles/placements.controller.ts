import { Body, Controller, Param } from '@nestjs/common';
import {
  confirmPlacementRequest,
  declinePlacementRequest,
  overridePlacementRequest,
  raiseGoalRequest,
  startPhaseRequest,
  type ConfirmPlacementRequest,
  type DeclinePlacementRequest,
  type OverridePlacementRequest,
  type RaiseGoalRequest,
  type StartPhaseRequest,
} from '#contracts/cycles';
import { Caller } from '../edge/caller.js';
import { Commands } from '../edge/route.js';
import { GroupPlaces } from '../groups/group-places.js';
import { Submit } from '../submit.js';

const one = { kind: 'cycle', param: 'cycleId' } as const;

/** The team's decision on a proposed tier, and the phase that follows from it. */
@Controller('v1/cycles/:cycleId')
export class PlacementsController {
  constructor(
    private readonly submit: Submit,
    private readonly groups: GroupPlaces,
  ) {}

  @Commands({
    path: 'placements/:placementId/confirm',
    id: 'confirmPlacement',
    says: 'The team confirms the proposed tier',
    allow: 'decide-placement',
    about: one,
    judged: true,
  })
  confirm(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('placementId') placementId: string,
    @Body({ schema: confirmPlacementRequest }) body: ConfirmPlacementRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'ConfirmPlacement',
      data: { placementId, ...body },
    });
  }

  @Commands({
    path: 'placements/:placementId/override',
    id: 'overridePlacement',
    says: 'The team decides on another tier, with a reason',
    allow: 'decide-placement',
    about: one,
    judged: true,
  })
  override(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('placementId') placementId: string,
    @Body({ schema: overridePlacementRequest }) body: OverridePlacementRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'OverridePlacement',
      data: { placementId, ...body },
    });
  }

  @Commands({
    path: 'placements/:placementId/decline',
    id: 'declinePlacement',
    says: 'The team declines the proposal, with a reason',
    allow: 'decide-placement',
    about: one,
    judged: true,
  })
  decline(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('placementId') placementId: string,
    @Body({ schema: declinePlacementRequest }) body: DeclinePlacementRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'DeclinePlacement',
      data: { placementId, ...body },
    });
  }

  @Commands({
    path: 'phases',
    id: 'startPhase',
    says: 'Start a phase: baseline, goal, dosage, intervention, group',
    allow: 'start-phase',
    about: one,
    judged: true,
  })
  startPhase(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: startPhaseRequest }) data: StartPhaseRequest,
  ) {
    const { groupId, startsOn } = data;
    return this.submit.to(caller, 'cycle', cycleId, { type: 'StartPhase', data }, () =>
      this.groups.mustTake(caller.district, groupId, cycleId, startsOn),
    );
  }

  @Commands({
    path: 'goal',
    id: 'raiseGoal',
    says: 'Raise the goal of the running phase',
    allow: 'raise-goal',
    about: one,
    judged: true,
  })
  raiseGoal(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: raiseGoalRequest }) data: RaiseGoalRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'RaiseGoal', data });
  }
}
