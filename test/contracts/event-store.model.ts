import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StreamId } from '#domain/streams';
import type { Expected } from '#event-store/errors';
import { noted, request, type StoreUnderTest } from './event-store.contract.js';

type Asked = {
  key: number;
  content: number;
  stream: number;
  other: number | null;
  expected: Expected;
  take: number | null;
  release: number | null;
  events: number;
};

const asked: fc.Arbitrary<Asked> = fc.record({
  key: fc.nat(8),
  content: fc.nat(1),
  stream: fc.nat(3),
  other: fc.option(fc.nat(3), { freq: 3 }),
  expected: fc.oneof(fc.constantFrom<Expected>('any', 'exists', 'none'), fc.nat(4)),
  take: fc.option(fc.nat(1), { freq: 2 }),
  release: fc.option(fc.nat(1), { freq: 2 }),
  events: fc.integer({ min: 1, max: 3 }),
});

/** The append in twenty lines: what each command of a history must be told. */
class Model {
  private readonly versions = new Map<number, number>();
  private readonly commands = new Map<number, string>();
  private readonly claims = new Map<number, number>();

  tell(c: Asked): string {
    const { content, stream } = c;
    const mark = JSON.stringify([content, stream]);
    const known = this.commands.get(c.key);
    if (known !== undefined) return known === mark ? 'replayed' : 'IdReused';
    const version = this.versions.get(stream) ?? 0;
    const { expected } = c;
    const wrong =
      expected === 'exists'
        ? version === 0
        : expected !== 'any' && version !== (expected === 'none' ? 0 : expected);
    if (wrong) return `VersionConflict ${version}`;
    const other = c.other === c.stream ? null : c.other;
    if (other !== null && !this.versions.has(other)) return 'VersionConflict 0';
    const holder = (claim: number) =>
      claim === c.release && this.claims.get(claim) === stream ? undefined : this.claims.get(claim);
    if (c.take !== null && (holder(c.take) ?? stream) !== stream) return 'ClaimTaken';
    if (c.release !== null && this.claims.get(c.release) === stream) this.claims.delete(c.release);
    if (c.take !== null) this.claims.set(c.take, stream);
    this.versions.set(stream, version + c.events);
    if (other !== null) this.versions.set(other, this.versions.get(other)! + 1);
    this.commands.set(c.key, mark);
    return `ok ${version + c.events}`;
  }
}

/** Any history, in any batches: every command is told what the model says, and the log is whole. */
export function eventStoreModel(make: () => StoreUnderTest, numRuns: number): void {
  test('tells every command of any history what the model says', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(asked, { maxLength: 8 }), { maxLength: 5 }),
        async (batches) => {
          const { store, keys } = make();
          const district = randomUUID();
          await store.foundDistrict(district);
          const streams = Array.from({ length: 4 }, (): StreamId => `cycle/${randomUUID()}`);
          const model = new Model();
          for (const batch of batches) {
            const expected = batch.map((c) => model.tell(c));
            const told = await Promise.all(
              batch.map((c) =>
                store
                  .append(
                    request(
                      keys,
                      { district, stream: streams[c.stream]! },
                      {
                        key: `k${c.key}`,
                        data: { content: c.content },
                        expected: c.expected,
                        events: Array.from({ length: c.events }, () => noted()),
                        others:
                          c.other === null || c.other === c.stream
                            ? []
                            : [{ stream: streams[c.other]!, expect: 'exists', events: [noted()] }],
                        claims: [
                          { take: [], release: c.release === null ? [] : [`${c.release}`] },
                          { take: c.take === null ? [] : [`${c.take}`], release: [] },
                        ],
                      },
                    ),
                  )
                  .then(
                    (a) => (a.replayed ? 'replayed' : `ok ${a.version}`),
                    (e: Error & { actual?: number }) =>
                      e.actual === undefined ? e.name : `${e.name} ${e.actual}`,
                  ),
              ),
            );
            expect(told).toEqual(expected);
          }
          const log = await store.readLog(district, 0, 1_000);
          expect(log.map((e) => e.position)).toEqual(log.map((_, i) => i + 1));
          for (const stream of streams)
            expect(log.filter((e) => e.stream === stream).map((e) => e.version)).toEqual(
              (await store.read({ district, stream })).events.map((_, i) => i + 1),
            );
        },
      ),
      { numRuns },
    );
  });
}
