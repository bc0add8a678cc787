import type { Jurisdiction, JurisdictionChoice } from '../legal-clock/pack.js';
import type { Instant } from '../time.js';

/** A district is a sandbox (stepped clock) or live from its first event, for ever. */
export type DistrictEvent =
  | {
      type: 'DistrictFounded';
      data: {
        name: string;
        mode: 'sandbox' | 'live';
        /** IANA zone, e.g. `America/Los_Angeles`. */
        timeZone: string;
        /** The district's id in the source that founded it (OneRoster org, NCES); null if none. */
        identifier: string | null;
        /** Where a sandbox's clock starts; null in a live district. */
        clockStartsAt: Instant | null;
      };
    }
  | { type: 'ClockAdvanced'; data: { from: Instant; to: Instant } }
  /** Whose legal clocks hold for requests from now on; a referral that is open keeps those it began with. */
  | {
      type: 'JurisdictionChosen';
      data: JurisdictionChoice & { packVersion: number; because: string };
    };

export type DistrictCommand =
  | {
      type: 'FoundDistrict';
      data: {
        name: string;
        mode: 'sandbox' | 'live';
        timeZone: string;
        identifier: string | null;
        clockStartsAt: Instant | null;
      };
    }
  /** To a moment, or by whole days that keep the time of day in UTC. */
  | { type: 'AdvanceClock'; data: { to: Instant } | { days: number } }
  | {
      type: 'ChooseJurisdiction';
      data: {
        jurisdiction: Jurisdiction;
        /** Readings of counsel by the names of the pack; checked against it. */
        parameters: Readonly<Record<string, boolean | string>>;
        because: string;
      };
    };
