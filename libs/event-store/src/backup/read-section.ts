import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { BackupProblem } from './backup-problem.js';
import type { Manifest, Section } from './manifest.js';

const batchBytes = 2_000_000;
const batchLines = 1_000;

/** Compares every byte of the file with the manifest: throws `BackupProblem` with the table whose section differs. */
export async function checkSections(path: string, { sections }: Manifest): Promise<void> {
  for (const section of sections) {
    const hash = createHash('sha256');
    for await (const bytes of bytesIn(path, section)) hash.update(bytes as Buffer);
    if (hash.digest('hex') !== section.sha256) throw changed(path, section);
  }
}

/**
 * The lines of a section, a batch at a time. Its hash and its number of rows are compared at the end: whoever writes what it gets here
 * must be able to take it back.
 */
export async function* linesIn(path: string, section: Section): AsyncGenerator<readonly string[]> {
  const hash = createHash('sha256');
  const plain = new PassThrough();
  const reading = pipeline(
    bytesIn(path, section),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const bytes of source) {
        hash.update(bytes);
        yield bytes;
      }
    },
    createZstdDecompress(),
    plain,
  );
  reading.catch(() => undefined); // told by the stream that it ends
  let rows = 0;
  try {
    for await (const lines of batchesOf(plain)) {
      rows += lines.length;
      yield lines;
    }
    await reading;
  } catch (cause) {
    if (cause instanceof BackupProblem) throw cause;
    throw changed(path, section, { cause });
  }
  if (hash.digest('hex') !== section.sha256 || rows !== section.rows) throw changed(path, section);
}

async function* batchesOf(plain: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  const text = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let batch: string[] = [];
  let held = 0;
  for await (const bytes of plain) {
    const lines = (rest + text.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop()!;
    for (const line of lines) {
      batch.push(line);
      held += line.length;
      if (batch.length < batchLines && held < batchBytes) continue;
      yield batch;
      batch = [];
      held = 0;
    }
  }
  if (rest !== '') throw new Error('the last line has no end');
  if (batch.length > 0) yield batch;
}

function bytesIn(path: string, { offset, length }: Section) {
  return createReadStream(path, {
    start: offset,
    end: offset + length - 1,
    highWaterMark: 262_144,
  });
}

function changed(path: string, { table, logId }: Section, options?: ErrorOptions): BackupProblem {
  const where = `${path}, ${table}${logId === null ? '' : `, log ${logId}`}`;
  return new BackupProblem(
    'section-changed',
    `The rows of ${table} in the file are not those that were backed up: a byte of the file was changed.`,
    where,
    options,
  );
}
