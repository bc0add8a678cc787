import type { Recorded } from '#domain/decider';
import type { CycleEvent, Dosage } from '#domain/cycle/events';
import type { Area } from '#domain/measure/measure';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

/** A cycle in a line of a list; the whole of it is folded from its stream when it is opened. */
export type CycleRow = {
  cycle_id: string;
  student_id: string;
  school_id: string;
  grade: string;
  area: Area;
  status: 'open' | 'closed';
  /** Tier of the present placement; null until a team has decided. */
  tier: number | null;
  proposed_tier: number | null;
  phase_id: string | null;
  phase_number: number;
  group_id: string | null;
  specialist_id: string | null;
  intervention_id: string | null;
  dosage: Dosage | null;
  starts_on: string | null;
  goal: { on: string; value: number } | null;
  last_probe: { on: string; value: number } | null;
  last_outcome: string | null;
  open_review_id: string | null;
  fading_until: string | null;
  opened_on: string;
  closed_on: string | null;
  close_reason: string | null;
  version: number;
};

export const cycleRows: RowModel<CycleRow> = {
  table: 'cycles',
  id: 'cycle_id',
  idsOf: (event) => (kindOf(event.stream) === 'cycle' ? [uuidOf(event.stream)] : []),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<CycleEvent>;
    if (event.type === 'CycleOpened') {
      const { studentId, schoolId, grade, area, on } = event.data;
      return {
        cycle_id: id,
        student_id: studentId,
        school_id: schoolId,
        grade,
        area,
        status: 'open',
        tier: null,
        proposed_tier: null,
        phase_id: null,
        phase_number: 0,
        group_id: null,
        specialist_id: null,
        intervention_id: null,
        dosage: null,
        starts_on: null,
        goal: null,
        last_probe: null,
        last_outcome: null,
        open_review_id: null,
        fading_until: null,
        opened_on: on,
        closed_on: null,
        close_reason: null,
        version: event.version,
      };
    }
    return row && { ...row, ...changed(row, event), version: event.version };
  },
};

function changed(row: CycleRow, event: Recorded<CycleEvent>): Partial<CycleRow> {
  switch (event.type) {
    case 'PlacementProposed':
      return { proposed_tier: event.data.tier };
    case 'PlacementConfirmed':
    case 'PlacementOverridden':
      return { tier: event.data.tier, proposed_tier: null };
    case 'PlacementDeclined':
      return { proposed_tier: null };
    case 'PhaseStarted': {
      const { phaseId, number, groupId, specialistId, interventionId, dosage, startsOn, tier } =
        event.data;
      return {
        tier,
        phase_id: phaseId,
        phase_number: number,
        group_id: groupId,
        specialist_id: specialistId,
        intervention_id: interventionId,
        dosage,
        starts_on: startsOn,
      };
    }
    case 'GoalSet':
      return { goal: { on: event.data.goal.on, value: event.data.goal.value } };
    case 'GoalRaised':
      return { goal: { on: event.data.goalOn, value: event.data.to } };
    case 'ProbeRecorded':
      // A probe that is entered late falls into its place: it is not the last one.
      return row.last_probe && event.data.on < row.last_probe.on
        ? {}
        : { last_probe: { on: event.data.on, value: event.data.value } };
    case 'ReviewOpened':
      return { open_review_id: event.data.reviewId };
    case 'ReviewHeld':
      return { open_review_id: null, last_outcome: event.data.outcome };
    case 'PhaseSpecialistChanged':
      return { specialist_id: event.data.to };
    case 'PhaseEnded':
      return { phase_id: null, group_id: null, open_review_id: null };
    case 'FadeStarted':
      return { fading_until: event.data.until };
    case 'CycleTransferred':
      return { school_id: event.data.toSchoolId };
    case 'CycleClosed':
      return { status: 'closed', closed_on: event.data.on, close_reason: event.data.reason };
    case 'CycleReopened':
      return {
        status: 'open',
        closed_on: null,
        close_reason: null,
        fading_until: null,
        school_id: event.data.schoolId,
      };
    default:
      return {};
  }
}

export const cycles: ReadModel = {
  name: 'cycle',
  tables: ['cycles'],
  apply: (batch, tx) => applyRows(cycleRows, batch, tx),
};
