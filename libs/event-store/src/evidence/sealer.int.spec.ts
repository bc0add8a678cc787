import { chmod, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DistrictKeys } from '#event-store/district-keys';
import { evidenceLog, keys, type EvidenceLog } from '#testing/evidence-log';
import { openCheckpoint, originOf } from './checkpoint-note.js';
import { FolderNotes } from './folder-notes.js';
import { signerFromSeed } from './note.js';
import { Sealer } from './sealer.js';

let log: EvidenceLog;
beforeEach(async () => {
  log = await evidenceLog();
});
afterEach(() => log.close());

const verifier = (from = keys) =>
  signerFromSeed(originOf(log.district), from.checkpointSeed(log.district)).verifier;
const sizes = async () => {
  const { rows } = await log.db.query<{ size: string }>(
    'select size from es.checkpoints order by size',
  );
  return rows.map(({ size }) => Number(size));
};
const folder = () => log.outside.where(log.district);

describe('a log is sealed', () => {
  test('empty first, then as far as it has grown; each note is in the database and outside', async () => {
    await log.seal();
    await log.append(5);
    await log.seal();
    await log.append(2);
    const sealed = await log.seal();
    expect(await sizes()).toEqual([0, 5, 7]);
    expect(await log.outside.sizes(log.district)).toEqual([0, 5, 7]);
    const kept = await log.outside.read(log.district, 7);
    expect(kept).toBe(sealed!.note);
    expect(openCheckpoint(kept, verifier())).toMatchObject({ size: 7, root: sealed!.root });
    expect(await readFile(join(folder(), 'key.pub'), 'utf8')).toBe(`${verifier().text}\n`);
    expect(await log.verify()).toMatchObject({ matches: true, checkpoints: 3, signed: 7 });
  });

  test('never twice for the same size, and by one process at a time', async () => {
    await log.append(5);
    const [first, second] = await Promise.all([log.seal(), log.seal()]);
    expect([first, second].filter((sealed) => sealed !== null)).toHaveLength(1);
    expect(await log.seal()).toBeNull();
    expect(await sizes()).toEqual([5]);
  });

  test('when so many events are new, and when the last note is so old', async () => {
    const options = { url: log.url, keys, outside: log.outside, say: () => undefined };
    const sealer = new Sealer({ ...options, events: 10, everyMs: 3_600_000, pollMs: 10 });
    sealer.start();
    await vi.waitFor(async () => expect(await sizes()).toEqual([0]));
    await log.append(9);
    await sealer.look();
    expect(await sizes()).toEqual([0]);
    await log.append(1);
    await vi.waitFor(async () => expect(await sizes()).toEqual([0, 10]));
    await log.append(1);
    expect(await sizes()).toEqual([0, 10]);
    await sealer.stop(); // signs what is left
    expect(await sizes()).toEqual([0, 10, 11]);

    const impatient = new Sealer({ ...options, events: 10, everyMs: 0 });
    await impatient.look();
    expect(await sizes()).toEqual([0, 10, 11]);
    await log.append(1);
    await impatient.look();
    expect(await sizes()).toEqual([0, 10, 11, 12]);
    await impatient.stop();
  });

  test('in pieces or at once with the same root', async () => {
    for (let i = 0; i < 13; i += 1) {
      await log.append(1 + (i % 4));
      await log.seal();
    }
    expect(await log.verify()).toMatchObject({ matches: true, checkpoints: 13 });
  });
});

describe('nothing is sealed', () => {
  test('without a copy outside: the note comes once there is room for it', async () => {
    await log.append(3);
    await log.seal();
    const file = join(log.folder, 'not-a-folder');
    await writeFile(file, '');
    const said: string[] = [];
    const nowhere = new FolderNotes(file);
    const options = { url: log.url, keys, say: (line: string) => said.push(line), everyMs: 0 };
    const sealer = new Sealer({ ...options, outside: nowhere });
    await log.append(1);
    await sealer.look();
    await sealer.look();
    expect(said).toEqual([expect.stringMatching(/^no checkpoint of district .*ENOTDIR/)]);
    expect(await sizes()).toEqual([3]);
    await sealer.stop();
    await log.seal();
    expect(await sizes()).toEqual([3, 4]);
  });

  test('with another master key than before', async () => {
    await log.append(3);
    await log.seal();
    await log.append(1);
    const said: string[] = [];
    const sealer = new Sealer({
      url: log.url,
      keys: new DistrictKeys(Buffer.alloc(32, 8)),
      outside: log.outside,
      say: (line) => said.push(line),
      everyMs: 0,
    });
    await sealer.look();
    expect(said).toEqual([expect.stringContaining('the note is not signed by aimline/')]);
    expect(await sizes()).toEqual([3]);
    await sealer.stop();
  });

  test('that does not follow from what was recorded before', async () => {
    await log.append(6);
    await log.behindItsBack(`update es.events set content_hash = sha256('x') where pos = 4`);
    await expect(log.seal()).rejects.toThrow('at position 4 the event does not follow');
    await log.behindItsBack('delete from es.events where pos = 2');
    await expect(log.seal()).rejects.toThrow('at position 2 there is no event');
    expect(await sizes()).toEqual([]);
  });
});

test('a note that is outside, because its process died before the commit, is taken in', async () => {
  await log.append(5);
  await log.seal();
  await log.append(4);
  await log.seal();
  await log.behindItsBack('delete from es.checkpoints where size = 9');
  expect(await log.verify()).toMatchObject({
    matches: true,
    checkpoints: 1,
    outsideNotes: 2,
    signed: 9,
  });
  await log.append(2);
  await log.seal();
  expect(await sizes()).toEqual([5, 9, 11]);
  expect(await log.verify()).toMatchObject({ matches: true, signed: 11, remarks: [] });
});

test('after an older backup nothing is sealed, and the verification says from where on events are lost', async () => {
  await log.append(8);
  await log.seal();
  const restore = await log.keep();
  await log.append(4);
  await log.seal();
  await restore();
  await expect(log.seal()).rejects.toThrow('at position 9 the log ends, but a note of 12 events');
  expect(await log.verify()).toMatchObject({
    matches: false,
    first: { position: 9, check: 'outside note' },
  });
});

test('two logs that went apart are told by a note outside, from the first event that may differ', async () => {
  await log.append(8);
  await log.seal();
  const restore = await log.keep();
  await log.append(4);
  await log.seal();
  await restore();
  await log.append(6); // what the restored log recorded instead
  await expect(log.seal()).rejects.toThrow(
    /a different note for a log of 12 events.*from position 9 on/,
  );
  expect(await log.verify()).toMatchObject({
    matches: false,
    first: { position: 9, check: 'outside note' },
  });
});

test('a fork that was sealed by the same key elsewhere is told as well', async () => {
  await log.append(8);
  await log.seal();
  const restore = await log.keep();
  await log.append(4);
  await log.seal();
  const honest = await log.outside.read(log.district, 12);
  await restore();
  await log.append(4);
  const elsewhere = new FolderNotes(join(log.folder, 'elsewhere'));
  const sealer = new Sealer({ url: log.url, keys, outside: elsewhere, say: () => undefined });
  const forked = await sealer.seal(log.district, log.logId);
  await sealer.stop();
  expect(forked!.note).not.toBe(honest);
  expect(await log.verify()).toMatchObject({
    matches: false,
    checkpoints: 2,
    first: { position: 9, check: 'outside note' },
  });
});

describe('the notes of the folder', () => {
  test('are written once, read-only, and never exchanged', async () => {
    await log.append(2);
    await log.seal();
    const note = await log.outside.read(log.district, 2);
    await log.outside.keep(log.district, { size: 2, note });
    await expect(log.outside.keep(log.district, { size: 2, note: `${note}x` })).rejects.toThrow(
      'a different note for a log of 2 events',
    );
    expect((await readdir(folder())).toSorted()).toEqual(['000000000002.note', 'key.pub']);
  });

  test.each([
    ['of another log', (note: string) => note.replaceAll('aimline/', 'aimline/x'), 'not signed by'],
    ['with one byte changed', (note: string) => note.replace('\n2\n', '\n3\n'), 'was changed'],
    ['cut short', (note: string) => note.slice(0, -20), 'signature'],
    ['that is none', () => 'hello', 'no signature'],
  ])('a file %s is named and not believed', async (_, change, why) => {
    await log.append(2);
    await log.seal();
    const file = join(folder(), '000000000002.note');
    await chmod(file, 0o600);
    await writeFile(file, change(await readFile(file, 'utf8')));
    const { first } = await log.verify();
    expect(first).toMatchObject({ position: 2, check: 'outside note' });
    expect(first!.sentence).toContain(why);
  });
});
