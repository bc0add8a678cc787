import type { Recorded } from '#domain/decider';
import type { Meta } from '#domain/outcome-codes';
import { classNumber } from '#domain/record-class';
import { streamId, type StreamId } from '#domain/streams';
import type { Instant } from '#domain/time';
import type { KeptBody } from '../bodies.js';
import { chainStep, genesis, leaf } from '../hash.js';
import type { Outcome } from '../outcome.js';
import { placed, type PreparedCommand, type PreparedEvent } from '../prepare.js';
import type { InMemoryVault } from '../vault/vault.js';

/** An event as it lies in the log: its envelope, and its body sealed. */
export type Row = Omit<Recorded, 'data'> & KeptBody & { meta: Meta };

/** One district's log: es.append in plain words (event-store.md 4). */
export class InMemoryLog {
  readonly events: Row[] = [];
  private readonly macs = new Map<string, { mac: Buffer; firstPosition: number }>();
  private readonly versions = new Map<StreamId, number>();
  /** Streams that take nothing more: an operator of the database marks them. */
  private readonly redacted = new Set<StreamId>();
  private readonly subjects = new Map<StreamId, string>();
  private readonly claims = new Map<string, StreamId>();
  private lastRecordedAt: Instant;
  private chainHash: Buffer;

  /** @param steppedNow a sandbox's clock; null = live */
  constructor(
    private readonly district: string,
    public steppedNow: Instant | null,
    private readonly systemNow: () => Instant,
    private readonly vault: InMemoryVault,
  ) {
    this.lastRecordedAt = steppedNow ?? systemNow();
    this.chainHash = genesis(district);
  }

  /** The mark and place of a command that was taken. */
  known(commandId: string): { mac: Buffer; firstPosition: number } | undefined {
    return this.macs.get(commandId);
  }

  /** Whom streams are about. */
  subjectsOf(streams: readonly StreamId[]): ReadonlyMap<StreamId, string> {
    return new Map([...this.subjects].filter(([stream]) => streams.includes(stream)));
  }

  streamsAbout(student: string): StreamId[] {
    return [...this.subjects].filter(([, subject]) => subject === student).map(([of]) => of);
  }

  redact(stream: StreamId): void {
    if (this.versions.has(stream)) this.redacted.add(stream);
  }

  append(command: PreparedCommand): Outcome {
    const known = this.known(command.commandId);
    if (known)
      return known.mac.equals(command.mac)
        ? { is: 'duplicate', firstPosition: known.firstPosition }
        : { is: 'id_reused' };
    for (const { stream, expected } of command.targets) {
      if (this.redacted.has(stream)) return { is: 'redacted', stream };
      const actual = this.versions.get(stream) ?? 0;
      const asExpected =
        expected === 'any' ||
        (expected === 'exists' ? actual > 0 : actual === (expected === 'none' ? 0 : expected));
      if (!asExpected) return { is: 'conflict', stream, actual };
    }
    if (command.events.some(({ keyId }) => keyId !== null && !this.vault.has(keyId)))
      return { is: 'key_closed' };
    if (command.clockStep !== null && this.steppedNow === null) return { is: 'not_sandbox' };
    const holder = this.claim(command);
    if (holder) return { is: 'claim_taken', holder };
    return this.place(command);
  }

  /** The event that says that something was destroyed destroys it. */
  private carryOut({ type, subjectId, recordClass, data }: PreparedEvent): void {
    if (type === 'RecordDestroyed') {
      const gone = { subjectId: subjectId!, recordClass: recordClass! };
      this.vault.destroy(this.district, gone);
      if (recordClass === classNumber('core'))
        for (const [claim, holder] of this.claims)
          if (holder === streamId('student', subjectId!)) this.claims.delete(claim);
      for (const row of this.events)
        if (row.keyId !== null && row.subjectId === subjectId && row.recordClass === recordClass)
          row.body = null;
    } else if (type === 'BodyExpunged') {
      const row = this.events.find(({ id }) => id === (data as { eventId: string }).eventId);
      if (row?.subjectId === subjectId) row!.body = null;
    }
  }

  /** Takes and releases all or nothing; returns the holder of a claim that is not free. */
  private claim(command: PreparedCommand): StreamId | null {
    const own = command.request.to.stream;
    const now = new Map<string, StreamId | null>();
    for (const { claim, take } of command.claims) {
      const key = claim.toString('hex');
      const holder = now.has(key) ? now.get(key) : (this.claims.get(key) ?? null);
      if (!take) {
        if (holder === own) now.set(key, null);
      } else if (holder && holder !== own) return holder;
      else now.set(key, own);
    }
    for (const [key, holder] of now)
      if (holder) this.claims.set(key, holder);
      else this.claims.delete(key);
    return null;
  }

  private place(command: PreparedCommand): Outcome {
    const firstPosition = this.events.length + 1;
    const versionsBefore = command.targets.map(({ stream }) => this.versions.get(stream) ?? 0);
    const now = this.steppedNow ?? this.systemNow();
    const recordedAt = now > this.lastRecordedAt ? now : this.lastRecordedAt;
    const recorded = placed(command, firstPosition, versionsBefore, recordedAt);
    this.events.push(
      ...recorded.map(({ data: _, ...envelope }, i): Row => {
        const { body, subjectId, recordClass, keyId, meta } = command.events[i]!;
        return { ...envelope, body, subjectId, recordClass, keyId, meta };
      }),
    );
    recorded.forEach((event, i) => {
      const recordedAtMicros = BigInt(Date.parse(recordedAt)) * 1000n;
      const { contentHash } = command.events[i]!;
      this.chainHash = chainStep(this.chainHash, leaf({ ...event, recordedAtMicros, contentHash }));
    });
    for (const event of command.events) this.carryOut(event);
    command.targets.forEach(({ stream, count, subjectId }, i) => {
      if (subjectId !== null && !this.subjects.has(stream)) this.subjects.set(stream, subjectId);
      if (count > 0) this.versions.set(stream, versionsBefore[i]! + count);
    });
    this.macs.set(command.commandId, { mac: command.mac, firstPosition });
    this.lastRecordedAt = recordedAt;
    if (command.clockStep !== null && command.clockStep > this.steppedNow!)
      this.steppedNow = command.clockStep;
    return { is: 'ok', firstPosition, versionsBefore, recordedAt };
  }
}
