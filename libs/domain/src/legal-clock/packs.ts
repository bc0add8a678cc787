import type { ClockDefinition, ClockName, Jurisdiction, JurisdictionPack } from './pack.js';
import { us } from './packs/us.js';
import { usCa } from './packs/us-ca.js';
import { usIl } from './packs/us-il.js';
import { usMa } from './packs/us-ma.js';
import { usNc } from './packs/us-nc.js';
import { usPa } from './packs/us-pa.js';
import { usTx } from './packs/us-tx.js';
import { usWa } from './packs/us-wa.js';

const packs: Readonly<Record<Jurisdiction, JurisdictionPack>> = {
  us,
  'us-tx': usTx,
  'us-ca': usCa,
  'us-il': usIl,
  'us-ma': usMa,
  'us-pa': usPa,
  'us-wa': usWa,
  'us-nc': usNc,
};

/** The pack of a jurisdiction, in its newest version. */
export function packOf(jurisdiction: Jurisdiction): JurisdictionPack {
  return packs[jurisdiction];
}

/** One clock of a jurisdiction, or null if its law knows no such clock. */
export function definitionOf(jurisdiction: Jurisdiction, name: ClockName): ClockDefinition | null {
  return packs[jurisdiction].clocks.find((clock) => clock.name === name) ?? null;
}
