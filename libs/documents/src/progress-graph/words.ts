import type { ProbeMissedReason } from '#domain/cycle/events';
import type { LocalDate } from '#domain/time';
import type { MissedScore, Position, ProgressGraphModel } from './model.js';

/** Every word the graph can say, in one language. Dates and numbers follow the language; dates never name a zone. */
export type GraphWords = {
  language: string;
  day(on: LocalDate): string;
  month(on: LocalDate): string;
  number(value: number): string;
  signed(value: number): string;
  baseline: string;
  median(value: number): string;
  aimline: string;
  goal(value: number, on: LocalDate): string;
  trend: string;
  projection: string;
  /** What the numbers under the graph count. */
  axis: string;
  missed: Readonly<Record<MissedScore['letter'], string>>;
  missedReason: Readonly<Record<ProbeMissedReason, string>>;
  /** "4 in a row below the aimline". */
  run(n: number, side: 'above' | 'below'): string;
  position(position: Position): string;
  late: string;
  corrected(from: number): string;
  voided: string;
  noScores: string;
  /** "9 scores since Sep 15: 6 below, 1 on and 2 above the aimline." */
  tally(n: number, since: LocalDate, below: number, on: number, above: number): string;
  tooFewForTrend(more: number): string;
  trendSentence(slope: number, unit: string): string;
  projectionSentence(value: number, goal: number, on: LocalDate): string;
  method(method: NonNullable<ProgressGraphModel['method']>): string;
  showAsTable: string;
  columns: {
    date: string;
    value: string;
    aimline: string;
    gap: string;
    phase: string;
    note: string;
  };
  howToMove: string;
  legend: string;
};

function formats(language: string) {
  const zone = { timeZone: 'UTC' } as const;
  const at = (on: LocalDate) => new Date(`${on}T00:00:00Z`);
  const day = new Intl.DateTimeFormat(language, { ...zone, month: 'short', day: 'numeric' });
  const month = new Intl.DateTimeFormat(language, { ...zone, month: 'short' });
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(language, {
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  });
  return {
    language,
    day: (on: LocalDate) => day.format(at(on)),
    month: (on: LocalDate) => month.format(at(on)),
    number: (value: number) => number.format(value),
    // A true minus sign, so that a gap of −8 lines up with +8.
    signed: (value: number) => signed.format(value).replace('-', '−'),
  };
}

function english(): GraphWords {
  const f = formats('en-US');
  return {
    ...f,
    baseline: 'Baseline',
    median: (value) => `median ${f.number(value)}`,
    aimline: 'Aimline',
    goal: (value, on) => `Goal ${f.number(value)}, ${f.day(on)}`,
    trend: 'Trend',
    projection: 'Projection',
    axis: 'Numbers under the axis: school weeks.',
    missed: { A: 'Absent', N: 'Not given', X: 'Spoiled' },
    missedReason: {
      'student-absent': '',
      'staff-absent': 'staff absent',
      spoiled: '',
      closure: 'school closed',
      'not-given': '',
      other: 'another reason',
    },
    run: (n, side) => `${n} in a row ${side} the aimline`,
    position: (p) =>
      p === null
        ? 'no aimline'
        : { above: 'above the aimline', on: 'on the aimline', below: 'below the aimline' }[p],
    late: 'recorded late',
    corrected: (from) => `corrected from ${f.number(from)}`,
    voided: 'withdrawn',
    noScores: 'No scores yet.',
    tally: (n, since, below, on, above) =>
      `${n} ${n === 1 ? 'score' : 'scores'} since ${f.day(since)}: ${below} below, ${on} on and ${above} above the aimline.`,
    tooFewForTrend: (more) =>
      `${more === 1 ? 'One more score is' : `${more} more scores are`} needed before a trend can be drawn.`,
    trendSentence: (slope, unit) => `The trend is ${f.signed(slope)} ${unit} per week.`,
    projectionSentence: (value, goal, on) =>
      `Kept up, it reaches ${f.number(value)} by ${f.day(on)}; the goal is ${f.number(goal)}.`,
    method: ({ name, weeks }) =>
      `Trend: ${name === 'ols' ? 'least squares' : 'Theil–Sen'}, per ${weeks === 'instructional' ? 'school' : 'calendar'} week.`,
    showAsTable: 'Show as table',
    columns: {
      date: 'Date',
      value: 'Score',
      aimline: 'Aimline',
      gap: 'Gap',
      phase: 'Phase',
      note: 'Note',
    },
    howToMove:
      'Arrow keys move from score to score, Home and End to the first and last, Escape leaves.',
    legend: 'Phases',
  };
}

function spanish(): GraphWords {
  const f = formats('es-US');
  return {
    ...f,
    baseline: 'Línea base',
    median: (value) => `mediana ${f.number(value)}`,
    aimline: 'Línea meta',
    goal: (value, on) => `Meta ${f.number(value)}, ${f.day(on)}`,
    trend: 'Tendencia',
    projection: 'Proyección',
    axis: 'Números bajo el eje: semanas escolares.',
    missed: { A: 'Ausente', N: 'No aplicada', X: 'Anulada' },
    missedReason: {
      'student-absent': '',
      'staff-absent': 'personal ausente',
      spoiled: '',
      closure: 'escuela cerrada',
      'not-given': '',
      other: 'otro motivo',
    },
    run: (n, side) =>
      `${n} seguidas por ${side === 'below' ? 'debajo' : 'encima'} de la línea meta`,
    position: (p) =>
      p === null
        ? 'sin línea meta'
        : {
            above: 'por encima de la línea meta',
            on: 'en la línea meta',
            below: 'por debajo de la línea meta',
          }[p],
    late: 'registrada tarde',
    corrected: (from) => `corregida, antes ${f.number(from)}`,
    voided: 'retirada',
    noScores: 'Todavía no hay puntuaciones.',
    tally: (n, since, below, on, above) =>
      `${n} ${n === 1 ? 'puntuación' : 'puntuaciones'} desde el ${f.day(since)}: ${below} por debajo, ${on} en y ${above} por encima de la línea meta.`,
    tooFewForTrend: (more) =>
      more === 1
        ? 'Falta una puntuación para poder trazar una tendencia.'
        : `Faltan ${more} puntuaciones para poder trazar una tendencia.`,
    trendSentence: (slope, unit) => `La tendencia es de ${f.signed(slope)} ${unit} por semana.`,
    projectionSentence: (value, goal, on) =>
      `A este ritmo llega a ${f.number(value)} el ${f.day(on)}; la meta es ${f.number(goal)}.`,
    method: ({ name, weeks }) =>
      `Tendencia: ${name === 'ols' ? 'mínimos cuadrados' : 'Theil–Sen'}, por semana ${weeks === 'instructional' ? 'escolar' : 'natural'}.`,
    showAsTable: 'Mostrar como tabla',
    columns: {
      date: 'Fecha',
      value: 'Puntuación',
      aimline: 'Línea meta',
      gap: 'Diferencia',
      phase: 'Fase',
      note: 'Nota',
    },
    howToMove:
      'Las flechas van de puntuación en puntuación, Inicio y Fin a la primera y la última, Escape sale.',
    legend: 'Fases',
  };
}

const catalogue = { en: english(), es: spanish() };

/** The graph's words in a language of the interface. */
export function graphWords(language: 'en' | 'es'): GraphWords {
  return catalogue[language];
}
