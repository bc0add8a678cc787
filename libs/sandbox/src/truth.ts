import type { Grade, Season } from '#domain/measure/measure';

/** The areas in which Lindenfield runs cycles. */
export const sandboxAreas = ['reading', 'mathematics', 'behaviour'] as const;
export type SandboxArea = (typeof sandboxAreas)[number];

/** How a student really answers to an intervention; what the engine may find out from probes. */
export const responses = ['fast', 'steady', 'slow', 'none', 'absent'] as const;
export type Response = (typeof responses)[number];

/** What is true of a student in one area and nobody in the district knows. */
export type AreaTruth = {
  /** National percentile rank at each screening. */
  percentile: Readonly<Record<Season, number>>;
  response: Response;
  /** The season whose screening flags the student first; null = never. */
  flagged: Season | null;
  /** Runs from 0 over the students of an area, the flagged ones first: what staff do is spread evenly over it. */
  caseNumber: number;
};

/**
 * Growth as a share of the goal's rate. A steady responder grows just above it, so that nothing but many points can tell
 * (`uncertain`, then `on_track`); a fast one gains beyond what a goal of a slow measure can show.
 */
const growthShare: Readonly<Record<Response, number>> = {
  fast: 1.6,
  steady: 1.05,
  slow: 0.8,
  none: 0.1,
  absent: 0.9,
};
const fastGain = 0.3;

/** True growth a week in the measure's unit. From the second phase on a slow responder has found what helps. */
export function trueRate(
  area: SandboxArea,
  response: Response,
  goalRatePerWeek: number,
  phaseNumber: number,
): number {
  const share = response === 'slow' && phaseNumber > 1 ? growthShare.steady : growthShare[response];
  return goalRatePerWeek * share + (response === 'fast' ? fastGain * probeNoise[area] : 0);
}

/** Where a flagged student starts in the monitoring measure, by grade K–8: words correct, digits correct, percent. */
const starts: Readonly<Record<SandboxArea, readonly number[]>> = {
  reading: [8, 14, 34, 52, 72, 88, 98, 104, 108],
  mathematics: [6, 8, 12, 15, 18, 20, 22, 24, 26],
  behaviour: [52, 52, 54, 54, 56, 56, 58, 58, 58],
};

/** Residual of one probe around the student's own line, in the measure's unit. */
export const probeNoise: Readonly<Record<SandboxArea, number>> = {
  reading: 3.5,
  mathematics: 1.2,
  behaviour: 4,
};

export function startOf(area: SandboxArea, grade: Grade): number {
  const index = grade === 'K' || grade === 'PK' ? 0 : Math.min(8, Number(grade));
  return starts[area][index]!;
}
