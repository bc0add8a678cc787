import { compare } from '../statistics/compare.js';

/** part / whole; null where there is no whole: nothing planned is undefined, never 100 % (science.md 3.2). */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null;
}

/** Whether a share reaches a mark, the mark included; null where the share is undefined, which is never "reached". */
export function reachesMark(share: number | null, mark: number): boolean | null {
  return share === null ? null : compare(share, mark) >= 0;
}
