import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DomainEvent } from '#domain/decider';
import type { StreamId } from '#domain/streams';
import type { Expected } from '#event-store/errors';
import type { AppendRequest } from '#event-store/event-store';
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
  /** It also steps the clock, which only a sandbox has. */
  step: boolean;
};

/** What happens to a stream between two batches; it stays so. */
type Fate = { stream: number; is: 'destroyed' | 'redacted' };

const asked: fc.Arbitrary<Asked> = fc.record({
  key: fc.nat(8),
  content: fc.nat(1),
  stream: fc.nat(3),
  other: fc.option(fc.nat(3), { freq: 3 }),
  expected: fc.oneof(fc.constantFrom<Expected>('any', 'exists', 'none'), fc.nat(4)),
  take: fc.option(fc.nat(1), { freq: 2 }),
  release: fc.option(fc.nat(1), { freq: 2 }),
  events: fc.integer({ min: 1, max: 3 }),
  step: fc.nat(5).map((n) => n === 0),
});
/** Of a live district it is refused; too few of some hundred random histories would have met that. */
const stepping: Asked = {
  key: 0,
  content: 0,
  stream: 0,
  other: null,
  expected: 'any',
  take: null,
  release: null,
  events: 1,
  step: true,
};
const fate: fc.Arbitrary<Fate> = fc.record({
  stream: fc.nat(3),
  is: fc.constantFrom('destroyed', 'redacted'),
});
const history = fc.array(
  fc.record({ fate: fc.option(fate, { freq: 3 }), batch: fc.array(asked, { maxLength: 8 }) }),
  { maxLength: 5 },
);

/** The append in a few lines: what each command of a history must be told. */
class Model {
  readonly versions = new Map<number, number>();
  /** Each accepted command: its mark, and the streams that it wrote to. */
  readonly commands = new Map<number, { mark: string; streams: readonly number[] }>();
  readonly destroyed = new Set<number>();
  private readonly redacted = new Set<number>();
  private readonly claims = new Map<number, number>();

  constructor(private readonly sandbox: boolean) {}

  /** A stream that is not there cannot be marked; one that is marked takes not even its own destruction. */
  meets({ stream, is }: Fate): string {
    const version = this.versions.get(stream) ?? 0;
    if (is === 'redacted') {
      if (version > 0) this.redacted.add(stream);
      return 'ok';
    }
    if (this.redacted.has(stream)) return 'StreamRedacted';
    this.destroyed.add(stream);
    this.versions.set(stream, version + 1);
    return 'ok';
  }

  tell(c: Asked): string {
    const { content, stream } = c;
    const other = c.other === c.stream ? null : c.other;
    const streams = other === null ? [stream] : [stream, other];
    // There is no key to seal with any more: it does not come as far as the log.
    if (streams.some((one) => this.destroyed.has(one))) return 'ClassDestroyed';
    const mark = JSON.stringify([content, stream]);
    const known = this.commands.get(c.key);
    if (known !== undefined && known.mark !== mark) return 'IdReused';
    if (known !== undefined)
      return known.streams.some((one) => this.destroyed.has(one)) ? 'BodyIsGone' : 'replayed';
    const version = this.versions.get(stream) ?? 0;
    const { expected } = c;
    if (this.redacted.has(stream)) return 'StreamRedacted';
    const wrong =
      expected === 'exists'
        ? version === 0
        : expected !== 'any' && version !== (expected === 'none' ? 0 : expected);
    if (wrong) return `VersionConflict ${version}`;
    if (other !== null && this.redacted.has(other)) return 'StreamRedacted';
    if (other !== null && !this.versions.has(other)) return 'VersionConflict 0';
    if (c.step && !this.sandbox) return 'NotASandbox';
    const holder = (claim: number) =>
      claim === c.release && this.claims.get(claim) === stream ? undefined : this.claims.get(claim);
    if (c.take !== null && (holder(c.take) ?? stream) !== stream) return 'ClaimTaken';
    if (c.release !== null && this.claims.get(c.release) === stream) this.claims.delete(c.release);
    if (c.take !== null) this.claims.set(c.take, stream);
    const after = version + c.events + (c.step ? 1 : 0);
    this.versions.set(stream, after);
    if (other !== null) this.versions.set(other, this.versions.get(other)! + 1);
    this.commands.set(c.key, { mark, streams });
    return `ok ${after}`;
  }
}

const startsAt = '2026-08-20T12:00:00.000Z';
const step: DomainEvent = { type: 'ClockAdvanced', data: { to: '2026-08-21T12:00:00.000Z' } };
const nameOf = (error: Error & { actual?: number }) =>
  error.actual === undefined ? error.name : `${error.name} ${error.actual}`;

/**
 * Any history, in any batches, in a live district or a sandbox, of streams some of which are destroyed or redacted between: every
 * command is told what the model says, then and when it is asked again, and the log is whole.
 */
export function eventStoreModel(make: () => StoreUnderTest, numRuns: number): void {
  test('tells every command of any history what the model says', { timeout: 120_000 }, async () => {
    const told = new Set<string>();
    await fc.assert(
      fc.asyncProperty(history, fc.boolean(), async (batches, sandbox) => {
        const { store, keys, redact } = make();
        const district = randomUUID();
        await store.foundDistrict(district, sandbox ? { startsAt } : undefined);
        const streams = Array.from({ length: 4 }, (): StreamId => `cycle/${randomUUID()}`);
        const model = new Model(sandbox);
        const ask = (c: Asked) =>
          request(
            keys,
            { district, stream: streams[c.stream]! },
            {
              key: `k${c.key}`,
              data: { content: c.content },
              expected: c.expected,
              events: [
                ...Array.from({ length: c.events }, () => noted()),
                ...(c.step ? [step] : []),
              ],
              others:
                c.other === null || c.other === c.stream
                  ? []
                  : [{ stream: streams[c.other]!, expect: 'exists', events: [noted()] }],
              claims: [
                { take: [], release: c.release === null ? [] : [`${c.release}`] },
                { take: c.take === null ? [] : [`${c.take}`], release: [] },
              ],
            },
          );
        const meet = async ({ stream: n, is }: Fate) => {
          const ref = { district, stream: streams[n]! };
          if (is === 'redacted') return redact(ref);
          const events = [{ type: 'RecordDestroyed', data: {} }];
          await store.append(request(keys, ref, { events }));
        };
        const accepted = new Map<number, AppendRequest>();
        for (const { fate: met, batch } of batches) {
          if (met) {
            const expected = model.meets(met);
            expect(await meet(met).then(() => 'ok', nameOf)).toBe(expected);
          }
          const expected = batch.map((c) => model.tell(c));
          const answers = await Promise.all(
            batch.map((c) =>
              store
                .append(ask(c))
                .then((a) => (a.replayed ? 'replayed' : `ok ${a.version}`), nameOf),
            ),
          );
          expect(answers).toEqual(expected);
          batch.forEach((c, i) => answers[i]!.startsWith('ok') && accepted.set(c.key, ask(c)));
          for (const answer of answers) told.add(answer.split(' ')[0]!);
        }
        for (const [key, { command, mac }] of accepted) {
          const { streams: of } = model.commands.get(key)!;
          const again = store.answerTo(district, command.meta.commandId, mac);
          expect(await again.then((answer) => answer?.replayed, nameOf)).toBe(
            of.some((one) => model.destroyed.has(one)) ? 'BodyIsGone' : true,
          );
        }
        for (const [n, stream] of streams.entries()) {
          const { version, events, gone } = await store.read({ district, stream });
          const versions = [...events, ...gone].map((e) => e.version).sort((a, b) => a - b);
          expect(version).toBe(model.versions.get(n) ?? 0);
          expect(versions).toEqual(Array.from({ length: version }, (_, i) => i + 1));
        }
        const total = [...model.versions.values()].reduce((sum, version) => sum + version, 0);
        expect(await store.head(district)).toBe(total);
      }),
      { numRuns, examples: [[[{ fate: null, batch: [stepping] }], false]] },
    );
    const table = [
      'ok',
      'replayed',
      'IdReused',
      'VersionConflict',
      'StreamRedacted',
      'ClassDestroyed',
    ];
    expect([...told]).toEqual(expect.arrayContaining([...table, 'NotASandbox', 'ClaimTaken']));
  });
}
