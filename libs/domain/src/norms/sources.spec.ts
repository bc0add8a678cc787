import { expect, test } from 'vitest';
import { sourceOf } from './norm-table.js';
import { dibels82020 } from './tables/dibels-8-2020.js';
import { scoreTables } from './tables.js';

// What every answer must say about its figures (science.md 1.1 and 8): who published them, which edition and since when,
// when somebody last held them against the print, and whose they are. Rights that are reserved need a district's licence.
const sources: Readonly<Record<string, { reserved: boolean; source: string }>> = {
  'hasbrouck-tindal-2017': {
    reserved: false,
    source:
      'Hasbrouck & Tindal (2017), An update to compiled ORF norms (Technical Report 1702), Behavioral Research and Teaching, ' +
      'University of Oregon; ERIC ED594994, ED605146; figures as at readnaturally.com; edition: 2017, in effect from 2017; ' +
      'figures verified on 2026-11-24; widely reproduced with attribution',
  },
  'hasbrouck-tindal-2006': {
    reserved: false,
    source:
      'Hasbrouck & Tindal (2006), The Reading Teacher 59(7), 636–644; figures as at Read Naturally; edition: 2006, in effect ' +
      'from 2006; figures verified on 2026-11-24; widely reproduced with attribution',
  },
  'dibels-8-2020': {
    reserved: true,
    source:
      'University of Oregon (2020), DIBELS 8th Edition Benchmark Goals, revised July 2020; edition: 8th, revised July 2020, ' +
      'in effect from 2020-07; figures verified on 2026-11-24; University of Oregon, all rights reserved',
  },
  'acadience-reading': {
    reserved: true,
    source:
      'Acadience Learning, Acadience Reading K–6 benchmark goals and cut points for risk (DIBELS Next quick reference, 2011); ' +
      'edition: grades K–6, with the numbers of DIBELS Next, in effect from 2011; figures verified on 2026-11-24; ' +
      'Acadience Learning, all rights reserved',
  },
  'acadience-math': {
    reserved: true,
    source:
      'Acadience Learning, Acadience Math benchmark goals, as printed by Canyons School District 2019–20; edition: grades K, 2 ' +
      'and 3, in part, in effect from 2019; figures verified on 2026-11-24; Acadience Learning, all rights reserved',
  },
};

test.each(scoreTables.map((table) => [table.name, table] as const))(
  '%s says where its figures come from and whose they are',
  (name, table) => {
    expect(sourceOf(table)).toBe(sources[name]!.source);
    expect(table.licence.reserved).toBe(sources[name]!.reserved);
  },
);

test('a disputed row says why it is disputed, behind everything else', () => {
  expect(sourceOf(dibels82020, true)).toBe(
    `${sourceOf(dibels82020)}; this row is disputed: three zones by analogy with the beginning LNF row of kindergarten`,
  );

  expect(scoreTables.filter(({ disputed }) => disputed !== null).map(({ name }) => name)).toEqual([
    'dibels-8-2020',
  ]);
});
