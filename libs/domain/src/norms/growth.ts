import type { Grade } from '../measure/measure.js';

/** Words a week. Growth slows within the year in the upper grades: a straight line is an approximation. */
export type Growth = {
  mean: number | null;
  sd: number | null;
  realistic: number | null;
  ambitious: number | null;
};

/**
 * Weekly growth in oral reading by grade (science.md 1.8). Only its reading rows could be checked in copies; those of
 * mathematics and spelling are not here.
 */
export const fuchs1993 = {
  name: 'fuchs-1993',
  measure: 'orf-wcpm',
  source:
    'Fuchs, Fuchs, Hamlett, Walz & Germann (1993), School Psychology Review 22, 27–48; in effect from 1993; figures of two secondary copies, verified on 2026-11-24; quoted with attribution',
  rows: [
    { grade: '1', mean: 2.1, sd: 0.8, realistic: 2, ambitious: 3 },
    { grade: '2', mean: 1.46, sd: 0.69, realistic: 1.5, ambitious: 2 },
    { grade: '3', mean: 1.08, sd: 0.52, realistic: 1, ambitious: 1.5 },
    { grade: '4', mean: 0.84, sd: 0.3, realistic: 0.85, ambitious: 1.1 },
    { grade: '5', mean: 0.49, sd: 0.28, realistic: 0.5, ambitious: 0.8 },
    { grade: '6', mean: 0.32, sd: 0.33, realistic: 0.3, ambitious: 0.65 },
  ],
} as const;

/** The growth published for a grade; a grade without a row has nulls. */
export function growthIn(grade: Grade): Growth {
  const row = fuchs1993.rows.find((r) => r.grade === grade);
  if (!row) return { mean: null, sd: null, realistic: null, ambitious: null };
  const { mean, sd, realistic, ambitious } = row;
  return { mean, sd, realistic, ambitious };
}

/**
 * Slopes of one R-CBM publisher (2007) at the 25th, 50th and 75th percentile, words a week: NCII tools chart, entry 13405.
 * It differs widely from 1993 in grade 1, so the source of a rate of improvement belongs to every goal (science.md 1.8).
 */
export const ncii13405 = {
  name: 'ncii-13405',
  measure: 'orf-wcpm',
  source:
    'National Center on Intensive Intervention, academic progress monitoring tools chart, entry 13405 (R-CBM, 2007); figures verified on 2026-11-24',
  percentiles: [25, 50, 75],
  rows: [
    { grade: '1', slopes: [0.109, 0.647, 1.607] },
    { grade: '2', slopes: [0.616, 1.025, 1.57] },
    { grade: '3', slopes: [0.565, 0.948, 1.445] },
    { grade: '4', slopes: [0.336, 0.8, 1.194] },
    { grade: '5', slopes: [0.26, 0.833, 1.437] },
    { grade: '6', slopes: [0.218, 0.688, 1.31] },
  ],
} as const;
