import { describe, expect, test } from 'vitest';
import { grades, seasons, type Grade } from '../measure/measure.js';
import { lookUp } from './lookup.js';
import type { ScoreTable } from './norm-table.js';
import { scoreTables } from './tables.js';

// A second witness: every table as it is printed. Rows `measure,grade,fall,winter,spring` (norms: `grade,…`); in a cell the
// 10th/25th/50th/75th/90th percentile, or the lowest score of each zone but the last, best first; `-` or nothing: no such band.
const printed: Readonly<Record<string, string>> = {
  'hasbrouck-tindal-2017': `
1,,9/16/29/59/97,18/34/60/91/116
2,23/36/50/84/111,35/59/84/109/131,43/72/100/124/148
3,40/59/83/104/134,62/79/97/137/161,63/91/112/139/166
4,60/75/94/125/153,71/95/120/143/168,83/105/133/160/184
5,64/87/121/153/179,84/109/133/160/183,102/119/146/169/195
6,89/112/132/159/185,91/116/145/166/195,91/122/146/173/204
`,
  'hasbrouck-tindal-2006': `
1,,6/12/23/47/81,15/28/53/82/111
2,11/25/51/79/106,18/42/72/100/125,31/61/89/117/142
3,21/44/71/99/128,36/62/92/120/146,48/78/107/137/162
4,45/68/94/119/145,61/87/112/139/166,72/98/123/152/180
5,61/85/110/139/166,74/99/127/156/182,83/109/139/168/194
6,68/98/127/153/177,82/111/140/167/195,93/122/150/177/204
7,79/102/128/156/180,88/109/136/165/192,98/123/150/177/202
8,77/106/133/161/185,84/115/146/173/199,97/124/151/177/199
`,
  'dibels-8-2020': `
LNF,K,-/25/16,-/37/31,-/42/35
LNF,1,-/42/32,-/57/51,-/59/53
PSF,K,15/5/1,43/29/23,53/44/37
PSF,1,47/31/19,57/43/34,61/45/37
NWF_CLS,K,20/9/4,36/25/16,49/31/24
NWF_CLS,1,47/30/25,78/52/41,87/55/45
NWF_CLS,2,86/50/41,103/68/54,117/76/54
NWF_CLS,3,121/76/52,138/94/78,141/105/80
NWF_WRC,K,-/1/0,9/3/1,13/7/4
NWF_WRC,1,16/5/1,26/14/10,28/15/11
NWF_WRC,2,25/15/10,36/20/15,39/22/17
NWF_WRC,3,34/24/18,46/30/23,45/31/24
WRF,K,-/1/0,10/4/1,18/10/6
WRF,1,20/12/8,33/17/14,50/25/17
WRF,2,50/26/18,63/36/23,70/43/27
WRF,3,60/40/30,65/50/40,70/55/47
ORF_WC,1,35/10/5,57/21/10,76/39/26
ORF_WC,2,85/49/29,117/78/59,128/94/77
ORF_WC,3,105/73/55,141/105/85,136/114/96
ORF_ACC,1,-/67/41,-/87/54,-/91/85
ORF_ACC,2,-/92/84,-/96/91,-/96/91
ORF_ACC,3,-/96/91,-/96/91,-/96/91
MAZE_ADJ,2,11.0/5.0/2.5,14.5/9.0/6.5,18.0/9.5/7.0
MAZE_ADJ,3,15.0/8.0/5.0,20.5/12.0/9.5,22.5/15.5/12.0
COMPOSITE,K,332/306/280,393/371/356,450/420/406
`,
  'acadience-reading': `
COMP,K,38/26/13,156/122/85,152/119/89
COMP,1,129/113/97,177/130/100,208/155/111
COMP,2,202/141/109,256/190/145,287/238/180
COMP,3,289/220/180,349/285/235,405/330/280
COMP,4,341/290/245,383/330/290,446/391/330
COMP,5,386/357/258,411/372/310,466/415/340
COMP,6,435/344/280,461/358/285,478/380/324
FSF,K,16/10/5,43/30/20,
PSF,K,,44/20/10,56/40/25
PSF,1,47/40/25,,
NWF_CLS,K,,28/17/8,40/28/15
NWF_CLS,1,34/27/18,59/43/33,81/58/47
NWF_CLS,2,72/54/35,,
NWF_WWR,1,4/1/0,17/8/3,25/13/6
NWF_WWR,2,21/13/6,,
ORF,1,,34/23/16,67/47/32
ORF,2,68/52/37,91/72/55,104/87/65
ORF,3,90/70/55,105/86/68,118/100/80
ORF,4,104/90/70,121/103/79,133/115/95
ORF,5,121/111/96,133/120/101,143/130/105
ORF,6,139/107/90,141/109/92,151/120/95
MAZE,3,11/8/5,16/11/7,23/19/14
MAZE,4,18/15/10,20/17/12,28/24/20
MAZE,5,21/18/12,21/20/13,28/24/18
MAZE,6,27/18/14,30/19/14,30/21/15
RETELL,1,,17/15/0,25/16/8
RETELL,2,25/16/8,31/21/13,39/27/18
RETELL,3,33/20/10,40/26/18,46/30/20
RETELL,4,36/27/14,39/30/20,46/33/24
RETELL,5,40/33/22,46/36/25,52/36/25
RETELL,6,43/27/16,48/29/18,50/32/24
ORF_ACC,1,,/78/68,/90/82
ORF_ACC,2,96/90/81,99/96/91,99/97/93
ORF_ACC,3,98/95/89,99/96/92,99/97/94
`,
  'acadience-math': `
BQD,K,6/5/2,10/7/4,16/13/9
NIF,K,9/6/4,21/14/8,34/25/14
NNF,K,7/5/2,13/11/7,16/14/10
COMP,K,33/24/13,89/72/49,110/92/67
COMPUTATION,2,8/6/3,14/11/8,19/15/10
CA,2,18/14/8,31/24/15,47/35/23
COMP,2,32/24/16,57/46/30,86/66/48
CA,3,28/23/13,50/40/24,59/47/32
COMP,3,56/49/33,99/83/57,126/101/74
`,
};

/** How many numbers each table prints: none is skipped. */
const boundaries: Readonly<Record<string, number>> = {
  'hasbrouck-tindal-2017': 85,
  'hasbrouck-tindal-2006': 115,
  'dibels-8-2020': 208,
  'acadience-reading': 268,
  'acadience-math': 81,
};

const percentileBands = ['<10', '10-24', '25-49', '50-74', '75-89', '>=90'];
const zones: Readonly<Record<string, readonly string[]>> = {
  'dibels-8-2020': ['blue', 'green', 'yellow', 'red'],
  'acadience-reading': ['above', 'at', 'below', 'well_below'],
  'acadience-math': ['above', 'at', 'below', 'well_below'],
};
const keys: Readonly<Record<string, string>> = {
  ORF_ACC: 'orf-accuracy',
  MAZE_ADJ: 'maze-adjusted',
  NWF_CLS: 'nwf-cls',
  NWF_WRC: 'nwf-wrc',
  NWF_WWR: 'nwf-wwr',
  ORF_WC: 'orf-wc',
  COMP: 'composite',
};

type PrintedCell = {
  table: ScoreTable;
  measure: string;
  grade: Grade;
  season: (typeof seasons)[number];
  numbers: readonly (number | null)[];
  step: number;
};

function cellsOf(table: ScoreTable): PrintedCell[] {
  const norm = table.kind === 'norm';
  return printed[table.name]!.trim()
    .split('\n')
    .flatMap((line) => {
      const [first, second, ...rest] = line.split(',') as [string, string, ...string[]];
      const texts = norm ? [second, ...rest] : rest;
      return texts.flatMap((text, i): PrintedCell[] => {
        if (text === '') return [];
        return [
          {
            table,
            measure: norm ? 'orf-wcpm' : (keys[first] ?? first.toLowerCase()),
            grade: (norm ? first : second) as Grade,
            season: seasons[i]!,
            numbers: text.split('/').map((n) => (n === '' || n === '-' ? null : Number(n))),
            step: text.includes('.') ? 0.5 : 1,
          },
        ];
      });
    });
}

/** The band by counting, straight from the printed numbers. */
function naively({ table, numbers }: PrintedCell, score: number): string {
  if (table.kind === 'norm')
    return percentileBands[numbers.filter((n) => n !== null && n <= score).length]!;
  const reached = numbers.findIndex((n) => n !== null && n <= score);
  return zones[table.name]![reached === -1 ? numbers.length : reached]!;
}

const lookedUp = (cell: PrintedCell, value: number) => lookUp(cell.table, { ...cell, value });

const lowestOf = ({ table, measure }: PrintedCell) =>
  table.name === 'dibels-8-2020' && measure === 'composite' ? 200 : 0;

describe.each(scoreTables.map((table) => [table.name, table] as const))('%s', (name, table) => {
  const cells = cellsOf(table);

  test('holds exactly the cells that are printed', () => {
    const held = table.rows.flatMap((row) =>
      seasons.flatMap((season) =>
        row[season] ? [`${row.measure} ${row.grade} ${season} ${row[season].join('/')}`] : [],
      ),
    );
    const asPrinted = cells.map(
      (c) => `${c.measure} ${c.grade} ${c.season} ${c.numbers.join('/')}`,
    );
    expect(held.sort()).toEqual(asPrinted.sort());
  });

  test('one step below every printed number, on it and above it', () => {
    let walked = 0;
    for (const cell of cells)
      for (const number of cell.numbers) {
        if (number === null) continue;
        walked += 1;
        const on = lookedUp(cell, number);
        expect(on).toMatchObject({ band: naively(cell, number), lower: number, reason: null });
        const above = lookedUp(cell, number + cell.step);
        expect(above.band).toBe(naively(cell, number + cell.step));
        const below = lookedUp(cell, number - cell.step);
        if (number === lowestOf(cell)) expect(below).toMatchObject({ band: null, upper: null });
        else
          expect(below).toMatchObject({
            band: naively(cell, number - cell.step),
            upper: number - cell.step,
          });
        if (number !== lowestOf(cell)) expect(below.band).not.toBe(on.band);
      }
    const numbersPrinted = printed[name]!.replaceAll(/^(?:[A-Z_]+,)?[K\d],/gm, '').match(
      /[\d.]+/g,
    )!;
    expect(walked).toBe(numbersPrinted.length);
    expect(walked).toBe(boundaries[name]);
  });

  test('the bands of a row touch each other, from the best, open above, to the worst', () => {
    for (const cell of cells) {
      const { bands } = lookedUp(cell, 250);
      expect(bands[0]!.upper).toBeNull();
      for (const [i, band] of bands.entries()) {
        if (i > 0) expect(band.upper! + cell.step).toBe(bands[i - 1]!.lower);
        for (const score of [band.lower, band.upper])
          if (score !== null) expect(lookedUp(cell, score).band).toBe(band.name);
      }
      const worst = bands.at(-1)!.lower;
      const closed = cell.numbers.includes(0) || name === 'dibels-8-2020';
      expect(worst).toBe(closed ? lowestOf(cell) : null);
    }
  });

  test('what is not printed has no norm, in every grade, measure and season', () => {
    for (const measure of Object.keys(table.measures))
      for (const grade of grades)
        for (const season of seasons) {
          const there = cells.some(
            (c) => c.measure === measure && c.grade === grade && c.season === season,
          );
          const { reason, band } = lookUp(table, { measure, grade, season, value: 250 });
          if (!there) expect([reason, band]).toEqual(['no_norm', null]);
          else expect(reason).not.toBe('no_norm');
        }
  });

  test('names its source, edition, day of verification and licence', () => {
    const { source } = lookUp(table, { ...cells[0]!, value: null });
    expect(source).toContain(table.citation);
    expect(source).toContain(table.edition);
    expect(source).toContain(table.verifiedOn);
    expect(source).toContain(table.licence.note);
  });
});

test('every table is here and every printed table ships', () => {
  expect(scoreTables.map((table) => table.name)).toEqual(Object.keys(printed));
});
