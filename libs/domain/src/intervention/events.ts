import type { Area, Grade } from '../measure/measure.js';

/** The seven dimensions of intervention intensity (NCII taxonomy, science.md 3.3), each 0–3; null = not rated. */
export type Intensity = {
  strength: number | null;
  dosage: number | null;
  alignment: number | null;
  transfer: number | null;
  comprehensiveness: number | null;
  support: number | null;
  individualization: number | null;
};

export type CatalogueEntry = {
  name: string;
  area: Area;
  skill: string;
  grades: readonly Grade[];
  tiers: readonly (2 | 3)[];
  evidence: { level: 'strong' | 'moderate' | 'promising' | 'local'; citation: string };
  dosage: { sessionsPerWeek: number; minutes: number; weeks: number };
  groupSize: { min: number; max: number };
  intensity: Intensity;
  /** Steps of the fidelity checklist, in order. */
  steps: readonly string[];
  qualified: readonly string[];
};

export type InterventionEvent =
  | { type: 'InterventionCatalogued'; data: CatalogueEntry }
  | { type: 'InterventionRevised'; data: CatalogueEntry };

export type InterventionCommand =
  | { type: 'CatalogueIntervention'; data: CatalogueEntry }
  | { type: 'ReviseIntervention'; data: CatalogueEntry };
