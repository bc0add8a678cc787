import { proxyActivities } from '@temporalio/workflow';
import type { EngineActivities } from './messages.js';

/**
 * PostgreSQL may be away for a long time: no schedule-to-close limit, retries for ever with a growing pause. A stream
 * that does not exist will not appear by waiting.
 */
const retry = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '1 minute',
  nonRetryableErrorTypes: ['StreamNotFound'],
};

/** A look or a step is one fold and at most one append. */
const quick = proxyActivities<EngineActivities>({ startToCloseTimeout: '15 seconds', retry });

/** Paging a window's scores or applying a chunk of a file touches many streams. */
const long = proxyActivities<EngineActivities>({ startToCloseTimeout: '10 minutes', retry });

export const engine = {
  lookAt: quick.lookAt,
  stepDue: quick.stepDue,
  notifyGuardian: quick.notifyGuardian,
  prepareReview: quick.prepareReview,
  closeWindow: long.closeWindow,
  proposePlacements: long.proposePlacements,
  advanceImport: long.advanceImport,
  reconcile: long.reconcile,
};
