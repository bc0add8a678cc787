import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { ImportEvent } from '#domain/import/events';
import { evolve, initial, type Import } from '#domain/import/state';
import type { StreamRef } from '#domain/streams';
import { readModelsSubscription } from '#read-models/read-models';
import { CommandProblem, say } from '../answer.js';
import type { Installation } from '../installation.js';

/** An import that says nothing for so long has nobody who carries it on. */
const patienceMs = 180_000;

/** How long to sleep without a word from the log. */
const lookAgainMs = 5_000;

/**
 * Follows the import's stream until it is completed, rejected or held, and until the views have passed that. Woken by the
 * checkpoint of the read models, which moves with every event of the district.
 */
export async function waitForEnd(
  { store, progress, temporal }: Installation,
  ref: StreamRef,
): Promise<Import['status']> {
  let seen = 0;
  let since = performance.now();
  for (;;) {
    const { events, version } = await store.read<ImportEvent>(ref);
    const state = events.reduce(evolve, initial);
    const position = await store.head(ref.district);
    const subscriptions = [readModelsSubscription];
    if (state.status !== 'received' && state.status !== 'running') {
      const passed = { subscriptions, timeoutMs: patienceMs };
      await progress.waitForPosition(ref.district, position, passed);
      if (state.status !== 'held') await workflowEnds(temporal(), ref);
      return state.status;
    }
    if (version > seen) {
      seen = version;
      since = performance.now();
      if (state.profile) say(`${state.applied.size} of ${state.profile.chunks} parts are applied`);
    } else if (performance.now() - since > patienceMs) throw stalled(ref);
    const next = { subscriptions, timeoutMs: lookAgainMs };
    await progress.waitForPosition(ref.district, position + 1, next);
  }
}

/** So that a worker which was started for this command leaves no run behind; the import itself has ended already. */
async function workflowEnds(client: Client, { stream }: StreamRef): Promise<void> {
  const ended = client.workflow
    .getHandle(stream)
    .result()
    .catch(() => undefined); // of an import long ago Temporal knows nothing any more
  await Promise.race([ended, pause(lookAgainMs, undefined, { ref: false })]);
}

function stalled({ stream }: StreamRef): CommandProblem {
  return new CommandProblem(3, 'import-stalled', 'The import has not moved for three minutes.', {
    where: stream,
    hint: 'It is recorded and goes on once a worker and Temporal run: see `npx aimline status`.',
  });
}
