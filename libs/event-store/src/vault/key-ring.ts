import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClassKey, ClassOf, Vault } from './vault.js';

/** A key may be used for this long after it was fetched; a destroyed one opens nothing, for its bodies go with it. */
const keptMs = 5 * 60_000;
const most = 100_000;

type Asked = { wanted: readonly ClassOf[]; ok: () => void; no: (error: unknown) => void };

/**
 * The keys in use. Callers of one turn ask the vault together, so that a file of a thousand new students costs a few round
 * trips and not a thousand. Emptied as a whole: no key stays longer than five minutes.
 */
export class KeyRing {
  private readonly byClass = new Map<string, ClassKey>();
  private readonly byId = new Map<string, ClassKey>();
  private readonly asking = new Map<string, Asked[]>();
  private emptying: NodeJS.Timeout | null = null;

  constructor(
    private readonly vault: Vault,
    private readonly keepMs = keptMs,
  ) {}

  /** The key of a class, if it is at hand. */
  ofClass(district: string, { subjectId, recordClass }: ClassOf): ClassKey | undefined {
    return this.byClass.get(`${district} ${subjectId} ${recordClass}`);
  }

  withId(keyId: string): ClassKey | undefined {
    return this.byId.get(keyId);
  }

  /** Fetches keys, or has them made; what is destroyed stays missing. */
  async bringForClasses(district: string, wanted: readonly ClassOf[]): Promise<void> {
    const missing = wanted.filter((one) => !this.ofClass(district, one));
    if (missing.length === 0) return;
    await new Promise<void>((ok, no) => {
      const waiting = this.asking.get(district);
      if (waiting) return void waiting.push({ wanted: missing, ok, no });
      this.asking.set(district, [{ wanted: missing, ok, no }]);
      void this.ask(district);
    });
  }

  /** Fetches keys by id; what the vault does not have stays missing. */
  async bringById(district: string, keyIds: readonly string[]): Promise<void> {
    const missing = keyIds.filter((id) => !this.byId.has(id));
    if (missing.length > 0) this.keep(district, await this.vault.keysById(district, missing));
  }

  empty(): void {
    this.byClass.clear();
    this.byId.clear();
    if (this.emptying) clearTimeout(this.emptying);
    this.emptying = null;
  }

  private async ask(district: string): Promise<void> {
    await nextTurn();
    const asked = this.asking.get(district)!;
    this.asking.delete(district);
    try {
      const wanted = new Map<string, ClassOf>();
      for (const one of asked.flatMap((a) => a.wanted))
        wanted.set(`${one.subjectId} ${one.recordClass}`, one);
      this.keep(district, await this.vault.keysFor(district, [...wanted.values()]));
      for (const { ok } of asked) ok();
    } catch (error) {
      for (const { no } of asked) no(error);
    }
  }

  private keep(district: string, keys: readonly ClassKey[]): void {
    if (this.byId.size + keys.length > most) this.empty();
    for (const key of keys) {
      this.byId.set(key.keyId, key);
      this.byClass.set(`${district} ${key.subjectId} ${key.recordClass}`, key);
    }
    // Not renewed by use: everything at hand now goes when the first of it is five minutes old.
    this.emptying ??= setTimeout(() => this.empty(), this.keepMs).unref();
  }
}
