import { dibels8Profile } from './dibels-8.js';
import { mapGrowthProfile } from './nwea-map-growth.js';
import { oneRoster11Profile } from './oneroster-1-1.js';
import type { Profile } from './profile.js';

/** Every format that Aimline reads. To teach it another one, add a profile here and a reader of its rows. */
export const profiles: readonly Profile[] = [oneRoster11Profile, dibels8Profile, mapGrowthProfile];

export function profileNamed(name: string): Profile | null {
  return profiles.find((profile) => profile.name === name) ?? null;
}
