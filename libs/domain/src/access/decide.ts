import type { Decider, Reference, Sent } from '../decider.js';
import { requirePastDay } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import type { AccessCommand, AccessEvent } from './events.js';
import type { Access } from './state.js';
import { disclosureKey, evolve, initial } from './state.js';

type ViewFile = Sent<Extract<AccessCommand, { type: 'ViewFile' }>>;
type DiscloseRecord = Sent<Extract<AccessCommand, { type: 'DiscloseRecord' }>>;
type ExportRecord = Sent<Extract<AccessCommand, { type: 'ExportRecord' }>>;

export function decide(
  command: Sent<AccessCommand>,
  access: Access,
  reference: Reference,
): AccessEvent[] {
  switch (command.type) {
    case 'ViewFile':
      return viewFile(command, access, reference);
    case 'DiscloseRecord':
      return discloseRecord(command, access, reference);
    case 'ExportRecord':
      return exportRecord(command, access, reference);
    case 'CountEvents':
      return countEvents(command.data);
  }
}

/** Once per person, student and day. A look is dated when it happens, so a day before the last one is a repeat. */
function viewFile({ data, meta }: ViewFile, access: Access, reference: Reference): AccessEvent[] {
  requirePastDay(data.on, 'on', meta, reference);
  const last = access.lastViews.get(data.staffId);
  if (last !== undefined && last >= data.on) return [];
  return [{ type: 'FileViewed', data }];
}

function discloseRecord(
  { data, meta }: DiscloseRecord,
  access: Access,
  reference: Reference,
): AccessEvent[] {
  requirePastDay(data.on, 'on', meta, reference);
  if (data.interest.trim() === '') throw new RuleBroken('interest-missing');
  if (access.disclosed.has(disclosureKey(data))) return [];
  return [{ type: 'RecordDisclosed', data }];
}

/** Counted each time; and, like every look, who took it and why. */
function exportRecord(
  { data, meta }: ExportRecord,
  access: Access,
  reference: Reference,
): AccessEvent[] {
  const { studentId, staffId, to, interest, on } = data;
  const looked: AccessEvent[] =
    to === null
      ? viewFile(
          { type: 'ViewFile', data: { studentId, staffId, on, purpose: interest }, meta },
          access,
          reference,
        )
      : discloseRecord(
          { type: 'DiscloseRecord', data: { studentId, to, interest, on }, meta },
          access,
          reference,
        );
  return [...countEvents(data), ...looked];
}

function countEvents({
  studentId,
  counted,
}: Pick<ExportRecord['data'], 'studentId' | 'counted'>): AccessEvent[] {
  if (counted.count < 1) throw new RuleBroken('nothing-to-export');
  return [{ type: 'StudentEventsCounted', data: { studentId, ...counted } }];
}

export const accessDecider: Decider<Access, Sent<AccessCommand>, AccessEvent> = {
  kind: 'access',
  initial,
  evolve,
  decide,
  needs: () => ({}),
};
