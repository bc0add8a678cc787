import type { Decider, Sent } from '../decider.js';
import { packOf } from '../legal-clock/packs.js';
import { parametersFor } from '../legal-clock/parameters.js';
import { RuleBroken } from '../rule-broken.js';
import { same } from '../same.js';
import { instantOf } from '../time.js';
import type { ClockStep } from './clock-step.js';
import { endOfStep } from './clock-step.js';
import type { DistrictCommand, DistrictEvent } from './events.js';
import type { District, Founding } from './state.js';
import { evolve, initial } from './state.js';

type Data<T extends DistrictCommand['type']> = Extract<DistrictCommand, { type: T }>['data'];

export function decide(command: Sent<DistrictCommand>, district: District): DistrictEvent[] {
  switch (command.type) {
    case 'FoundDistrict':
      return foundDistrict(command.data, district);
    case 'AdvanceClock':
      return advanceClock(command.data, district);
    case 'ChooseJurisdiction':
      return chooseJurisdiction(command.data, district);
  }
}

function foundDistrict(data: Founding, district: District): DistrictEvent[] {
  if (district.status === 'founded') {
    if (same(district.founding, data)) return [];
    throw new RuleBroken('district-already-founded');
  }
  requireZone(data.timeZone);
  if (data.mode === 'sandbox' && data.clockStartsAt === null)
    throw new RuleBroken('sandbox-needs-a-start');
  if (data.mode === 'live' && data.clockStartsAt !== null)
    throw new RuleBroken('clock-is-not-stepped');
  if (data.clockStartsAt !== null) requireInstant(data.clockStartsAt);
  return [{ type: 'DistrictFounded', data }];
}

/** Only a sandbox's clock is stepped, and time goes one way. */
function advanceClock(step: ClockStep, district: District): DistrictEvent[] {
  if (district.status === 'none') throw new RuleBroken('district-not-founded');
  const from = district.clock;
  if (from === null) throw new RuleBroken('clock-is-not-stepped');
  const to = endOfStep(step, from);
  requireInstant(to);
  if (to === from) return [];
  if (to < from) throw new RuleBroken('clock-goes-forward-only', { clock: from, to });
  return [{ type: 'ClockAdvanced', data: { from, to } }];
}

/** The law of the State, and counsel's reading where it leaves a boundary open; each choice says why. */
function chooseJurisdiction(
  { jurisdiction, parameters: given, because }: Data<'ChooseJurisdiction'>,
  district: District,
): DistrictEvent[] {
  if (district.status === 'none') throw new RuleBroken('district-not-founded');
  const { parameters, problems } = parametersFor(jurisdiction, given);
  const [wrong] = problems;
  if (wrong)
    throw new RuleBroken('parameter-not-of-pack', {
      jurisdiction,
      parameter: wrong.name,
      allowed: (wrong.values ?? wrong.known).map(String).join(', '),
    });
  if (same(district.jurisdiction, { jurisdiction, parameters })) return [];
  const packVersion = packOf(jurisdiction).version;
  return [{ type: 'JurisdictionChosen', data: { jurisdiction, parameters, packVersion, because } }];
}

function requireZone(timeZone: string): void {
  try {
    instantOf('2000-01-01', '12:00', timeZone);
  } catch {
    throw new RuleBroken('unknown-time-zone', { timeZone });
  }
}

function requireInstant(text: string): void {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== text)
    throw new RuleBroken('no-such-moment');
}

export const districtDecider: Decider<District, Sent<DistrictCommand>, DistrictEvent> = {
  kind: 'district',
  initial,
  evolve,
  decide,
  needs: () => ({}),
};
