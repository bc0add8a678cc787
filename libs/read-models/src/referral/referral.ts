import type { Recorded } from '#domain/decider';
import { definitionOf } from '#domain/legal-clock/packs';
import { ends } from '#domain/referral/clock-end';
import type { ReferralEvent } from '#domain/referral/events';
import { kindOf, uuidOf } from '#domain/streams';
import { applyRows, type ReadModel, type RowModel } from '../read-model.js';

export type ReferralRow = {
  referral_id: string;
  student_id: string;
  school_id: string;
  requested_by: 'guardian' | 'staff';
  received_on: string;
  status: 'open' | 'closed';
  /** The dates that the law asks for, each as it was recorded; null = has not happened. */
  notice_on: string | null;
  consent_requested_on: string | null;
  consent_received_on: string | null;
  eligibility_on: string | null;
  iep_meeting_on: string | null;
  clocks: readonly {
    clock: string;
    startsOn: string;
    dueOn: string;
    citation: string;
    missed: boolean;
    /** Facts that must still happen; empty: the clock is met. Rows of before there were packs do not have it. */
    waitsFor?: readonly string[];
  }[];
  closed_on: string | null;
  close_reason: string | null;
  version: number;
};

export const referralRows: RowModel<ReferralRow> = {
  table: 'referrals',
  id: 'referral_id',
  idsOf: (event) => (kindOf(event.stream) === 'referral' ? [uuidOf(event.stream)] : []),
  evolve: (row, recorded, id) => {
    const event = recorded as Recorded<ReferralEvent>;
    if (event.type === 'EvaluationRequested') {
      return {
        referral_id: id,
        student_id: event.data.studentId,
        school_id: event.data.schoolId,
        requested_by: event.data.by,
        received_on: event.data.received,
        status: 'open',
        notice_on: null,
        consent_requested_on: null,
        consent_received_on: null,
        eligibility_on: null,
        iep_meeting_on: null,
        clocks: [],
        closed_on: null,
        close_reason: null,
        version: event.version,
      };
    }
    return row && { ...row, ...changed(row, event), version: event.version };
  },
};

function changed(before: ReferralRow, event: Recorded<ReferralEvent>): Partial<ReferralRow> {
  const row = { ...before, clocks: ended(before.clocks, event) };
  return { clocks: row.clocks, ...shown(row, event) };
}

/** What a clock still waits for; a row of before there were packs holds federal clocks. */
export function waitsFor(clock: ReferralRow['clocks'][number]): readonly string[] {
  const federal = clock.clock === 'evaluation' ? 'evaluation' : 'initial-iep';
  return clock.waitsFor ?? definitionOf('us', federal)?.endsWith ?? [];
}

function ended(clocks: ReferralRow['clocks'], event: ReferralEvent): ReferralRow['clocks'] {
  const happened: readonly string[] = ends(event);
  if (happened.length === 0) return clocks;
  return clocks.map((clock) => ({
    ...clock,
    waitsFor: waitsFor(clock).filter((fact) => !happened.includes(fact)),
  }));
}

function shown(row: ReferralRow, event: Recorded<ReferralEvent>): Partial<ReferralRow> {
  const clocks = (name: string, change: Partial<ReferralRow['clocks'][number]>) =>
    row.clocks.map((clock) => (clock.clock === name ? { ...clock, ...change } : clock));
  switch (event.type) {
    case 'PriorWrittenNoticeGiven':
      return { notice_on: event.data.on };
    case 'ConsentRequested':
      return { consent_requested_on: event.data.on };
    case 'ConsentReceived':
      return { consent_received_on: event.data.receivedOn };
    case 'ClockStarted': {
      const { clock, startsOn, dueOn, citation, jurisdiction = 'us' } = event.data;
      const until = definitionOf(jurisdiction, clock)?.endsWith ?? [];
      const started = { clock, startsOn, dueOn, citation, missed: false, waitsFor: until };
      return { clocks: [...row.clocks, started] };
    }
    case 'ClockExtended':
      return { clocks: clocks(event.data.clock, { dueOn: event.data.to }) };
    case 'ClockDueMoved': {
      const { clock, startsOn, to } = event.data;
      return { clocks: clocks(clock, { startsOn, dueOn: to, missed: false }) };
    }
    case 'DeadlineMissed':
      return { clocks: clocks(event.data.clock, { missed: true }) };
    case 'EligibilityDetermined':
      return { eligibility_on: event.data.on };
    case 'IepMeetingHeld':
      return { iep_meeting_on: event.data.on };
    case 'ReferralTransferred':
      return { school_id: event.data.toSchoolId };
    case 'ReferralClosed':
      return { status: 'closed', closed_on: event.data.on, close_reason: event.data.reason };
    default:
      return {};
  }
}

export const referrals: ReadModel = {
  name: 'referral',
  tables: ['referrals'],
  apply: (batch, tx) => applyRows(referralRows, batch, tx),
};
