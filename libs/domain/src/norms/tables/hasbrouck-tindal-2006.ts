import { row, wholePoints, type NormTable } from '../norm-table.js';

/** In use for grades 7 and 8; never mixed with 2017 in one student's series (science.md 1.2). */
export const hasbrouckTindal2006: NormTable = {
  kind: 'norm',
  name: 'hasbrouck-tindal-2006',
  edition: '2006',
  effectiveFrom: '2006',
  effectiveTo: null,
  citation:
    'Hasbrouck & Tindal (2006), The Reading Teacher 59(7), 636–644; figures as at Read Naturally',
  verifiedOn: '2026-11-24',
  licence: { reserved: false, note: 'widely reproduced with attribution' },
  disputed: null,
  printsLowest: false,
  percentiles: [10, 25, 50, 75, 90],
  measures: { 'orf-wcpm': wholePoints },
  rows: [
    row('orf-wcpm', '1', null, [6, 12, 23, 47, 81], [15, 28, 53, 82, 111]),
    row('orf-wcpm', '2', [11, 25, 51, 79, 106], [18, 42, 72, 100, 125], [31, 61, 89, 117, 142]),
    row('orf-wcpm', '3', [21, 44, 71, 99, 128], [36, 62, 92, 120, 146], [48, 78, 107, 137, 162]),
    row('orf-wcpm', '4', [45, 68, 94, 119, 145], [61, 87, 112, 139, 166], [72, 98, 123, 152, 180]),
    row(
      'orf-wcpm',
      '5',
      [61, 85, 110, 139, 166],
      [74, 99, 127, 156, 182],
      [83, 109, 139, 168, 194],
    ),
    row(
      'orf-wcpm',
      '6',
      [68, 98, 127, 153, 177],
      [82, 111, 140, 167, 195],
      [93, 122, 150, 177, 204],
    ),
    row(
      'orf-wcpm',
      '7',
      [79, 102, 128, 156, 180],
      [88, 109, 136, 165, 192],
      [98, 123, 150, 177, 202],
    ),
    row(
      'orf-wcpm',
      '8',
      [77, 106, 133, 161, 185],
      [84, 115, 146, 173, 199],
      [97, 124, 151, 177, 199],
    ),
  ],
};
