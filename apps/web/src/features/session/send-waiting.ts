import { declareNotHeld, logSession } from '../../api/sessions.js';
import type { Waiting } from './outbox.js';

/** Sends one report under its own key. Throws `ApiProblem`. */
export async function sendWaiting({ groupId, slot, report, key }: Waiting): Promise<void> {
  if (report.kind === 'log') await logSession(groupId, slot, report.body, key);
  else await declareNotHeld(groupId, slot, report.body, key);
}
