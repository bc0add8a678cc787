import type { ScoreTable } from './norm-table.js';
import { acadienceMath } from './tables/acadience-math.js';
import { acadienceReading } from './tables/acadience-reading.js';
import { dibels82020 } from './tables/dibels-8-2020.js';
import { hasbrouckTindal2006 } from './tables/hasbrouck-tindal-2006.js';
import { hasbrouckTindal2017 } from './tables/hasbrouck-tindal-2017.js';

/** Every norm and benchmark table of scores that ships. Tables of growth are in growth.ts. */
export const scoreTables: readonly ScoreTable[] = [
  hasbrouckTindal2017,
  hasbrouckTindal2006,
  dibels82020,
  acadienceReading,
  acadienceMath,
];
