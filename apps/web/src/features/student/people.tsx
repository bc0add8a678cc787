import type { StudentDetail } from '#contracts/students';
import { useText } from '../../i18n/text.js';

/** Who is around this student: classes and their teachers, guardians and the language they read. */
export function People({ student }: { student: StudentDetail }) {
  const text = useText();
  if (student.classes.length === 0 && student.guardians.length === 0) return null;
  const language = new Intl.DisplayNames([document.documentElement.lang], { type: 'language' });
  return (
    <section className="sheet" aria-labelledby="people">
      <h2 id="people">{text('student.people')}</h2>
      <ul className="plain people">
        {student.classes.map((one) => (
          <li key={one.classSourcedId}>
            <span className="people-name">
              {one.teachers.map((teacher) => teacher.name).join(', ') || '–'}
            </span>
            <span className="quiet small">{one.title}</span>
          </li>
        ))}
        {student.guardians.map((guardian) => (
          <li key={guardian.guardianId}>
            <span className="people-name">{guardian.name}</span>
            <span className="quiet small">
              {guardian.relationship} · {nameOf(language, guardian.language)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function nameOf(languages: Intl.DisplayNames, tag: string): string {
  try {
    return languages.of(tag) ?? tag;
  } catch {
    return tag; // a roster may hold a word where a language tag belongs
  }
}
