import type { RecordOverview } from '#domain/record-request/overview';
import type { Answer } from '../answer.js';
import { withInstallation } from '../installation.js';
import { ofStudent, type OfDistrict, readOverview } from './of-student.js';

export function show(options: OfDistrict, id: string): Promise<Answer> {
  const needs = { command: 'aimline record show', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const of = await ofStudent(installation, options, id);
    const overview = await readOverview(installation, of);
    return {
      document: { student: of.studentId, ...overview },
      words: wordsOf(overview) || 'Nothing was ever asked about this record.',
    };
  });
}

function wordsOf({ access, amendments, holds, destructions, expunged }: RecordOverview): string {
  return [
    ...access.map(
      ({ id, by, receivedOn, dueOn, givenOn }) =>
        `${receivedOn} access asked for by the ${by}: ${givenOn ? `given on ${givenOn}` : `due on ${dueOn}`} (${id})`,
    ),
    ...amendments.map(({ id, by, receivedOn, decision, statement }) => {
      const answer = decision
        ? `${decision.granted ? 'granted' : 'denied'} on ${decision.on}`
        : 'not decided';
      const words = statement ? `, statement of ${statement.on}` : '';
      return `${receivedOn} amendment asked for by the ${by}: ${answer}${words} (${id})`;
    }),
    ...holds.map(
      ({ id, reason, placedOn, liftedOn }) =>
        `${placedOn} held for ${reason}${liftedOn ? `, lifted on ${liftedOn}` : ''} (${id})`,
    ),
    ...destructions.flatMap(({ id, receivedOn, recordClasses, authority, keepUntil, ...rest }) => [
      `${receivedOn} destruction of ${recordClasses.join(', ')} asked for, ${authority}` +
        `${keepUntil ? `, not before the end of ${keepUntil}` : ''} (${id})`,
      ...rest.destroyed.map(
        ({ on, recordClass, position }) => `  ${on} ${recordClass} destroyed, position ${position}`,
      ),
      ...(rest.completedOn ? [`  ${rest.completedOn} certified`] : []),
      ...(rest.certifiableFrom && !rest.completedOn
        ? [`  to be certified from ${rest.certifiableFrom} on`]
        : []),
    ]),
    ...expunged.map(
      ({ on, eventId, recordClass, authority, position }) =>
        `${on} event ${eventId} (${recordClass}) expunged, ${authority}, position ${position}`,
    ),
  ].join('\n');
}
