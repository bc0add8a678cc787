import { issueToken } from '#platform/app/tokens';
import { CommandProblem, type Answer } from '../answer.js';
import { districtOf } from '../district.js';
import { withInstallation } from '../installation.js';
import { staffMember } from './grant.js';

type Options = { staff: string; label: string; days?: string; district?: string };

export function token({ staff, label, days, district: named }: Options): Promise<Answer> {
  const lasting = daysOf(days);
  const needs = { command: 'aimline user token', need: 'postgres' } as const;
  return withInstallation(needs, async (installation) => {
    const district = await districtOf(installation, named);
    await staffMember(installation, district, staff);
    const of = { district, staffId: staff, label, days: lasting };
    const text = await issueToken(installation.db.query, of);
    return { document: { token: text, staff, district, days: lasting ?? null }, words: text };
  });
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_650) return days;
  throw new CommandProblem(2, 'bad-days', `"${text}" is no number of days from 1 to 3650.`, {
    where: '--days',
  });
}
