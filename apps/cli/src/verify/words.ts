import type { VerifiedDistrict } from './verify.js';

const shown = 20;

/** The verdicts for people. */
export function inWords(districts: readonly VerifiedDistrict[]): string {
  if (districts.length === 0) return 'No district is founded here.';
  return districts.map(district).join('\n\n');
}

function district(verified: VerifiedDistrict): string {
  const { events, signed, checkpoints, outsideNotes, matches, findings, found, remarks } = verified;
  const unsigned = events - signed;
  return [
    `District ${verified.district}: ${counted(events, 'event')}, ` +
      `${counted(checkpoints, 'signed note')} in the database and ${outsideNotes} outside (${verified.notes}).`,
    matches
      ? `Everything matches. The notes, signed by ${verified.key}, speak for ${counted(signed, 'event')}` +
        `${unsigned > 0 ? `; for the last ${unsigned} the chain alone does` : ''}.`
      : `It does NOT match: ${counted(found, 'difference')}.`,
    ...findings
      .slice(0, shown)
      .map(
        ({ position, check, sentence }) =>
          `  ${position === null ? 'beside the log' : `position ${position}`}, ${check}: ${sentence}`,
      ),
    ...(found > shown ? [`  and ${found - shown} more; --json lists up to a thousand.`] : []),
    ...remarks.map((remark) => `Note: ${remark}`),
  ].join('\n');
}

const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
