import { randomUUID } from 'node:crypto';
import type { RecordClass } from '#domain/record-class';
import type { Authority, Requester } from '#domain/record-request/events';
import { CommandProblem, type Answer } from '../answer.js';
import { withInstallation } from '../installation.js';
import { requested } from './change.js';
import { dayIn, ofStudent, type OfDistrict, readOverview, tell } from './of-student.js';

type AccessOptions = OfDistrict & { by: Requester; received?: string };

/** Somebody asked to see the record. What they ask to be amended needs words, which have no place in a shell's history: that is HTTP's. */
export function requestAccess(options: AccessOptions, id: string): Promise<Answer> {
  const received = dayIn(options.received, '--received');
  const needs = { command: 'aimline record request access', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const requestId = randomUUID();
    const data = { requestId, by: options.by, requesterId: null, receivedOn: received ?? of.today };
    await tell(installation, of, { type: 'RequestAccess', data }, `cli/record/${requestId}`);
    const { access } = await readOverview(installation, of);
    const { dueOn } = access.find((one) => one.id === requestId)!;
    return {
      document: { student: of.studentId, request: requestId, dueOn },
      words: `To be seen by ${dueOn}; then: aimline record given ${of.studentId} ${requestId}`,
    };
  });
}

type DestructionOptions = OfDistrict & {
  class: RecordClass[];
  authority: Authority;
  keepUntil?: string;
};

/** Notes what shall be destroyed, and destroys nothing: `destroy` with the same words carries this request out. */
export function requestDestruction(options: DestructionOptions, id: string): Promise<Answer> {
  const keepUntil = dayIn(options.keepUntil, '--keep-until');
  const needs = { command: 'aimline record request destruction', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const requestId = await requested(installation, of, { ...options, keepUntil });
    return {
      document: { student: of.studentId, request: requestId },
      words: `Asked for; nothing is destroyed yet (${requestId}).`,
    };
  });
}

/** Whoever asked has seen the record: the request stands in the way of nothing any more. */
export function given(options: OfDistrict, id: string, requestId: string): Promise<Answer> {
  const needs = { command: 'aimline record given', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const { access } = await readOverview(installation, of);
    if (!access.some((one) => one.id === requestId))
      throw new CommandProblem(1, 'request-unknown', 'Nobody asked to see this record so.', {
        where: '<request>',
        hint: 'See `aimline record show` for the ids of the requests.',
      });
    const data = { requestId, on: of.today };
    await tell(installation, of, { type: 'GiveAccess', data }, `cli/record/${requestId}/given`);
    return {
      document: { student: of.studentId, request: requestId, givenOn: of.today },
      words: `They have seen it on ${of.today}.`,
    };
  });
}
