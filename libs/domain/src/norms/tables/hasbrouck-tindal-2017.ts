import { row, wholePoints, type NormTable } from '../norm-table.js';

/**
 * The printed column of average weekly improvement equals the computed one at one decimal but for three cells, so the
 * product computes it: grade 5, 10th percentile, 1.1875 (printed 1.9); grade 6, 50th, .4375 (.3); grade 1, 10th, .5625 (.5).
 */
export const hasbrouckTindal2017: NormTable = {
  kind: 'norm',
  name: 'hasbrouck-tindal-2017',
  edition: '2017',
  effectiveFrom: '2017',
  effectiveTo: null,
  citation:
    'Hasbrouck & Tindal (2017), An update to compiled ORF norms (Technical Report 1702), Behavioral Research and Teaching, University of Oregon; ERIC ED594994, ED605146; figures as at readnaturally.com',
  verifiedOn: '2026-11-24',
  licence: { reserved: false, note: 'widely reproduced with attribution' },
  disputed: null,
  printsLowest: false,
  percentiles: [10, 25, 50, 75, 90],
  measures: { 'orf-wcpm': wholePoints },
  rows: [
    row('orf-wcpm', '1', null, [9, 16, 29, 59, 97], [18, 34, 60, 91, 116]),
    row('orf-wcpm', '2', [23, 36, 50, 84, 111], [35, 59, 84, 109, 131], [43, 72, 100, 124, 148]),
    row('orf-wcpm', '3', [40, 59, 83, 104, 134], [62, 79, 97, 137, 161], [63, 91, 112, 139, 166]),
    row('orf-wcpm', '4', [60, 75, 94, 125, 153], [71, 95, 120, 143, 168], [83, 105, 133, 160, 184]),
    row(
      'orf-wcpm',
      '5',
      [64, 87, 121, 153, 179],
      [84, 109, 133, 160, 183],
      [102, 119, 146, 169, 195],
    ),
    row(
      'orf-wcpm',
      '6',
      [89, 112, 132, 159, 185],
      [91, 116, 145, 166, 195],
      [91, 122, 146, 173, 204],
    ),
  ],
};
