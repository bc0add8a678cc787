import type { Reference } from '../decider.js';
import { businessDays } from '../duty-days.js';
import { ladderDuty, workDuty } from '../ladder.js';
import type { Duty, Ladder } from '../obligation.js';
import { dutyKey, dutyWithoutOccurrence } from '../obligation.js';
import type { WorkKinds } from '../process.js';
import { localDateOf } from '../time.js';
import type { Import, Received } from './state.js';

/** An activity reads the file, applies it in chunks and completes or rejects it. */
export const workKinds: WorkKinds = ['run-import'];

/** A file belongs to no school's calendar, so weekdays count. The product's own default: no rule set speaks of files. */
export const confirmLadder: Ladder = {
  remindAfter: [0, 2],
  escalateAfter: null,
  escalateTo: 'district-admin',
  recordAfter: 5,
};

export function obligations(state: Import, reference: Reference): readonly Duty[] {
  switch (state.status) {
    case 'none':
    case 'completed':
    case 'rejected':
      return [];
    case 'received':
    case 'running':
      return [runImport(state, reference)];
    case 'held': {
      const duty = confirmImport(state, reference);
      return duty ? [duty] : [];
    }
  }
}

function runImport(state: Received, { district }: Reference): Duty {
  return workDuty({
    key: dutyKey('run-import', state.stream, state.runs - 1),
    kind: 'run-import',
    dueOn: localDateOf(state.runnableSince, district.timeZone),
    at: state.runnableSince,
    because: { rule: 'import', trigger: state.trigger },
  });
}

/** Held because it would change much at once; due on the next weekday, and its silence opens it again. */
function confirmImport(state: Received, { district }: Reference): Duty | null {
  const days = businessDays(district.timeZone);
  const base = dutyKey('confirm-import', state.stream, 0);
  const since = state.missedAt ?? state.heldSince ?? state.runnableSince;
  const occurrence = state.ladder.missed.get(dutyWithoutOccurrence(base)) ?? 0;
  return ladderDuty(
    {
      key: dutyKey('confirm-import', state.stream, occurrence),
      kind: 'confirm-import',
      owner: { kind: 'role', role: 'district-admin', schoolId: null },
      studentId: null,
      dueOn: days.later(localDateOf(since, district.timeZone), 1),
      because: { rule: 'import/held', trigger: state.trigger },
    },
    confirmLadder,
    days,
    state.ladder,
  );
}
