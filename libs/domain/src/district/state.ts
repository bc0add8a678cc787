import type { Recorded } from '../decider.js';
import type { JurisdictionChoice } from '../legal-clock/pack.js';
import type { Instant } from '../time.js';
import type { DistrictCommand, DistrictEvent } from './events.js';

export type Founding = Extract<DistrictCommand, { type: 'FoundDistrict' }>['data'];

export type District =
  | { status: 'none' }
  | {
      status: 'founded';
      founding: Founding;
      clock: Instant | null;
      /** Null until the district has chosen: the federal default. */
      jurisdiction: JurisdictionChoice | null;
    };

export const initial: District = { status: 'none' };

export function evolve(district: District, event: Recorded<DistrictEvent>): District {
  switch (event.type) {
    case 'DistrictFounded':
      return {
        status: 'founded',
        founding: event.data,
        clock: event.data.clockStartsAt,
        jurisdiction: null,
      };
    case 'ClockAdvanced':
      return district.status === 'founded' ? { ...district, clock: event.data.to } : district;
    case 'JurisdictionChosen': {
      if (district.status === 'none') return district;
      const { jurisdiction, parameters } = event.data;
      return { ...district, jurisdiction: { jurisdiction, parameters } };
    }
  }
}
