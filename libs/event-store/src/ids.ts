import { v5 } from 'uuid';

/**
 * The id of a command: the same idempotency key names the same command for ever, whatever was retried, reset or rebuilt
 * in between. `district` is a uuid; the kinds of keys are listed in architecture.md 9.
 */
export function commandId(district: string, key: string): string {
  return v5(key, district);
}

/** The id of the i-th event of a command (from 0): the store refuses a second copy by it. */
export function eventId(command: string, i: number): string {
  return v5(String(i), command);
}
