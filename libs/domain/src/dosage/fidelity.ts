import { mean } from '../statistics/mean.js';
import { shareOf } from './share.js';

/** One look at one session, by somebody else or by the interventionist. */
export type FidelityObservation = {
  kind: 'observer' | 'self';
  /** Steps of the checklist that were carried out, of those that applied; steps that did not apply are in neither. */
  implemented: number;
  applicable: number;
};

export type FidelityFigures = {
  /** With at least one step that applied. */
  observations: number;
  mean: number | null;
  lowest: number | null;
};

/** ≥ 80 % is the usual mark (science.md 3.2). */
export const usualFidelityMark = 0.8;

/** Steps implemented / steps applicable of one observation; null where no step applied. */
export function fidelityOf({ implemented, applicable }: FidelityObservation): number | null {
  return shareOf(implemented, applicable);
}

/**
 * Mean and lowest of the observations, those of an observer and self-reports apart: they are not the same evidence. An
 * observation to which no step applied says nothing; without one that does both figures are null.
 */
export function fidelityFiguresOf(
  observations: readonly FidelityObservation[],
): Record<FidelityObservation['kind'], FidelityFigures> {
  const of = (kind: FidelityObservation['kind']) =>
    figuresOf(observations.filter((observation) => observation.kind === kind));
  return { observer: of('observer'), self: of('self') };
}

function figuresOf(observations: readonly FidelityObservation[]): FidelityFigures {
  const shares = observations.map(fidelityOf).filter((share) => share !== null);
  const lowest = shares.reduce((low, share) => Math.min(low, share), Infinity);
  return {
    observations: shares.length,
    mean: mean(shares),
    lowest: shares.length === 0 ? null : lowest,
  };
}
