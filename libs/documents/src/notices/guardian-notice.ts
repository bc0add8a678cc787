/** What a notice says, in the words that a guardian reads; names are those of the record. */
export type NoticeFacts = {
  about: 'placement' | 'progress' | 'exit';
  studentName: string;
  schoolName: string;
  area: string;
  tier: number;
  sessionsPerWeek: { min: number; max: number };
  minutes: { min: number; max: number };
  probeEverySchoolWeeks: number;
};

export type Notice = {
  language: string;
  template: { id: string; version: number };
  text: string;
  /** Items of 34 CFR 300.311(a)(7)(ii) that the text covers: A data and services, B strategies, C the right to evaluation. */
  items: readonly ('A' | 'B' | 'C')[];
};

type Template = (facts: NoticeFacts) => string;

const range = ({ min, max }: { min: number; max: number }) =>
  min === max ? String(min) : `${min}–${max}`;

const areasEn: Readonly<Record<string, string>> = { behaviour: 'behavior' };
const areasEs: Readonly<Record<string, string>> = {
  reading: 'lectura',
  mathematics: 'matemáticas',
  writing: 'escritura',
  behaviour: 'conducta',
  'social-emotional': 'desarrollo socioemocional',
  attendance: 'asistencia',
};

const rightEn =
  'At any time you may ask the school, in any form, to evaluate your child for special education. No step of this support has to be finished first.';
const rightEs =
  'En cualquier momento usted puede pedir a la escuela, de cualquier forma, que evalúe a su hijo o hija para educación especial. No es necesario terminar antes ninguna etapa de este apoyo.';

const english: Record<NoticeFacts['about'], Template> = {
  placement: (f) =>
    [
      `${f.studentName} will get extra help in ${areasEn[f.area] ?? f.area} at ${f.schoolName} (Tier ${f.tier}).`,
      `The help: small-group lessons, ${range(f.sessionsPerWeek)} times a week, ${range(f.minutes)} minutes each, during the school day.`,
      `We measure progress with a short check every ${f.probeEverySchoolWeeks === 1 ? 'week' : `${f.probeEverySchoolWeeks} weeks`} and look at the results together at regular reviews. You will get the results.`,
      'If the help does not work as hoped, the team changes its amount, its content or the group, and tells you.',
      rightEn,
    ].join('\n'),
  progress: (f) =>
    [
      `This is how ${f.studentName}'s help in ${areasEn[f.area] ?? f.area} at ${f.schoolName} goes on: the team has looked at the results of the short checks and decided what comes next.`,
      rightEn,
    ].join('\n'),
  exit: (f) =>
    [
      `${f.studentName} no longer needs extra help in ${areasEn[f.area] ?? f.area} at ${f.schoolName}. We go on watching progress with everybody's screening.`,
      rightEn,
    ].join('\n'),
};

const spanish: Record<NoticeFacts['about'], Template> = {
  placement: (f) =>
    [
      `${f.studentName} recibirá apoyo adicional en ${areasEs[f.area] ?? f.area} en ${f.schoolName} (nivel ${f.tier}).`,
      `El apoyo: lecciones en grupo pequeño, ${range(f.sessionsPerWeek)} veces por semana, ${range(f.minutes)} minutos cada una, durante el día escolar.`,
      `Medimos el progreso con una prueba corta cada ${f.probeEverySchoolWeeks === 1 ? 'semana' : `${f.probeEverySchoolWeeks} semanas`} y revisamos los resultados en reuniones periódicas. Usted recibirá los resultados.`,
      'Si el apoyo no da el resultado esperado, el equipo cambia la cantidad, el contenido o el grupo, y se lo comunica.',
      rightEs,
    ].join('\n'),
  progress: (f) =>
    [
      `Así continúa el apoyo de ${f.studentName} en ${areasEs[f.area] ?? f.area} en ${f.schoolName}: el equipo revisó los resultados de las pruebas cortas y decidió el próximo paso.`,
      rightEs,
    ].join('\n'),
  exit: (f) =>
    [
      `${f.studentName} ya no necesita apoyo adicional en ${areasEs[f.area] ?? f.area} en ${f.schoolName}. Seguimos observando su progreso con las evaluaciones de toda la clase.`,
      rightEs,
    ].join('\n'),
};

const languages: Readonly<Record<string, Record<NoticeFacts['about'], Template>>> = {
  en: english,
  es: spanish,
};

/** Grows with every change of a text: what was sent stays with its version in the record. */
const version = 1;

/**
 * A notice in the guardian's language, or in English where no text of that language has been approved: nothing is ever
 * machine-translated (web.md 1.6).
 */
export function guardianNotice(facts: NoticeFacts, language: string): Notice {
  const [wanted = 'en'] = language.toLowerCase().split('-');
  const chosen = languages[wanted] ? wanted : 'en';
  return {
    language: chosen,
    template: { id: `guardian-${facts.about}`, version },
    text: languages[chosen]![facts.about](facts),
    items: facts.about === 'placement' ? ['A', 'B', 'C'] : ['C'],
  };
}
