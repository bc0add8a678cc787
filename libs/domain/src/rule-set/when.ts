import type { Problem } from '../problem.js';

/** The problem if it holds, as a list to be spread into others. */
export function when(holds: boolean, code: string, where: string, message: string): Problem[] {
  return holds ? [{ code, where, message }] : [];
}
