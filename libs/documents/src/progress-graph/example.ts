import type { ProgressGraphModel } from './model.js';

const mondays = [
  '2025-09-01',
  '2025-09-08',
  '2025-09-15',
  '2025-09-22',
  '2025-09-29',
  '2025-10-06',
  '2025-10-13',
  '2025-10-20',
  '2025-10-27',
  '2025-11-03',
  '2025-11-10',
  '2025-11-17',
  '2025-11-24',
  '2025-12-01',
  '2025-12-08',
  '2025-12-15',
  '2025-12-22',
  '2025-12-29',
  '2026-01-05',
  '2026-01-12',
  '2026-01-19',
  '2026-01-26',
  '2026-02-02',
];
const holidays = new Set(['2025-12-22', '2025-12-29']);

/** One invented reading cycle with everything the graph can show: two phases, a break, a missed week, a run of four. */
export const mayasReading: ProgressGraphModel = {
  title: 'Oral reading fluency',
  unit: 'words correct per minute',
  direction: 'increase',
  calendar: {
    weeks: mondays.map((startsOn, i) => ({
      startsOn,
      schoolWeek: holidays.has(startsOn) ? null : i + 1 - (startsOn > '2025-12-29' ? 2 : 0),
    })),
    breaks: [
      { from: '2025-11-26', to: '2025-11-28', name: 'Thanksgiving' },
      { from: '2025-12-22', to: '2026-01-02', name: 'Winter break' },
    ],
  },
  phases: [
    {
      letter: 'B1',
      label: 'Phonics set B · 4×25 min',
      startsOn: '2025-09-15',
      endsOn: '2025-11-10',
    },
    { letter: 'B2', label: 'Phonics set B · 5×30 min', startsOn: '2025-11-10', endsOn: null },
  ],
  baseline: [
    { on: '2025-09-08', value: 38 },
    { on: '2025-09-09', value: 45 },
    { on: '2025-09-10', value: 42 },
  ],
  baselineMedian: { on: '2025-09-10', value: 42 },
  aimlines: [
    {
      from: { on: '2025-09-10', value: 42 },
      to: { on: '2026-02-02', value: 73 },
      supersededOn: null,
    },
  ],
  points: [
    { id: 'p1', on: '2025-09-19', value: 44, aimline: 43.9, position: 'on' },
    { id: 'p2', on: '2025-09-26', value: 47, aimline: 45.4, position: 'above' },
    { id: 'p3', on: '2025-10-03', value: 45, aimline: 46.9, position: 'below' },
    { id: 'p4', on: '2025-10-10', value: 49, aimline: 48.4, position: 'above' },
    { id: 'p5', on: '2025-10-24', value: 47, aimline: 51.4, position: 'below', late: true },
    { id: 'p6', on: '2025-10-31', value: 48, aimline: 52.9, position: 'below', corrected: 58 },
    { id: 'p7', on: '2025-11-07', value: 50, aimline: 54.4, position: 'below' },
    { id: 'p8', on: '2025-11-14', value: 51, aimline: 55.9, position: 'below' },
    { id: 'p9', on: '2025-11-21', value: 57, aimline: 57.4, position: 'on' },
  ],
  missed: [{ on: '2025-10-17', letter: 'A', reason: 'absent all week' }],
  trends: [
    {
      phase: 'B1',
      from: { on: '2025-09-19', value: 44.9 },
      to: { on: '2025-11-07', value: 49.2 },
      slopePerWeek: 0.6,
      n: 7,
    },
  ],
  projection: {
    from: { on: '2025-11-07', value: 49.2 },
    on: '2026-02-02',
    value: 57,
    interval: { low: 50, high: 64 },
  },
  alert: { pointIds: ['p5', 'p6', 'p7', 'p8'], text: '4 in a row below the aimline' },
  method: { name: 'ols', weeks: 'calendar' },
};
