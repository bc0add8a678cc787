/** Areas of a cycle (domain.md 1). A district may configure more; these have shipped defaults or names. */
export const areas = [
  'reading',
  'mathematics',
  'writing',
  'behaviour',
  'social-emotional',
  'attendance',
] as const;
export type Area = (typeof areas)[number];

export const grades = [
  'PK',
  'K',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '10',
  '11',
  '12',
] as const;
export type Grade = (typeof grades)[number];

export const seasons = ['fall', 'winter', 'spring'] as const;
export type Season = (typeof seasons)[number];

/** Whether a higher or a lower score is better; data are never negated (science.md 2.8). */
export type Direction = 'increase' | 'decrease';

/**
 * What is scored: system + edition + form family, unit and direction. Equal names of two systems are two measures
 * (science.md 10.6), so `key` is `<system>/<measure>`, e.g. `dibels-8/composite`, `nwea-map/reading-rit`, `cbm/orf`.
 */
export type Measure = {
  key: string;
  name: string;
  area: Area;
  unit: string;
  direction: Direction;
  /** Standard error of measurement and the floor of the standard error of estimate, in the unit; null = not documented. */
  sem: number | null;
  seeFloor: number | null;
  /** The lowest and the highest score that can be; null where the scale has no such end. */
  least: number | null;
  most: number | null;
};
