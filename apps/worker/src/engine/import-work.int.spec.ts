import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { streamId, type StreamId } from '#domain/streams';
import { daysKept } from '#platform/app/files';
import { RunningEngine } from '#testing/running-engine';

/** The work of an import whose files are not there any more, carried out as its workflow would ask for it. */
let running: RunningEngine;

beforeAll(async () => {
  running = await RunningEngine.open();
  await running.found();
  running.startSubscriptions();
});
afterAll(() => running?.close());

async function received(bytes: Buffer): Promise<StreamId> {
  const stream = streamId('import', randomUUID());
  const sha256 = await running.engine.files.keep(running.district, bytes);
  await running.tell(stream, 'ReceiveFile', {
    kind: 'roster',
    files: [{ name: 'roster.zip', sha256, bytes: bytes.length }],
    profile: null,
  });
  return stream;
}

async function advance(stream: StreamId): Promise<void> {
  const ref = { district: running.district, stream };
  const { duties } = await running.engine.activities.lookAt(ref);
  await running.engine.activities.advanceImport(ref, duties[0]!);
}

test('an import that waited longer than its files are kept is rejected, says so, and can be handed in again', async () => {
  const bytes = randomBytes(64);
  const stream = await received(bytes);
  await running.engine.db.query(
    `update app.files set created_at = now() - make_interval(days => $1)`,
    [daysKept + 1],
  );
  await running.engine.files.sweep();
  await advance(stream);
  expect((await running.facts(stream)).at(-1)).toMatchObject({
    type: 'ImportRejected',
    data: { code: 'file_not_kept' },
  });
  const again = await received(bytes);
  await advance(again); // these bytes are no roster, and that is what it says now
  expect((await running.facts(again)).at(-1)).toMatchObject({ type: 'ImportRejected' });
  expect((await running.facts(again)).at(-1)).not.toMatchObject({
    data: { code: 'file_not_kept' },
  });
});
