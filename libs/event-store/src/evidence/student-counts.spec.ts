import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leafHash } from './digests.js';
import { Findings } from './findings.js';
import type { LogRow } from './log-row.js';
import { MerkleTree } from './merkle.js';
import { StudentCounts } from './student-counts.js';

const maya = '30000000-0000-4000-8000-000000000001';
const noah = '30000000-0000-4000-8000-000000000002';

type Row = Pick<LogRow, 'pos' | 'stream_id' | 'subject_id' | 'body'>;
const leafAt = (pos: number) => Buffer.alloc(52, pos);
const row = (pos: number, subject: string | null, stream = `cycle/${subject ?? 'x'}`): Row => ({
  pos,
  stream_id: stream,
  subject_id: subject,
  body: null,
});

/** Every event by itself: whose it is by column or by stream, and the tree of their leaves. */
function counted(rows: readonly Row[], student: string, upTo: number) {
  const tree = new MerkleTree();
  for (const one of rows)
    if (one.pos <= upTo && (one.subject_id === student || one.stream_id === `access/${student}`))
      tree.append(leafHash(leafAt(one.pos)));
  return { upTo, count: tree.size, root: tree.root().toString('hex') };
}

function found(
  rows: readonly Row[],
  claims: readonly { pos: number; student: string; says: object }[],
) {
  const findings = new Findings();
  const counts = new StudentCounts(
    claims.map(({ pos, student, says }) => ({
      pos,
      stream_id: `access/${student}`,
      body: Buffer.from(JSON.stringify(says)),
    })),
  );
  for (const one of rows) counts.take(one as LogRow, leafAt(one.pos), findings);
  return findings.inOrder();
}

const logs = fc
  .array(fc.constantFrom<string | null>(maya, noah, null), { minLength: 1, maxLength: 40 })
  .map((of) =>
    of.map((subject, i) =>
      row(i + 1, subject, i % 5 === 0 && subject === null ? `access/${maya}` : undefined),
    ),
  );

test('a count that is right is found right, at any position and for any student', () => {
  fc.assert(
    fc.property(logs, fc.nat(), (rows, n) => {
      const upTo = 1 + (n % rows.length);
      const claims = [maya, noah].map((student) => ({
        pos: rows.length + 1,
        student,
        says: counted(rows, student, upTo),
      }));
      expect(found(rows, claims)).toEqual([]);
    }),
  );
});

test('a count that leaves an event out, or counts another in its place, is named at the event that says so', () => {
  const rows = [row(1, maya), row(2, noah), row(3, maya), row(4, maya)];
  const honest = counted(rows, maya, 4);
  const withoutOne = counted(rows.slice(0, 3), maya, 4);
  const another = counted([row(1, maya), row(2, maya), row(3, maya)], maya, 4);
  expect(found(rows, [{ pos: 9, student: maya, says: honest }])).toEqual([]);
  expect(found(rows, [{ pos: 9, student: maya, says: { ...withoutOne, upTo: 4 } }])).toEqual([
    {
      position: 9,
      check: 'body',
      sentence: 'It counts 2 events of the student up to position 4; the log has 3.',
    },
  ]);
  expect(found(rows, [{ pos: 9, student: maya, says: another }])[0]!.sentence).toMatch(
    /are not those of the log/,
  );
});

test('a count whose body was changed into nothing is left to its own hash', () => {
  const counts = new StudentCounts([
    { pos: 1, stream_id: `access/${maya}`, body: Buffer.from('{') },
  ]);
  const findings = new Findings();
  counts.take(row(1, maya) as LogRow, leafAt(1), findings);
  expect(findings.count).toBe(0);
});
