import type { Recorded } from '#domain/decider';
import type { Area, Grade, Season } from '#domain/measure/measure';
import type { ScreeningWindowEvent } from '#domain/screening-window/events';
import { movedDates } from '#domain/screening-window/state';
import type { Score, StudentEvent } from '#domain/student/events';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

/** A score as the log has it; positions tell what a window that closed at a position could know. */
export type ScoreRow = {
  event_id: string;
  student_id: string;
  school_id: string;
  enrolled_grade: Grade;
  measure: string;
  on_date: string;
  season: Season | null;
  score: Score;
  position: number;
  /** Position of the fact that voided or replaced it; null while it counts. */
  ended_position: number | null;
};

export type WindowRow = {
  window_id: string;
  school_id: string;
  area: Area;
  season: Season;
  school_year: number;
  status: 'scheduled' | 'open' | 'closed' | 'completed';
  opens_on: string;
  closes_on: string;
  make_ups_until: string;
  rule_sets: readonly { ruleSet: { id: string; version: number }; grades: readonly Grade[] }[];
  calendar: { id: string; version: number };
  closed: {
    on: string;
    position: number;
    expected: number;
    screened: number;
    missed: number;
  } | null;
  classwide: readonly {
    unit: string;
    grade: Grade;
    below: number;
    screened: number;
    threshold: number;
  }[];
  proposed: number | null;
  version: number;
};

const scoreRow = (recorded: Recorded, score: Score): ScoreRow => ({
  event_id: recorded.id,
  student_id: uuidOf(recorded.stream),
  school_id: score.schoolId,
  enrolled_grade: score.enrolledGrade,
  measure: score.measure,
  on_date: score.on,
  season: score.season,
  score,
  position: recorded.position,
  ended_position: null,
});

export const scores: RowModel<ScoreRow> = {
  table: 'scores',
  id: 'event_id',
  idsOf: (recorded) => {
    if (kindOf(recorded.stream) !== 'student') return [];
    const event = recorded as Recorded<StudentEvent>;
    if (event.type === 'ScoreRecorded') return [event.id];
    if (event.type === 'ScoreVoided') return [event.data.eventId];
    if (event.type === 'ScoreCorrected') return [event.data.eventId, event.id];
    return [];
  },
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<StudentEvent>;
    if (event.type === 'ScoreRecorded') return scoreRow(event, event.data);
    if (event.type === 'ScoreCorrected' && id === event.id)
      return scoreRow(event, event.data.score);
    return row && { ...row, ended_position: event.position };
  },
};

export const windows: RowModel<WindowRow> = {
  table: 'windows',
  id: 'window_id',
  idsOf: (event) => (kindOf(event.stream) === 'screening-window' ? [uuidOf(event.stream)] : []),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<ScreeningWindowEvent>;
    const version = event.version;
    if (event.type === 'WindowScheduled') {
      const plan = event.data;
      return {
        window_id: id,
        school_id: plan.schoolId,
        area: plan.area,
        season: plan.season,
        school_year: plan.schoolYear,
        status: 'scheduled',
        opens_on: plan.opensOn,
        closes_on: plan.closesOn,
        make_ups_until: plan.makeUpsUntil,
        rule_sets: plan.ruleSets,
        calendar: plan.calendar,
        closed: null,
        classwide: [],
        proposed: null,
        version,
      };
    }
    if (!row) return null;
    switch (event.type) {
      case 'WindowOpened':
        return { ...row, status: 'open', version };
      case 'WindowClosed':
        return { ...row, status: 'closed', closed: event.data, version };
      case 'ClasswideResponseProposed':
        return { ...row, classwide: [...row.classwide, event.data], version };
      case 'PlacementsProposed':
        return { ...row, status: 'completed', proposed: event.data.proposed, version };
      case 'DueDatesMoved':
        return { ...row, ...moved(row, event.data), version };
      default:
        return { ...row, version };
    }
  },
};

function moved(
  row: WindowRow,
  data: Extract<ScreeningWindowEvent, { type: 'DueDatesMoved' }>['data'],
): Partial<WindowRow> {
  const {
    opensOn: opens_on = row.opens_on,
    closesOn: closes_on = row.closes_on,
    makeUpsUntil: make_ups_until = row.make_ups_until,
  } = movedDates(data);
  return { calendar: data.calendar, opens_on, closes_on, make_ups_until };
}

/** Windows, and the scores of every student with the positions from which and until which they counted. */
export const screening: ReadModel = {
  name: 'screening',
  tables: ['scores', 'windows'],
  apply: async (batch, tx) => {
    await applyRows(scores, batch, tx);
    await applyRows(windows, batch, tx);
  },
};
