import type { Season } from '#domain/measure/measure';
import { byShare, evenly, shuffled, unit } from './random.js';
import type { AreaTruth, Response, SandboxArea } from './truth.js';
import { sandboxAreas } from './truth.js';

/** A student's number, and the school and grade in which they are screened. */
export type Placed = { number: number; cell: string };

/**
 * Share of students below the cut in fall. A grade stays under the class-wide mark of 20 %, as most grades do, even when
 * one in ten of its children misses the screening.
 */
const flaggedShare: Readonly<Record<SandboxArea, number>> = {
  reading: 0.176,
  mathematics: 0.13,
  behaviour: 0.08,
};
/** From so many students on a grade's share is looked at class-wide; below it shares add up over the grades. */
const smallGrade = 10;
/** The grade in which teaching, not the children, is the matter: the third of the district, and its share. */
const classwide = { cellIndex: 2, area: 'reading', share: 0.46 } as const;

const responseShares: readonly (readonly [number, Response])[] = [
  [0.2, 'fast'],
  [0.28, 'steady'],
  [0.18, 'slow'],
  [0.2, 'none'],
  [0.14, 'absent'],
];

/** What is true of each student in each area, in the order given. */
export function truthsOf(
  seed: number,
  students: readonly Placed[],
): Record<SandboxArea, AreaTruth>[] {
  const areas = sandboxAreas.map((area) => [area, truthsInArea(seed, area, students)] as const);
  return students.map(({ number }) => {
    const of = Object.fromEntries(areas.map(([area, truths]) => [area, truths.get(number)!]));
    return of as Record<SandboxArea, AreaTruth>;
  });
}

function truthsInArea(
  seed: number,
  area: SandboxArea,
  students: readonly Placed[],
): Map<number, AreaTruth> {
  const flagged = flaggedIn(seed, area, students);
  const cases = [
    ...shuffled([...flagged.keys()], seed, area, 'cases'),
    ...students.map(({ number }) => number).filter((number) => !flagged.has(number)),
  ];
  return new Map(
    cases.map((number, caseNumber) => {
      const season = flagged.get(number) ?? null;
      const response = byShare(evenly(caseNumber, seed, area, 'response'), responseShares);
      const percentile = percentiles(seed, area, number, caseNumber, season, response);
      return [number, { percentile, response, flagged: season, caseNumber }];
    }),
  );
}

/** Who is below the cut first, and in which season; grade by grade. */
function flaggedIn(
  seed: number,
  area: SandboxArea,
  students: readonly Placed[],
): Map<number, Season> {
  const cells = new Map<string, number[]>();
  for (const { number, cell } of students) cells.set(cell, [...(cells.get(cell) ?? []), number]);
  const flagged = new Map<number, Season>();
  let owed = 0;
  [...cells.values()].forEach((numbers, index) => {
    const order = shuffled(numbers, seed, area, 'flagged', index);
    const count = countIn(numbers.length, index, area, owed);
    owed += numbers.length < smallGrade ? numbers.length * flaggedShare[area] - count : 0;
    order.slice(0, count).forEach((number) => flagged.set(number, 'fall'));
    const next = order[count];
    // In every fifth grade one more child falls behind during the fall.
    if (index % 5 === 3 && next !== undefined) flagged.set(next, 'winter');
  });
  return flagged;
}

function countIn(size: number, cellIndex: number, area: SandboxArea, owed: number): number {
  if (cellIndex === classwide.cellIndex && area === classwide.area && size >= smallGrade) {
    return Math.ceil(size * classwide.share);
  }
  const share = flaggedShare[area];
  if (size >= smallGrade) return Math.max(1, Math.floor(size * share));
  return Math.floor(owed + size * share + 1e-9);
}

function percentiles(
  seed: number,
  area: SandboxArea,
  number: number,
  caseNumber: number,
  flagged: Season | null,
  response: Response,
): Record<Season, number> {
  const within = (low: number, high: number, season: Season) =>
    low + Math.floor(unit(seed, area, number, 'percentile', season) * (high - low + 1));
  const fine = (season: Season) => {
    // Ability is lasting: one draw for the year, a small one for the day.
    const rank = 30 + unit(seed, area, number, 'ability') * 64;
    return Math.max(27, Math.min(98, Math.round(rank + within(-3, 3, season))));
  };
  const intensive = evenly(caseNumber, seed, area, 'intensive') < 0.3;
  const low = (season: Season) => (intensive ? within(2, 8, season) : within(12, 22, season));
  const recovered = (season: Season) =>
    response === 'fast' || response === 'steady' ? within(28, 45, season) : low(season);
  switch (flagged) {
    case 'fall':
      return { fall: low('fall'), winter: recovered('winter'), spring: recovered('spring') };
    case 'winter':
      return { fall: within(27, 34, 'fall'), winter: low('winter'), spring: recovered('spring') };
    default:
      return { fall: fine('fall'), winter: fine('winter'), spring: fine('spring') };
  }
}
