import { row, wholePoints, type BenchmarkTable } from '../norm-table.js';

/** Grades 1 and 4–6 and the grade 3 computation are published nowhere that could be checked: they have no row. */
export const acadienceMath: BenchmarkTable = {
  kind: 'benchmark',
  name: 'acadience-math',
  edition: 'grades K, 2 and 3, in part',
  effectiveFrom: '2019',
  effectiveTo: null,
  citation:
    'Acadience Learning, Acadience Math benchmark goals, as printed by Canyons School District 2019–20',
  verifiedOn: '2026-11-24',
  licence: { reserved: true, note: 'Acadience Learning, all rights reserved' },
  disputed: null,
  printsLowest: false,
  zones: ['above', 'at', 'below', 'well_below'],
  measures: {
    bqd: wholePoints,
    nif: wholePoints,
    nnf: wholePoints,
    composite: wholePoints,
    computation: wholePoints,
    ca: wholePoints,
  },
  rows: [
    row('bqd', 'K', [6, 5, 2], [10, 7, 4], [16, 13, 9]),
    row('nif', 'K', [9, 6, 4], [21, 14, 8], [34, 25, 14]),
    row('nnf', 'K', [7, 5, 2], [13, 11, 7], [16, 14, 10]),
    row('composite', 'K', [33, 24, 13], [89, 72, 49], [110, 92, 67]),
    row('computation', '2', [8, 6, 3], [14, 11, 8], [19, 15, 10]),
    row('ca', '2', [18, 14, 8], [31, 24, 15], [47, 35, 23]),
    row('composite', '2', [32, 24, 16], [57, 46, 30], [86, 66, 48]),
    row('ca', '3', [28, 23, 13], [50, 40, 24], [59, 47, 32]),
    row('composite', '3', [56, 49, 33], [99, 83, 57], [126, 101, 74]),
  ],
};
