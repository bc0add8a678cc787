import { randomBytes, type KeyObject, randomUUID } from 'node:crypto';
import { keyOf } from './sealed-box.js';

/** One class of one student's record; `recordClass` is the record's number for it. */
export type ClassOf = { subjectId: string; recordClass: number };

/** The key of a class, unwrapped. */
export type ClassKey = ClassOf & { keyId: string; key: KeyObject };

export function sameClass(a: ClassOf, b: ClassOf): boolean {
  return a.subjectId === b.subjectId && a.recordClass === b.recordClass;
}

/** Where the keys lie: one a student and record class, and none any more once the class was destroyed. */
export abstract class Vault {
  /**
   * The keys of these classes. A class that has none yet gets one; of two processes that make it at once one wins, and both
   * get its key. A destroyed class is missing from the answer, for ever.
   */
  abstract keysFor(district: string, classes: readonly ClassOf[]): Promise<readonly ClassKey[]>;
  /** The keys with these ids; those that the vault does not have are missing from the answer. */
  abstract keysById(district: string, keyIds: readonly string[]): Promise<readonly ClassKey[]>;
  /** Those of the classes that were destroyed. */
  abstract destroyed(district: string, classes: readonly ClassOf[]): Promise<readonly ClassOf[]>;
  abstract close(): Promise<void>;
}

/** Keys without a database, for unit tests and dry runs. */
export class InMemoryVault extends Vault {
  private readonly keys = new Map<string, ClassKey & { district: string }>();
  private readonly closed: (ClassOf & { district: string })[] = [];

  async keysFor(district: string, classes: readonly ClassOf[]): Promise<readonly ClassKey[]> {
    const open = classes.filter((wanted) => !this.isClosed(district, wanted));
    return open.map((wanted) => this.find(district, wanted) ?? this.make(district, wanted));
  }

  async keysById(district: string, keyIds: readonly string[]): Promise<readonly ClassKey[]> {
    return keyIds.flatMap((id) => {
      const key = this.keys.get(id);
      return key?.district === district ? [key] : [];
    });
  }

  async destroyed(district: string, classes: readonly ClassOf[]): Promise<readonly ClassOf[]> {
    return classes.filter((wanted) => this.isClosed(district, wanted));
  }

  async close(): Promise<void> {}

  /** True if the key is still there: what is sealed with another cannot be appended. */
  has(keyId: string): boolean {
    return this.keys.has(keyId);
  }

  destroy(district: string, gone: ClassOf): void {
    this.closed.push({ district, ...gone });
    const key = this.find(district, gone);
    if (key) this.keys.delete(key.keyId);
  }

  private isClosed(district: string, wanted: ClassOf): boolean {
    return this.closed.some((one) => one.district === district && sameClass(one, wanted));
  }

  private find(district: string, wanted: ClassOf): ClassKey | undefined {
    return [...this.keys.values()].find(
      (one) => one.district === district && sameClass(one, wanted),
    );
  }

  private make(district: string, { subjectId, recordClass }: ClassOf): ClassKey {
    const made = {
      district,
      subjectId,
      recordClass,
      keyId: randomUUID(),
      key: keyOf(randomBytes(32)),
    };
    this.keys.set(made.keyId, made);
    return made;
  }
}
