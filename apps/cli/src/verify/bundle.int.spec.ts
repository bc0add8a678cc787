import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { operatorActor } from '#domain/decider';
import { deciders } from '#domain/registry';
import { streamId } from '#domain/streams';
import { DistrictKeys } from '#event-store/district-keys';
import { originOf, signCheckpoint } from '#event-store/evidence/checkpoint-note';
import { type NoteSigner, signerFromSeed } from '#event-store/evidence/note';
import {
  eventsFile,
  keysFile,
  manifestFile,
  manifestNoteFile,
  toNoteFile,
} from '#event-store/export/bundle';
import { type BundleInHand, bundleIn, changedBundle, written } from '#testing/changed-bundle';
import { type LivedInstallation, livedInstallation } from '#testing/lived-installation';
import { exportStudent } from '../export/student.js';
import { type BundleVerdict, checkBundle } from './bundle.js';
import { verify } from './verify.js';

let at: LivedInstallation;
let dir: string;
let otherDir: string;
let signer: NoteSigner;
let bundle: BundleInHand;

/** A record of everything that can be in one: an older note, sealed and clear bodies, one expunged and a class destroyed. */
beforeAll(async () => {
  at = await livedInstallation();
  const lived = await at.live(11, 4, 30);
  const { district } = lived;
  const [student, other] = lived.students as [string, string];
  const keys = new DistrictKeys(at.masterKey);
  signer = signerFromSeed(originOf(district), keys.checkpointSeed(district));
  otherDir = at.path();
  await exportStudent({ to: otherDir }, other);
  const tell = async (kind: 'student' | 'record-request', type: string, data: object) => {
    const stream = streamId(kind, student);
    const command = {
      type,
      data,
      key: `test/${type}/${JSON.stringify(data)}`,
      actor: operatorActor,
    };
    const { events } = await at.record.handler.handle(
      deciders[kind],
      { district, stream },
      command,
    );
    return events[0]!.id;
  };
  const guardian = { relationship: 'mother', language: 'sv', email: null, phone: null };
  const first = { guardianId: 'g1', name: 'Ada Lindqvist', ...guardian };
  const wrong = await tell('student', 'RecordGuardian', first);
  await tell('student', 'RecordGuardian', { ...first, guardianId: 'g2', name: 'Åsa Lindqvist' });
  const why = { authority: 'recorded-in-error', keepUntil: null };
  await tell('record-request', 'ExpungeBody', { eventId: wrong, recordClass: 'core', ...why });
  const asked = { requestId: 'd1', recordClasses: ['intervention'], ...why, on: '2025-09-20' };
  await tell('record-request', 'RequestDestruction', asked);
  await tell('record-request', 'DestroyRecord', { requestId: 'd1' });
  await tell('student', 'RecordGuardian', { ...first, guardianId: 'g3', name: 'Per Lindqvist' });
  await at.passed(district, await at.record.store.head(district));
  dir = at.path();
  await exportStudent({ to: dir, recipient: 'Ashford schools', interest: 'enrolment' }, student);
  bundle = await bundleIn(dir);
});

afterAll(() => at.close());

const check = (folder: string, key?: string): Promise<BundleVerdict> => checkBundle(folder, key);

describe('a bundle as it was exported', () => {
  test('holds an older note, sealed bodies and bodies that are gone', () => {
    const { manifest, events } = bundle;
    expect(manifest.log.from).toBeGreaterThan(0);
    expect(manifest.gone.map(({ by }) => by.type)).toContain('BodyExpunged');
    expect(manifest.gone.map(({ by }) => by.type)).toContain('RecordDestroyed');
    expect(events.some(({ header }) => header.keyId !== null)).toBe(true);
    expect(events.some(({ header, body }) => header.keyId === null && body !== 'gone')).toBe(true);
  });

  test('matches on a machine that has nothing but Node: a clean folder, an empty environment', async () => {
    const away = await mkdtemp(join(tmpdir(), 'aimline-away-'));
    try {
      await written(away, bundle.files);
      const ran = spawnSync(process.execPath, ['verify.mjs', '.', '--json'], {
        cwd: away,
        env: {},
        encoding: 'utf8',
      });
      expect(ran.stderr).toBe('');
      expect(ran.status).toBe(0);
      const verdict = JSON.parse(ran.stdout) as BundleVerdict;
      expect(verdict).toMatchObject({
        matches: true,
        keyFrom: 'bundle',
        events: bundle.manifest.events.count,
        bodies: { gone: bundle.manifest.gone.length },
      });
      expect(verdict.remarks[0]).toContain('Compare it with the one that the district handed out');
    } finally {
      await rm(away, { recursive: true });
    }
  });

  test('is checked by the very same file through `aimline verify --bundle`, and by the key that is given', async () => {
    const answer = await verify({ bundle: dir, key: signer.verifier.text });
    expect(answer).toMatchObject({ exitCode: 0, document: { matches: true, keyFrom: 'given' } });
    expect(answer.words).toContain('Key (yours)');
    await expect(verify({ bundle: dir, quick: true })).rejects.toMatchObject({ code: 'usage' });
  });

  test('does not match another district’s key; a key that is none cannot be checked with', async () => {
    const stranger = signerFromSeed(signer.verifier.name, Buffer.alloc(32, 9)).verifier.text;
    const verdict = await check(dir, stranger);
    expect(verdict).toMatchObject({ matches: false, first: { file: manifestFile, field: 'key' } });
    await expect(check(dir, 'nonsense')).rejects.toMatchObject({ exitCode: 2 });
    await expect(check(join(dir, 'nowhere'))).rejects.toMatchObject({ exitCode: 2 });
  });

  test('needs nothing but what Node brings', async () => {
    const source = await readFile(join(dir, 'verify.mjs'), 'utf8');
    const imported = [...source.matchAll(/^import .* from '([^']+)';$/gm)].map(([, from]) => from!);
    expect(imported.length).toBeGreaterThan(4);
    expect(imported.every((from) => from.startsWith('node:'))).toBe(true);
    expect(source).not.toMatch(/import\(|require\(|fetch\(/);
  });
});

describe('one byte changed', () => {
  /** The bundle with a byte of a file changed; says what is found, and removes it again. */
  async function withByte(name: string, at_: number, by: number): Promise<BundleVerdict> {
    const folder = at.path();
    const bytes = Buffer.from(bundle.files.get(name)!);
    bytes[at_]! ^= by;
    await written(folder, new Map([...bundle.files, [name, bytes]]));
    try {
      return await check(folder);
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  test('anywhere in any file is refused, with the file and the line named', async () => {
    const names = [...bundle.files.keys()];
    const place = fc
      .constantFrom(...names)
      .chain((name) =>
        fc.tuple(fc.constant(name), fc.nat({ max: bundle.files.get(name)!.length - 1 })),
      );
    await fc.assert(
      fc.asyncProperty(place, fc.integer({ min: 1, max: 255 }), async ([name, offset], by) => {
        const { matches, first } = await withByte(name, offset, by);
        expect(matches).toBe(false);
        expect(first!.file).toBe(name);
        if (name !== eventsFile) return;
        const before = bundle.files.get(name)!.subarray(0, offset).toString('latin1');
        expect(first!.line).toBe(before.split('\n').length);
      }),
      { numRuns: 300 },
    );
  });

  /** Each field of a line, by its path and where its value stands in the text. */
  function fieldsOf(line: string): [field: string, at: number][] {
    const event = JSON.parse(line) as Record<string, unknown>;
    const header = event['header'] as Record<string, unknown>;
    const places: [string, number][] = [];
    for (const [key, value] of Object.entries(event))
      if (key !== 'header')
        places.push([key, line.indexOf(`"${key}":${JSON.stringify(value)}`) + key.length + 3]);
    for (const [key, value] of Object.entries(header))
      places.push([
        `header/${key}`,
        line.indexOf(`"${key}":${JSON.stringify(value)}`) + key.length + 3,
      ]);
    return places;
  }

  test('in any field of any line is named with the field, as far as it can be told', async () => {
    const text = bundle.files.get(eventsFile)!.toString('latin1');
    const lines = text.split('\n').slice(0, -1);
    // One with its body, one without, the one that counts.
    const chosen = [
      lines.length - 2,
      bundle.events.findIndex(({ body }) => body === 'gone'),
      lines.length - 1,
    ];
    for (const n of chosen) {
      const start = lines.slice(0, n).reduce((sum, line) => sum + line.length + 1, 0);
      for (const [field, offset] of fieldsOf(lines[n]!)) {
        const quoted = lines[n]![offset] === '"' ? 1 : 0;
        const value = lines[n]!.charCodeAt(offset + quoted);
        const { first } = await withByte(
          eventsFile,
          start + offset + quoted,
          value ^ (value === 0x31 ? 0x32 : 0x31),
        );
        expect(first).toMatchObject({ file: eventsFile, line: n + 1 });
        if (first!.field === null) continue; // no longer JSON, or a hash that only the log can tell
        const named = [field, 'header', 'proof', 'contentHash', 'body'].some(
          (one) => first!.field === one || first!.field!.startsWith(`${one}/`),
        );
        expect(named, `${field} was changed, ${first!.field} was named`).toBe(true);
      }
    }
  });
});

describe('a bundle that lies, with every digest made to fit and signed by the district itself', () => {
  const lied = async (
    lie: (bundle: BundleInHand) => void,
    afterwards?: Parameters<typeof changedBundle>[4],
  ): Promise<BundleVerdict> => check(await changedBundle(dir, at.path(), signer, lie, afterwards));

  test('told nothing else it would match: the lies below are what is found', async () => {
    expect(await lied(() => undefined)).toMatchObject({ matches: true });
  });

  test('an event is left out: the log counted one more', async () => {
    const verdict = await lied(({ events, manifest }) => {
      events.splice(-2, 1);
      manifest.events.count -= 1;
    });
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ file: eventsFile, field: 'body/count' }),
    );
  });

  test('an event is left out in the middle of a stream: its number is missing', async () => {
    const verdict = await lied(({ events }) => events.splice(1, 1));
    expect(verdict.first).toMatchObject({ file: eventsFile, field: 'version' });
  });

  test('a body says something else than what was recorded', async () => {
    const verdict = await lied(({ events }) => {
      const event = events.findLast(({ header }) => header.type === 'GuardianRecorded')!;
      event.body = { ...(event.body as object), name: 'Somebody Else' };
    });
    expect(verdict.first).toMatchObject({
      field: 'body/name',
      sentence: expect.stringMatching(/not what was recorded/),
    });
  });

  test('a body is held back as gone, though nothing destroyed it', async () => {
    const verdict = await lied(({ events }) => {
      const event = events.findLast(({ header }) => header.type === 'GuardianRecorded')!;
      Object.assign(event, { body: 'gone', stored: null });
    });
    expect(verdict.first).toMatchObject({
      field: 'body',
      sentence: expect.stringMatching(/no event here destroyed it/),
    });
  });

  test('the bytes of another event are shown for this one', async () => {
    const verdict = await lied(({ events }) => {
      const sealed = events.filter(
        ({ stored, header }) => stored !== null && header.keyId !== null,
      );
      const [a, b] = sealed as [(typeof sealed)[0], (typeof sealed)[0]];
      a.stored = b.stored;
      a.body = b.body;
    });
    expect(verdict.first).toMatchObject({ field: 'stored' });
  });

  test('two events change places', async () => {
    const verdict = await lied(({ events }) => {
      [events[2], events[3]] = [events[3]!, events[2]!];
    });
    expect(verdict.findings).toContainEqual(
      expect.objectContaining({ file: eventsFile, line: 4, field: 'position' }),
    );
  });

  test('a moment, a version or a position is another', async () => {
    for (const change of [{ recordedAt: '1' }, { version: 900 }, { position: 1 }]) {
      const [field] = Object.keys(change);
      const verdict = await lied(({ events }) => Object.assign(events[4]!, change));
      expect(verdict.first).toMatchObject({ file: eventsFile, line: 5 });
      if (field === 'version') expect(verdict.first).toMatchObject({ field });
    }
  });

  test('another student’s event is mixed in', async () => {
    const other = await bundleIn(otherDir);
    const verdict = await lied(({ events }) => events.splice(0, 0, other.events[0]!));
    expect(verdict.first).toMatchObject({ line: 1 });
    expect(verdict.findings).toContainEqual(expect.objectContaining({ field: 'header/subject' }));
  });

  test('the note is of a log with other events, though the right key signed it', async () => {
    const verdict = await lied(({ files, manifest }) => {
      const note = signCheckpoint(signer, { size: manifest.log.to, root: Buffer.alloc(32, 5) });
      files.set(toNoteFile, Buffer.from(note));
    });
    expect(verdict.matches).toBe(false);
    expect(verdict.first).toMatchObject({ field: 'log/consistency' });
  });

  test('the note is of another district’s log', async () => {
    const stranger = signerFromSeed(
      originOf('00000000-0000-4000-8000-0000000000aa'),
      Buffer.alloc(32, 9),
    );
    const verdict = await lied(({ files, manifest }) => {
      const note = signCheckpoint(stranger, { size: manifest.log.to, root: Buffer.alloc(32, 5) });
      files.set(toNoteFile, Buffer.from(note));
    });
    expect(verdict.first).toMatchObject({ file: toNoteFile, field: 'signature' });
  });

  test.each([
    ['../outside.txt', 'files/0/name'],
    ['/etc/passwd', 'files/0/name'],
    ['a\\..\\b', 'files/0/name'],
  ])('a file is called %s: it is never opened', async (name, field) => {
    const verdict = await lied(
      () => undefined,
      ({ files }) => {
        files[0]!.name = name;
      },
    );
    expect(verdict.first).toMatchObject({ file: manifestFile, field });
  });

  test('digests, sizes, counts or what is gone are claimed otherwise', async () => {
    const claims: [field: string, claim: Parameters<typeof changedBundle>[4]][] = [
      ['events/count', (manifest) => void (manifest.events.count += 1)],
      ['gone', (manifest) => void (manifest.gone = [])],
      ['events/byType', (manifest) => void (manifest.events.byType = { StudentEnrolled: 1 })],
      ['events/first', (manifest) => void (manifest.events.first += 1)],
    ];
    for (const [field, claim] of claims) {
      const { first } = await lied(() => undefined, claim);
      expect(first!.file, field).toBe(manifestFile);
      expect(first!.field).toMatch(field);
    }
    const sized = await lied(
      () => undefined,
      ({ files }) => void (files[1]!.bytes += 1),
    );
    expect(sized.first).toMatchObject({ file: keysFile });
  });

  test('a key opens the bytes to nothing', async () => {
    const verdict = await lied(({ files }) => {
      const { keys } = JSON.parse(files.get(keysFile)!.toString()) as {
        keys: Record<string, string>;
      };
      for (const id of Object.keys(keys)) keys[id] = Buffer.alloc(32, 1).toString('base64');
      files.set(keysFile, Buffer.from(JSON.stringify({ keys })));
    });
    expect(verdict.first).toMatchObject({
      field: 'stored',
      sentence: expect.stringMatching(/does not open/),
    });
  });
});

describe('a folder that is no plain bundle', () => {
  async function folderWith(change: (folder: string) => Promise<void>): Promise<BundleVerdict> {
    const folder = at.path();
    await written(folder, bundle.files);
    await change(folder);
    return check(folder);
  }

  test('a link instead of a file is not followed', async () => {
    const verdict = await folderWith(async (folder) => {
      await rm(join(folder, keysFile));
      await symlink(join(dir, keysFile), join(folder, keysFile));
    });
    expect(verdict.first).toMatchObject({
      file: keysFile,
      sentence: expect.stringMatching(/link/),
    });
  });

  test('a file that nobody signed for, and one that is missing, are named', async () => {
    const more = await folderWith((folder) => writeFile(join(folder, 'summary.html'), 'hello'));
    expect(more.first).toMatchObject({ file: 'summary.html' });
    const less = await folderWith((folder) => rm(join(folder, toNoteFile)));
    expect(less.first).toMatchObject({ file: toNoteFile, sentence: 'The file is missing.' });
    const unsigned = await folderWith((folder) => rm(join(folder, manifestNoteFile)));
    expect(unsigned.first).toMatchObject({ file: manifestNoteFile });
  });

  test('a name that is given twice is refused, whichever of the two is true', async () => {
    const verdict = await folderWith(async (folder) => {
      const text = bundle.files.get(eventsFile)!.toString();
      await writeFile(
        join(folder, eventsFile),
        text.replace('{"position":', '{"position":7,"position":'),
      );
    });
    expect(verdict.first).toMatchObject({
      file: eventsFile,
      line: 1,
      field: 'position',
      sentence: expect.stringMatching(/twice/),
    });
  });

  test('a line without end is not read into memory', async () => {
    const verdict = await folderWith((folder) =>
      writeFile(join(folder, eventsFile), Buffer.alloc(40 * 1024 * 1024, 'x')),
    );
    expect(verdict.first).toMatchObject({
      file: eventsFile,
      line: 1,
      sentence: expect.stringMatching(/more than/),
    });
  });

  test('JSON that is nested without end is refused', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const verdict = await folderWith((folder) => writeFile(join(folder, manifestFile), deep));
    expect(verdict.first).toMatchObject({
      file: manifestFile,
      sentence: expect.stringMatching(/nested/),
    });
  });
});
