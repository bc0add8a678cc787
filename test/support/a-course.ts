import { progressDefaults } from '#domain/statistics/progress-input';
import type { ProgressInput, ProgressOptions } from '#domain/statistics/progress-input';
import { addDays } from '#domain/time';

export const baselineOn = '2025-09-08';
export const weekly = (values: readonly number[]) =>
  values.map((value, i) => ({ on: addDays(baselineOn, 7 * (i + 1)), value, voided: false }));

export function course(
  values: readonly number[],
  options: Partial<ProgressOptions> = {},
  more: Partial<ProgressInput> = {},
): ProgressInput {
  return {
    measure: { unit: 'words correct per minute', direction: 'increase', sem: 10 },
    baseline: { on: baselineOn, probes: [38, 45, 42], points: [] },
    goal: { on: '2026-04-06', by: { method: 'value', value: 87, rounding: 'none' } },
    points: weekly(values),
    delivered: true,
    calendar: null,
    ...more,
    options: { ...progressDefaults, ...options },
  };
}

// science.md 9, "Full decisions": goal 30 weeks out, weekly points t = 1..10, baseline t = 0. Figures as printed there.
export const worked = {
  A: {
    probes: [38, 45, 42],
    baseline: 42,
    rate: 1.5,
    goal: 87,
    points: [44, 41, 46, 43, 45, 42, 47, 44, 46, 45],
    signs: '+---------',
    rule: 'change',
    slope: 0.2606,
    slopeSe: 0.2004,
    withBaseline: 0.3,
    theilSen: 0.25,
    tukey: 0.1429,
    endpoint: 0.1111,
    see: 1.82,
    projected: 50.685,
    se: 4.943,
    interval: [44.554, 56.815],
    bounds: [0.083, 0.439],
    outcome: 'inadequate',

    floored: [33.842, 67.527],
    flooredOutcome: 'inadequate',
    median: 45,
    aimline: 55.5,
    side: 'below',
  },
  B: {
    probes: [50, 61, 55],
    baseline: 55,
    rate: 1.5,
    goal: 100,
    points: [58, 57, 61, 63, 62, 60, 63, 65, 66, 68],

    signs: '+-++------',
    rule: 'change',
    slope: 1.0364,
    slopeSe: 0.1718,
    withBaseline: 1.1091,
    theilSen: 1,
    tukey: 1.1429,
    endpoint: 1.1111,
    see: 1.561,
    projected: 87.691,
    se: 4.239,
    interval: [82.433, 92.949],
    bounds: [0.884, 1.189],
    outcome: 'inadequate',

    floored: [70.848, 104.533],
    flooredOutcome: 'uncertain',
    median: 66,
    aimline: 68.5,
    side: 'below',
  },
  C: {
    probes: [40, 36, 41],
    baseline: 40,
    rate: 1.2,
    goal: 76,
    points: [43, 45, 44, 49, 50, 52, 51, 56, 57, 60],
    signs: '++++++++++',
    rule: 'raise',
    slope: 1.8485,
    slopeSe: 0.1467,
    withBaseline: 1.8727,
    theilSen: 1.8333,
    tukey: 1.8571,
    endpoint: 1.8889,
    see: 1.333,
    projected: 95.988,
    se: 3.619,
    interval: [91.499, 100.477],
    bounds: [1.718, 1.979],
    outcome: 'exceeds',

    floored: [79.145, 112.83],
    flooredOutcome: 'exceeds',
    median: 57,
    aimline: 50.8,
    side: 'above',
  },
  D: {
    probes: [30, 33, 29],
    baseline: 30,
    rate: 1.5,
    goal: 75,
    points: [32, 30, 38, 33, 41, 35, 36, 44, 38, 42],

    signs: '+-+-+--+--',
    rule: 'continue',
    slope: 1.0848,
    slopeSe: 0.3689,
    withBaseline: 1.1273,
    theilSen: 1,
    tukey: 1.4286,
    endpoint: 1.1111,
    see: 3.351,
    projected: 63.479,
    se: 9.099,
    interval: [52.193, 74.765],
    bounds: [0.757, 1.413],
    outcome: 'inadequate',

    floored: [46.636, 80.321],
    flooredOutcome: 'uncertain',
    median: 42,
    aimline: 43.5,
    side: 'below',
  },
} as const;
