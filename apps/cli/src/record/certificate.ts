import type { DestructionRequest } from '#domain/record-request/overview';
import { CommandProblem, type Answer } from '../answer.js';
import { withInstallation } from '../installation.js';
import { ofStudent, type OfDistrict, readOverview, tell } from './of-student.js';

/** What the certificate says of one request: nothing by which anybody could know whose record it was but the id. */
export type Certified = DestructionRequest & { completedOn: string };

/**
 * Records `DestructionCompleted` for each destruction whose backups have aged out, and prints the certificates of all that are complete. Exit 1
 * where a destruction is not.
 */
export function certificate(options: OfDistrict, id: string): Promise<Answer> {
  const needs = { command: 'aimline record certificate', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const { destructions } = await readOverview(installation, of);
    if (destructions.length === 0)
      throw new CommandProblem(1, 'nothing-destroyed', 'Nothing of this record was destroyed.', {
        where: '<student>',
        hint: 'See `aimline record show`.',
      });
    for (const { id: requestId, certifiableFrom, completedOn } of destructions)
      if (completedOn === null && certifiableFrom !== null && certifiableFrom <= of.today)
        await tell(
          installation,
          of,
          { type: 'CompleteDestruction', data: { requestId } },
          `cli/record/complete/${requestId}`,
        );
    const now = (await readOverview(installation, of)).destructions;
    const certified = now.filter((one): one is Certified => one.completedOn !== null);
    const waiting = now.filter(({ completedOn }) => completedOn === null);
    return {
      document: { district: of.district, student: of.studentId, certified, waiting },
      words: [...certified.map((one) => certificateOf(of, one)), ...waiting.map(waitsFor)].join(
        '\n\n',
      ),
      exitCode: waiting.length > 0 ? 1 : 0,
    };
  });
}

function certificateOf(
  { district, studentId }: { district: string; studentId: string },
  { id, authority, destroyed, completedOn }: Certified,
): string {
  return [
    'CERTIFICATE OF DESTRUCTION',
    `District ${district}, record ${studentId}, request ${id}, by authority of ${authority}.`,
    ...destroyed.map(
      ({ recordClass, on, officer, position }) =>
        `${recordClass}: key and contents destroyed on ${on} by ${officer.role} ${officer.id} (position ${position} of the log).`,
    ),
    `The last backup that could have held a copy had aged out by ${completedOn}. What the log still says of the record is that`,
    'events happened, when, of which kind and by whom; none of their contents can be read by anybody.',
    `To check: aimline verify --district ${district}`,
  ].join('\n');
}

function waitsFor({ id, certifiableFrom }: DestructionRequest): string {
  return certifiableFrom
    ? `Request ${id}: destroyed; to be certified from ${certifiableFrom} on, when no backup holds it any more.`
    : `Request ${id}: not all of it is destroyed.`;
}
