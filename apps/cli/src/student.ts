import { CommandProblem } from './answer.js';
import type { Installation } from './installation.js';

/** The student with an id, be it their own or one of those that files name them by. */
export async function studentOf({ views }: Installation, district: string, id: string) {
  const known = await views.directory.studentIds(district);
  const found = known.filter(({ studentId, local, state, sourcedId }) =>
    [studentId, local, state, sourcedId].includes(id),
  );
  const [one] = found;
  if (!one || found.length > 1)
    throw new CommandProblem(
      2,
      one ? 'several-students' : 'no-such-student',
      one ? 'Several students have this id.' : 'No student of the district has this id.',
      { where: '<id>', hint: 'Give the student’s own id, as the web app and the API show it.' },
    );
  const [row] = await views.directory.studentsById(district, [one.studentId]);
  return { studentId: one.studentId, name: row ? `${row.given_name} ${row.family_name}` : '' };
}
