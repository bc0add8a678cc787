import type { Method } from '../method.js';

export const screeningMethods: readonly Method[] = [
  {
    id: 'screening/predictive-values',
    version: 1,
    definition:
      'PPV = Se·π / (Se·π + (1 − Sp)(1 − π)); NPV = Sp(1 − π) / (Sp(1 − π) + (1 − Se)π); π = base rate; fractions.',
    undefinedWhen: 'there is no base rate, or the denominator is 0',
    source: 'science.md 1.7',
  },
  {
    id: 'screening/gates',
    version: 1,
    definition:
      'Under conditional independence, and: Se = Π Seᵢ, Sp = 1 − Π(1 − Spᵢ); or: the other way round. Bounds: real gates correlate.',
    undefinedWhen: 'there is no gate',
    source: 'science.md 1.7',
  },
  {
    id: 'screening/classwide',
    version: 1,
    definition:
      'Share of the screened below the cut; class-wide where it is more than the threshold.',
    undefinedWhen: 'nobody was screened',
    source: 'science.md 3.1',
  },
];
