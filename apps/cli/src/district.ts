import type { Reference } from '#domain/decider';
import { CommandProblem } from './answer.js';
import type { Installation } from './installation.js';

export const districtOption = [
  '--district <id>',
  'the district by its id; may be left out where there is only one',
] as const;

/** The district that a command is about: the one named, else the only one; null where none is founded. */
export async function districtOrNone(
  { store }: Pick<Installation, 'store'>,
  named: string | undefined,
): Promise<string | null> {
  const districts = (await store.districts()).map(({ district }) => district);
  if (named !== undefined) {
    if (districts.includes(named)) return named;
    throw new CommandProblem(2, 'no-such-district', `There is no district ${named} here.`, {
      where: '--district',
      hint: districts.length > 0 ? `There is ${districts.join(', ')}.` : 'None is founded yet.',
    });
  }
  if (districts.length > 1)
    throw new CommandProblem(2, 'several-districts', 'There are several districts here.', {
      where: '--district',
      hint: `Name one of ${districts.join(', ')}.`,
    });
  return districts[0] ?? null;
}

export async function districtOf(
  installation: Pick<Installation, 'store'>,
  named: string | undefined,
): Promise<string> {
  const district = await districtOrNone(installation, named);
  if (district) return district;
  throw new CommandProblem(2, 'no-district', 'No district is founded here yet.', {
    hint: 'Import a roster, which founds one, or visit the web app for the first time.',
  });
}

export async function settingsOf(
  { reference }: Pick<Installation, 'reference'>,
  district: string,
): Promise<Reference['district']> {
  return (await reference.for(district, {})).district;
}
