import type { Recorded } from '../decider.js';
import type { CatalogueEntry, InterventionEvent } from './events.js';

export type Intervention = { status: 'none' } | { status: 'catalogued'; entry: CatalogueEntry };

export const initial: Intervention = { status: 'none' };

export function evolve(_: Intervention, event: Recorded<InterventionEvent>): Intervention {
  switch (event.type) {
    case 'InterventionCatalogued':
    case 'InterventionRevised':
      return { status: 'catalogued', entry: event.data };
  }
}
