import type { Decider, Reference, Sent } from '../decider.js';
import { RuleBroken } from '../rule-broken.js';
import type { CaseFileCommand, CaseFileEvent } from './events.js';
import { type CaseFile, evolve, initial } from './state.js';

/** A file that is here already adds nothing, whoever brings it again; it cannot become another student's. */
export function decide(
  { data }: Sent<CaseFileCommand>,
  file: CaseFile,
  { district }: Pick<Reference, 'district'>,
): CaseFileEvent[] {
  const { studentId, from, facts } = data;
  if (from.district === district.id) throw new RuleBroken('case-file-of-this-district');
  if (file.studentId === studentId) return [];
  if (file.studentId !== null) throw new RuleBroken('case-file-of-another-student');
  const gone = facts.filter(({ said }) => said === null).length;
  return [
    { type: 'CaseFileReceived', data: { studentId, from, facts: facts.length, gone } },
    ...facts.map((fact): CaseFileEvent & { occurredAt: string } => ({
      type: 'EarlierFactReceived',
      occurredAt: fact.was.occurredAt,
      data: { studentId, ...fact },
    })),
  ];
}

export const caseFileDecider: Decider<CaseFile, Sent<CaseFileCommand>, CaseFileEvent> = {
  kind: 'case-file',
  initial,
  evolve,
  decide,
  needs: () => ({}),
};
