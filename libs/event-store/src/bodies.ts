import type { DomainEvent } from '#domain/decider';
import { type Belonging, belongingOf, classNumber, isAboutOneStudent } from '#domain/record-class';
import { isUuid, kindOf, type StreamId } from '#domain/streams';
import { recordedShapes, type Shapes } from '#domain/upcast';
import { ClassDestroyed, SubjectUnknown, TooMuch } from './errors.js';
import { jcs } from './jcs.js';
import type { Outcome } from './outcome.js';
import { KeyRing } from './vault/key-ring.js';
import { openBytes, sealBytes, sealedFormat } from './vault/sealed-box.js';
import type { ClassKey, ClassOf, Vault } from './vault/vault.js';

/** What a body is bound to: bytes cannot be moved to another event. */
export type BodyOf = {
  eventId: string;
  stream: StreamId;
  type: string;
  schemaVersion: number;
};

/** A body as the record keeps it; nulls: nothing personal is in it. Without a key the bytes are JSON in clear. */
export type StoredBody = {
  body: Buffer;
  subjectId: string | null;
  recordClass: number | null;
  keyId: string | null;
};

/** The same read again: null once it was expunged or its class destroyed. */
export type KeptBody = Omit<StoredBody, 'body'> & { body: Buffer | null };

export type Fact = { stream: StreamId; event: DomainEvent };

/** Seals without waiting: `nth` counts the facts that were announced. */
export type Seal = (nth: number, of: BodyOf) => StoredBody;
/** Opens without waiting; null: the body is gone. */
export type Open = (of: BodyOf, kept: KeptBody) => object | null;

/** The students that streams are about, by stream; one that does not exist is missing from the answer. */
export type LookUpSubjects = (
  district: string,
  streams: readonly StreamId[],
) => Promise<ReadonlyMap<StreamId, string>>;

/** Whose record a fact is; the domain's own table unless a test has facts of its own. */
export type Belongings = (stream: StreamId, event: DomainEvent) => Belonging | null;

const step = 64;
/**
 * Opened bodies must begin with it. AES-GCM does not commit to its key: without a known beginning somebody could make bytes that open
 * to one story with one key and to another with a second one.
 */
const commitment = Buffer.alloc(32);
const space = 0x20;

const subjectsKept = 50_000;

/**
 * The one place between an event's data and the bytes that are stored and hashed (event-store.md 10). What tells of a student is
 * sealed under the key of that student and record class; the rest is canonical JSON in clear, as everything was before.
 */
export class Bodies {
  private readonly ring: KeyRing;
  /** A stream is about the same student for ever. */
  private readonly subjects = new Map<string, string>();

  constructor(
    private readonly vault: Vault,
    private readonly belonging: Belongings = belongingOf,
    /** In which shapes bodies are written and read; the domain's own unless a test has facts of its own. */
    readonly shapes: Shapes = recordedShapes,
  ) {
    this.ring = new KeyRing(vault);
  }

  /**
   * Finds out whose the facts are and has their keys ready. Throws `ClassDestroyed`; `SubjectUnknown` for a fact of a stream
   * that does not exist.
   */
  async sealer(district: string, facts: readonly Fact[], lookUp: LookUpSubjects): Promise<Seal> {
    const belongings = facts.map(({ stream, event }) => this.belonging(stream, event));
    const subjects = this.subjectsOf(district, facts, belongings);
    const unknown = belongings.flatMap((b) =>
      b && 'of' in b.subject && !subjects.has(b.subject.of) ? [b.subject.of] : [],
    );
    if (unknown.length > 0)
      for (const [stream, subject] of await lookUp(district, [...new Set(unknown)])) {
        subjects.set(stream, subject);
        this.remember(district, stream, subject);
      }
    const classes = belongings.map((b): ClassOf | null => {
      if (!b) return null;
      const subjectId = 'of' in b.subject ? subjects.get(b.subject.of) : b.subject.student;
      if (subjectId === undefined) throw new SubjectUnknown((b.subject as { of: StreamId }).of);
      if (!isUuid(subjectId)) throw new Error(`${subjectId} is the id of no student`);
      return { subjectId, recordClass: classNumber(b.recordClass) };
    });
    const sealed = classes.filter((c, i): c is ClassOf => c !== null && belongings[i]!.sealed);
    await this.ring.bringForClasses(district, sealed);
    const keys = classes.map((wanted, i) => {
      if (!wanted || !belongings[i]!.sealed) return null;
      const key = this.ring.ofClass(district, wanted);
      if (!key) throw new ClassDestroyed(facts[i]!.stream);
      return key;
    });
    return (nth, of) => {
      const { data } = facts[nth]!.event;
      const { subjectId = null, recordClass = null } = classes[nth] ?? {};
      const key = keys[nth];
      const text = textOf(of, data);
      if (!key) return { body: Buffer.from(text), subjectId, recordClass, keyId: null };
      const body = sealBytes(key.key, boundTo(of, key), padded(text));
      return { body, subjectId, recordClass, keyId: key.keyId };
    };
  }

  /** Has the keys of what is sealed ready. */
  async opener(district: string, kept: readonly KeptBody[]): Promise<Open> {
    const ids = new Set<string>();
    for (const { body, keyId } of kept)
      if (body !== null && keyId !== null && !this.ring.withId(keyId)) ids.add(keyId);
    const keys = new Map<string, ClassKey>();
    const destroyed = ids.size > 0 ? await this.bring(district, kept, ids, keys) : none;
    return (of, { body, subjectId, recordClass, keyId }) => {
      if (subjectId !== null && isAboutOneStudent(kindOf(of.stream)))
        this.remember(district, of.stream, subjectId);
      if (body === null) return null;
      if (keyId === null) return this.upToDate(of, JSON.parse(body.toString('utf8')) as object);
      const key = keys.get(keyId) ?? this.ring.withId(keyId);
      if (key) return this.upToDate(of, opened(of, key, body));
      if (destroyed.has(`${subjectId} ${recordClass}`)) return null; // between our two reads
      throw new Error(
        `the vault has no key ${keyId} for event ${of.eventId}, and its class was not destroyed: ` +
          'restore schema vault from the backup that the record came from',
      );
    };
  }

  /** What was stored stays as it was; its reader meets it in today's shape. */
  private upToDate({ type, schemaVersion }: BodyOf, data: object): object {
    return this.shapes.upToDate(type, schemaVersion, data);
  }

  /** Keys were destroyed, by these events or before them: whoever needs one next asks the vault again. */
  after(events: readonly { type: string }[], outcome: Outcome['is']): void {
    const destroyed = outcome === 'ok' && events.some(({ type }) => type === 'RecordDestroyed');
    if (destroyed || outcome === 'key_closed') this.ring.empty();
  }

  async close(): Promise<void> {
    this.ring.empty();
    await this.vault.close();
  }

  /** The keys are held by the caller too: the ring may be emptied before the bytes are opened. */
  private async bring(
    district: string,
    kept: readonly KeptBody[],
    ids: ReadonlySet<string>,
    keys: Map<string, ClassKey>,
  ): Promise<ReadonlySet<string>> {
    await this.ring.bringById(district, [...ids]);
    for (const id of ids) {
      const key = this.ring.withId(id);
      if (key) keys.set(id, key);
    }
    const lost = kept.filter((k) => k.keyId !== null && ids.has(k.keyId) && !keys.has(k.keyId));
    if (lost.length === 0) return none;
    const classes = lost.map((k) => ({ subjectId: k.subjectId!, recordClass: k.recordClass! }));
    const gone = await this.vault.destroyed(district, classes);
    return new Set(gone.map((c) => `${c.subjectId} ${c.recordClass}`));
  }

  /** What is known of the facts' streams without asking: from the facts themselves, or from before. */
  private subjectsOf(
    district: string,
    facts: readonly Fact[],
    belongings: readonly (Belonging | null)[],
  ): Map<StreamId, string> {
    const subjects = new Map<StreamId, string>();
    belongings.forEach((b, i) => {
      if (!b) return;
      const { stream } = facts[i]!;
      if ('student' in b.subject) {
        if (isAboutOneStudent(kindOf(stream))) subjects.set(stream, b.subject.student);
      } else if (!subjects.has(b.subject.of)) {
        const known = this.subjects.get(`${district} ${b.subject.of}`);
        if (known) subjects.set(b.subject.of, known);
      }
    });
    return subjects;
  }

  private remember(district: string, stream: StreamId, subject: string): void {
    if (this.subjects.size >= subjectsKept) this.subjects.clear();
    this.subjects.set(`${district} ${stream}`, subject);
  }
}

const none: ReadonlySet<string> = new Set();

/** 2 MiB: files are kept elsewhere, and every reader of the stream opens every body. */
const mostBytes = 2 * 1024 * 1024;

function textOf({ stream, type }: BodyOf, data: object): string {
  const text = jcs(data);
  const bytes = Buffer.byteLength(text);
  if (bytes > mostBytes)
    throw new TooMuch(stream, `${type} has a body of ${bytes} bytes`, `${mostBytes}`);
  return text;
}

/** No field can hold a line break, so the text can be read in one way only. */
function boundTo({ eventId, stream, type, schemaVersion }: BodyOf, key: ClassKey): string {
  const { subjectId, recordClass, keyId } = key;
  return [eventId, stream, type, schemaVersion, subjectId, recordClass, keyId].join('\n');
}

/** 32 zero bytes ‖ JSON ‖ spaces to a multiple of 64: the length would tell a tier from another. */
function padded(json: string): Buffer {
  const length = commitment.length + Buffer.byteLength(json);
  const plain = Buffer.alloc(Math.ceil(length / step) * step, space);
  plain.fill(0, 0, commitment.length);
  plain.write(json, commitment.length);
  return plain;
}

function opened(of: BodyOf, key: ClassKey, body: Buffer): object {
  if (body[0] !== sealedFormat)
    throw new Error(`event ${of.eventId}: its body is in no format that this version knows`);
  const plain = openBytes(key.key, boundTo(of, key), body);
  if (!plain.subarray(0, commitment.length).equals(commitment))
    throw new Error(`event ${of.eventId}: its body was sealed with another key`);
  return JSON.parse(plain.toString('utf8', commitment.length)) as object;
}
