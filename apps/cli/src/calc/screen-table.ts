import { z } from 'zod';
import { fuchs1993, growthIn } from '#domain/norms/growth';
import { isScoreOf, lookUp } from '#domain/norms/lookup';
import { scaleOf, sourceOf, type NormTable, type ScoreTable } from '#domain/norms/norm-table';
import { lookUpOwn } from '#domain/norms/own-benchmark';
import { percentileRow } from '#domain/norms/percentile-row';
import { isCandidate, meanOfReadings } from '#domain/norms/readings';
import { scoreTables } from '#domain/norms/tables';
import { InputProblem } from './calculation.js';
import { finite } from './inputs.js';
import { grade, score, season } from './screen-inputs.js';
import { question, questionBy } from './screen-question.js';

const name = z.string({ error: 'This must be a name, as text.' });

const row = {
  table: name,
  measure: name,
  grade,
  /** The caller says that the district holds the publisher's licence. */
  licensed: z.boolean({ error: 'This must be true or false.' }).default(false),
};

const place = { ...row, testGrade: grade.nullish(), season };

const growthQuestion = question(z.strictObject(row), ({ measure, grade }) => {
  if (measure !== fuchs1993.measure) throw unknownMeasure(fuchs1993.name, [fuchs1993.measure]);
  return { ...growthIn(grade), source: fuchs1993.source };
});

const percentileQuestion = question(
  z.strictObject({ ...row, percentile: finite }),
  ({ percentile, measure, grade, ...asked }) => {
    const table = usable(asked);
    scaleIn(table, measure);
    return {
      ...percentileRow(withPercentile(table, percentile), measure, grade, percentile),
      source: sourceOf(table),
    };
  },
);

const valueQuestion = question(
  z.strictObject({ ...place, value: score.nullish() }),
  ({ value, ...asked }) => bandAt(asked, value ?? null, '/value'),
);

const readingsQuestion = question(
  z.strictObject({
    ...place,
    readings: z.array(score.nullable(), { error: 'This must be a list of readings.' }),
  }),
  ({ readings, ...asked }) => {
    const table = usable(asked);
    const scale = scaleIn(table, asked.measure);
    readings.forEach((reading, i) => {
      if (reading !== null && !isScoreOf(scale, reading))
        throw impossible(reading, `/readings/${i}`);
    });
    const mean = meanOfReadings(readings);
    const answer = bandAt(asked, mean, '/readings');
    return { ...answer, mean, candidate: isCandidate(table, asked, mean) };
  },
);

/** A published table: a score, two readings, the year of one percentile, or the growth of a table of growth. */
export const table = questionBy((document) => {
  if (document['table'] === fuchs1993.name) return growthQuestion;
  const [asked, second] = ['value', 'readings', 'percentile'].filter((key) =>
    Object.hasOwn(document, key),
  );
  if (second !== undefined)
    return {
      code: 'two_questions',
      message: `The document has both ${asked} and ${second}.`,
      path: [second],
      hint: 'Ask for a value, for readings or for a percentile, one a document.',
    };
  if (asked === 'percentile') return percentileQuestion;
  return asked === 'readings' ? readingsQuestion : valueQuestion;
});

const start = z.strictObject({
  name,
  min: score.nullish().transform((min) => min ?? null),
});

/** The district's own list of bands. */
export const benchmark = question(
  z.strictObject({
    benchmark: z
      .array(start, { error: 'This must be a list of bands.' })
      .superRefine((bands, context) => {
        bands.forEach((band, i) => {
          for (const key of ['name', 'min'] as const)
            if (bands.slice(0, i).some((earlier) => earlier[key] === band[key]))
              context.addIssue({
                code: 'custom',
                path: [i, key],
                message: `Two bands have the same ${key}.`,
                params: {
                  code: 'same_twice',
                  hint: 'Each band has a name and a lowest score of its own.',
                },
              });
        });
      }),
    value: score.nullish(),
  }),
  ({ benchmark, value }) => lookUpOwn(benchmark, value ?? null),
);

type Asked = Omit<Parameters<typeof lookUp>[1], 'value'> & { table: string; licensed: boolean };

function bandAt(asked: Asked, value: number | null, where: string) {
  const { licensed: _licensed, table: _table, ...place } = asked;
  const table = usable(asked);
  const scale = scaleIn(table, asked.measure);
  if (value !== null && !isScoreOf(scale, value)) throw impossible(value, where);
  return lookUp(table, { ...place, value });
}

/** The table of that name, if the caller may use it. */
function usable(asked: { table: string; licensed: boolean }): ScoreTable {
  const found = scoreTables.find((table) => table.name === asked.table);
  if (!found)
    throw new InputProblem(
      'unknown_table',
      `There is no table ${JSON.stringify(asked.table)}.`,
      '/table',
      `Take one of ${[...scoreTables.map((t) => t.name), fuchs1993.name].join(', ')}.`,
    );
  if (found.licence.reserved && !asked.licensed)
    throw new InputProblem(
      'table_not_licensed',
      `The rights in ${found.name} are reserved: ${found.licence.note}.`,
      '/licensed',
      'Add "licensed": true if your district holds the publisher’s licence.',
    );
  return found;
}

function scaleIn(table: ScoreTable, measure: string) {
  const scale = scaleOf(table, measure);
  if (!scale) throw unknownMeasure(table.name, Object.keys(table.measures));
  return scale;
}

function withPercentile(table: ScoreTable, percentile: number): NormTable {
  if (table.kind === 'norm' && table.percentiles.includes(percentile)) return table;
  if (table.kind === 'norm')
    throw new InputProblem(
      'unknown_percentile',
      `${table.name} prints no percentile ${percentile}, and none is interpolated.`,
      '/percentile',
      `Take one of ${table.percentiles.join(', ')}.`,
    );
  throw new InputProblem(
    'no_percentiles',
    `${table.name} is a table of zones; it has no percentiles.`,
    '/percentile',
    'Ask for the zone of a value instead.',
  );
}

const unknownMeasure = (table: string, measures: readonly string[]) =>
  new InputProblem(
    'unknown_measure',
    `${table} has no such measure.`,
    '/measure',
    `Take one of ${measures.join(', ')}.`,
  );

const impossible = (value: number, where: string) =>
  new InputProblem(
    'impossible_score',
    `${value} is outside the scale of this measure.`,
    where,
    'Correct the score; leave it out (or give null) if the student was not tested.',
  );
