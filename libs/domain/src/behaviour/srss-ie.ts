/** Student Risk Screening Scale, internalizing and externalizing: cuts depend on version and level (science.md 8). */
export type Risk = 'low' | 'moderate' | 'high';
export type SrssVersion = '12' | '9';
export type SrssScaleName = 'E7' | 'I5' | 'I6' | 'E5';
export type SchoolLevel = 'elementary' | 'secondary';

export type SrssScale = {
  version: SrssVersion;
  scale: SrssScaleName;
  /** Null: one scale for both levels. */
  level: SchoolLevel | null;
  items: number;
  /** Lowest total of each. */
  moderateFrom: number;
  highFrom: number;
  source: string;
};

export const highestItemScore = 3;

export const srssScales: readonly SrssScale[] = [
  {
    version: '12',
    scale: 'E7',
    level: null,
    items: 7,
    moderateFrom: 4,
    highFrom: 9,
    source:
      'SRSS-IE 12, externalizing (7 items): Drummond (1994); cuts not verified in a primary source',
  },
  {
    version: '12',
    scale: 'I5',
    level: 'elementary',
    items: 5,
    moderateFrom: 2,
    highFrom: 4,
    source: 'SRSS-IE 12, internalizing, elementary: Lane et al. (2015), Behavioral Disorders 40',
  },
  {
    version: '12',
    scale: 'I6',
    level: 'secondary',
    items: 6,
    moderateFrom: 4,
    highFrom: 6,
    source: 'SRSS-IE 12, internalizing, secondary: Lane et al. (2016), Behavioral Disorders 42',
  },
  {
    version: '9',
    scale: 'E5',
    level: 'elementary',
    items: 5,
    moderateFrom: 2,
    highFrom: 4,
    source: 'SRSS-IE 9, externalizing, elementary: Lane (2024), preliminary cuts',
  },
  {
    version: '9',
    scale: 'E5',
    level: 'secondary',
    items: 5,
    moderateFrom: 5,
    highFrom: 7,
    source: 'SRSS-IE 9, externalizing, secondary: Lane (2024), preliminary cuts',
  },
];

/** Every total that the scale can have: whole points from 0 to 3 an item. */
export function isSrssTotal(scale: SrssScale, total: number): boolean {
  return Number.isInteger(total) && total >= 0 && total <= scale.items * highestItemScore;
}

/** The total of all items of the scale; null where one is missing: nothing is prorated. */
export function srssTotal(scale: SrssScale, items: readonly (number | null)[]): number | null {
  if (items.length !== scale.items) return null;
  return items.reduce<number | null>(
    (sum, item) => (sum === null || item === null ? null : sum + item),
    0,
  );
}

export function srssRisk(scale: SrssScale, total: number | null): Risk | null {
  if (total === null) return null;
  return total >= scale.highFrom ? 'high' : total >= scale.moderateFrom ? 'moderate' : 'low';
}

const severity: readonly Risk[] = ['low', 'moderate', 'high'];

/** Externalizing and internalizing are classified apart; overall is the higher of the two, null where one is unknown. */
export function overallRisk(externalizing: Risk | null, internalizing: Risk | null): Risk | null {
  if (externalizing === null || internalizing === null) return null;
  return severity.indexOf(externalizing) > severity.indexOf(internalizing)
    ? externalizing
    : internalizing;
}
