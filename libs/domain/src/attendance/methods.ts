import type { Method } from '../method.js';

export const attendanceMethods: readonly Method[] = [
  {
    id: 'attendance/chronic-absence',
    version: 1,
    definition:
      'Days absent for any reason / days enrolled; chronic from the threshold (usually a tenth) on.',
    undefinedWhen: 'no days enrolled; chronic also with fewer days than the state’s minimum',
    source: 'science.md 8',
  },
];
