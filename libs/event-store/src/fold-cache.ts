import type { StreamId } from '#domain/streams';

export type Folded = { version: number; position: number; state: unknown };

const keptMs = 5 * 60_000;

/**
 * Folded streams, so that a busy stream is not read again from its first event. It may be behind, never wrong: whoever
 * uses it reads what came after, and the append checks the version. States are immutable by the domain's own rule.
 * Least recently used goes first, and nothing is used for longer than a key may be: a state must not outlive its record.
 */
export class FoldCache {
  private readonly entries = new Map<string, Folded & { of: object; until: number }>();

  constructor(
    private readonly most = 5_000,
    private readonly keepMs = keptMs,
  ) {}

  /** @param of the decider that folded it: another one's state is of no use */
  get(of: object, district: string, stream: StreamId): Folded | undefined {
    const key = `${district}/${stream}`;
    const entry = this.entries.get(key);
    if (!entry || entry.of !== of) return undefined;
    this.entries.delete(key);
    if (entry.until < performance.now()) return undefined;
    this.entries.set(key, entry);
    return entry;
  }

  set(of: object, district: string, stream: StreamId, folded: Folded): void {
    const key = `${district}/${stream}`;
    const until = this.entries.get(key)?.until ?? performance.now() + this.keepMs;
    this.entries.delete(key);
    this.entries.set(key, { ...folded, of, until });
    if (this.entries.size > this.most) this.entries.delete(this.entries.keys().next().value!);
  }

  forgetAll(): void {
    this.entries.clear();
  }

  forget(district: string, stream: StreamId): void {
    this.entries.delete(`${district}/${stream}`);
  }
}
