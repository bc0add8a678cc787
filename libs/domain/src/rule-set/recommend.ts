/** The shape that the cycle's events rest on; the function `recommend` stands beside it. */
export type Outcome =
  'not_interpretable' | 'insufficient_data' | 'inadequate' | 'uncertain' | 'on_track' | 'exceeds';

export type Decision =
  'continue' | 'raise-goal' | 'adjust' | 'intensify' | 'refer' | 'exit' | 'fix-delivery';

/** A recommendation with its whole input, so that anyone can run it again in ten years. */
export type Recommendation = {
  outcome: Outcome;
  decision: Decision;
  confidence: 'low' | null;
  because: readonly string[];
  methodVersion: string;
  inputs: object;
  figures: object;
};
