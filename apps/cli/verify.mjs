#!/usr/bin/env node
/**
 * Checks a student's record as Aimline exports it, on any machine: `node verify.mjs FOLDER [--key TEXT] [--json]`. It needs Node 20 or later and
 * nothing else: no package, no network, no database. Exit 0: everything matches. Exit 1: something does not, and the answer names file, line
 * and field of the first difference. Exit 2: it cannot be checked.
 *
 * What is computed:
 *   content hash  SHA-256(0x00 ‖ RFC 8785 JSON of the header)
 *   leaf          int64be(position) ‖ int64be(recorded µs) ‖ int32be(version) ‖ content hash
 *   tree          RFC 6962 over the leaves; roots signed as C2SP notes with Ed25519
 *   body          SHA-256(stored bytes) = header.bodyDigest; sealed bytes are AES-256-GCM: 0x01 ‖ nonce(12) ‖ ciphertext ‖ tag(16)
 *
 * Take this file from a hand that you trust: the copy in a folder cannot speak for the folder that it lies in.
 */
import { Buffer } from 'node:buffer';
import {
  createDecipheriv,
  createHash,
  createPublicKey,
  verify as verifySignature,
} from 'node:crypto';
import { constants, realpathSync } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const FORMAT = 'aimline-student-record';
const VERSION = 1;
const MANIFEST = 'manifest.json';
const MANIFEST_NOTE = 'manifest.note';
const EVENTS = 'events.ndjson';
const KEYS = 'keys.json';
const TO = 'to.note';
const FROM = 'from.note';
const LISTED = [EVENTS, KEYS, 'student.html', 'verify.mjs', TO];

const MEGABYTE = 1024 * 1024;
const LONGEST_LINE = 16 * MEGABYTE;
const LARGEST = {
  [MANIFEST]: 64 * MEGABYTE,
  [MANIFEST_NOTE]: 100_000,
  [TO]: 100_000,
  [FROM]: 100_000,
  [KEYS]: MEGABYTE,
};
const MOST_FINDINGS = 100;
const DEEPEST = 200;

/**
 * @typedef {{ file: string, line: number | null, field: string | null, sentence: string }} Finding
 * @typedef {object} Verdict
 * @property {boolean} matches
 * @property {Finding | null} first
 * @property {Finding[]} findings at most a hundred
 * @property {string | null} bundle
 * @property {{ id: string, name: string } | null} district
 * @property {string | null} student
 * @property {string | null} key the public key by which the notes were checked
 * @property {'given' | 'bundle'} keyFrom
 * @property {number} events without the one that counts them
 * @property {{ opened: number, inClear: number, gone: number }} bodies
 * @property {{ from: number | null, to: number, upTo: number, root: string, countedRoot: string } | null} log
 * @property {string[]} proven
 * @property {string[]} remarks
 */

/** The folder cannot be looked at, or the key cannot be read: nothing is said about what is in it. */
export class CannotCheck extends Error {}

/** What does not match; thrown where there is no going on behind it. */
class Broken extends Error {
  constructor(file, sentence, { line = null, field = null } = {}) {
    super(sentence);
    this.finding = { file, line, field, sentence };
  }
}

/**
 * @param {string} dir
 * @param {{ key?: string, onEvent?: (event: object) => void }} [options] `onEvent` gets each line as it was read; believe none before the verdict
 * @returns {Promise<Verdict>}
 */
export async function verifyBundle(dir, { key, onEvent } = {}) {
  const given = key === undefined ? null : keyGiven(key);
  const names = await readdir(dir).catch((error) => {
    throw new CannotCheck(`${dir} is no folder that can be read (${error.code}).`);
  });
  if (!names.includes(MANIFEST))
    throw new CannotCheck(`${dir} holds no ${MANIFEST}: it is no exported record.`);
  return new Check(dir, names, given, onEvent).run();
}

class Check {
  findings = [];
  /** Of whole files: said last, because what is in them names the place better. */
  late = [];
  manifest = null;
  /** False once it is known that it is not the manifest that was signed: then it is the manifest that is wrong. */
  manifestStands = true;
  counts = { opened: 0, inClear: 0, gone: 0 };
  events = 0;
  log = null;

  constructor(dir, names, given, onEvent) {
    Object.assign(this, { dir, names, given, onEvent });
  }

  async run() {
    try {
      await this.checkManifest();
      await this.checkFolder();
      await this.checkNotes();
      await this.checkEvents();
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.findings.push(error.finding);
    }
    return this.verdict();
  }

  add(file, sentence, { line = null, field = null } = {}) {
    if (this.findings.length < MOST_FINDINGS) this.findings.push({ file, line, field, sentence });
  }

  /** The manifest says one thing, a file another: the one that was changed is blamed. */
  claim(claimed, file, sentence, where = {}) {
    if (this.manifestStands) this.add(file, sentence, where);
    else this.add(MANIFEST, sentence, { field: claimed });
  }

  async checkManifest() {
    const bytes = await readWhole(this.dir, MANIFEST);
    const digest = sha256(bytes);
    const value = parsed(utf8(bytes, MANIFEST), MANIFEST);
    requireShape(value, manifestShape, MANIFEST);
    this.manifest = value;
    this.key = this.given ?? readKey(value.key, MANIFEST);
    if (this.key.name !== `aimline/${value.district.id}`)
      this.add(
        MANIFEST,
        `The key ${shown(this.key.name)} is not that of the log of district ${value.district.id}.`,
        { field: 'district/id' },
      );
    if (this.given && this.given.text !== value.key)
      this.add(MANIFEST, 'The record was signed under another key than the one given.', {
        field: 'key',
      });
    await this.checkManifestNote(digest);
  }

  async checkManifestNote(digest) {
    if (!this.names.includes(MANIFEST_NOTE))
      throw new Broken(MANIFEST_NOTE, 'The file is missing: nobody answers for the manifest.');
    const note = utf8(await readWhole(this.dir, MANIFEST_NOTE), MANIFEST_NOTE);
    const text = openNote(note, this.key, MANIFEST_NOTE, { alone: true });
    const [what, bundle, root, ...rest] = text.split('\n');
    if (what !== `${FORMAT}/${VERSION}` || rest.length !== 1 || rest[0] !== '')
      throw new Broken(
        MANIFEST_NOTE,
        'The note is signed, but for something else than a manifest.',
      );
    this.manifestStands = root === digest.toString('base64');
    if (!this.manifestStands) this.add(MANIFEST, 'This is not the manifest that was signed.');
    if (bundle !== this.manifest.bundle)
      this.add(MANIFEST, 'The note speaks of another bundle.', { field: 'bundle' });
  }

  async checkFolder() {
    const { files, log } = this.manifest;
    const expected = log.from === null ? LISTED : [...LISTED, FROM];
    files.forEach(({ name }, i) => {
      // Names are known, so that none can lead out of the folder.
      if (!expected.includes(name))
        this.add(MANIFEST, `${shown(name)} is no file of a record.`, { field: `files/${i}/name` });
      if (files.findIndex((one) => one.name === name) !== i)
        this.add(MANIFEST, `${shown(name)} is listed twice.`, { field: `files/${i}/name` });
    });
    for (const name of expected)
      if (!files.some((one) => one.name === name))
        this.add(MANIFEST, `${name} is not listed.`, { field: 'files' });
    for (const name of this.names)
      if (![...expected, MANIFEST, MANIFEST_NOTE].includes(name))
        this.add(
          safeName(name),
          'The manifest knows nothing of this file: take it out of the folder.',
        );
    for (const [i, file] of files.entries())
      if (expected.includes(file.name)) await this.checkFile(file, i);
    // From here on files are read; one that is missing or no file at all leaves nothing to read.
    const unreadable = this.findings.find(({ fatal }) => fatal);
    if (unreadable) throw new Broken(unreadable.file, unreadable.sentence);
  }

  async checkFile({ name, bytes, sha256: claimed }, i) {
    let handle;
    try {
      handle = await openPlain(this.dir, name);
      const { size } = await handle.stat();
      if (size !== bytes)
        return this.whole(i, name, 'bytes', `It has ${size} bytes; by the manifest ${bytes}.`);
      const digest = await digestOf(handle);
      if (digest !== claimed)
        this.whole(i, name, 'sha256', 'Its SHA-256 is not that of the manifest.');
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      this.findings.push({ ...error.finding, fatal: true });
    } finally {
      await handle?.close();
    }
  }

  whole(i, name, field, sentence) {
    if (this.manifestStands) this.late.push({ file: name, line: null, field: null, sentence });
    else this.add(MANIFEST, `${name}: ${sentence}`, { field: `files/${i}/${field}` });
  }

  async checkNotes() {
    const { log } = this.manifest;
    const to = await this.checkpoint(TO);
    if (to.size !== log.to)
      this.claim(
        'log/to',
        TO,
        `It is signed for ${to.size} events; by the manifest for ${log.to}.`,
        { field: 'size' },
      );
    const { counted } = this.manifest.events;
    this.log = {
      from: log.from,
      to: to.size,
      upTo: counted.upTo,
      root: to.root.toString('base64'),
      countedRoot: counted.root,
    };
    this.root = to.root;
    if (log.from === null) {
      if (log.consistency.length > 0)
        this.add(MANIFEST, 'There is no older note, but a proof from it.', {
          field: 'log/consistency',
        });
      return;
    }
    const from = await this.checkpoint(FROM);
    if (from.size !== log.from)
      this.claim(
        'log/from',
        FROM,
        `It is signed for ${from.size} events; by the manifest for ${log.from}.`,
        { field: 'size' },
      );
    const proof = log.consistency.map((text) => exactBase64(text) ?? Buffer.alloc(0));
    if (!isConsistent(from, to, proof))
      this.add(MANIFEST, 'The log of the later note does not begin with that of the earlier one.', {
        field: 'log/consistency',
      });
  }

  async checkpoint(file) {
    const text = openNote(utf8(await readWhole(this.dir, file), file), this.key, file);
    const [origin, size, root, ...rest] = text.split('\n');
    if (origin !== this.key.name)
      throw new Broken(file, `The note is of another log: ${shown(origin)}.`, { field: 'origin' });
    const hash = exactBase64(root ?? '');
    if (
      !/^(0|[1-9]\d{0,15})$/.test(size ?? '') ||
      !Number.isSafeInteger(Number(size)) ||
      hash?.length !== 32 ||
      rest.length !== 1 ||
      rest[0] !== ''
    )
      throw new Broken(file, 'The note is signed, but is no checkpoint of a log.');
    return { size: Number(size), root: hash };
  }

  async checkEvents() {
    const { manifest } = this;
    const state = {
      keys: await this.readKeys(),
      position: 0,
      recordedAt: null,
      chain: null,
      versions: new Map(),
      ids: new Set(),
      types: new Map(),
      tree: [],
      leaves: 0,
      events: 0,
      first: null,
      last: 0,
      gone: [],
      kept: [],
      destroyed: [],
      expunged: [],
    };
    let line = 0;
    let last = null;
    for await (const bytes of linesOf(this.dir, EVENTS)) {
      line += 1;
      if (last) this.take(last, state);
      const read = this.readEvent(bytes, line, state);
      if (read) this.onEvent?.(read.event);
      last = read && { ...read, line };
      if (this.findings.length >= MOST_FINDINGS) return;
    }
    const { lines } = manifest.events;
    if (line !== lines.length)
      this.claim('events/lines', EVENTS, `It has ${line} lines; by the manifest ${lines.length}.`, {
        line: Math.min(line, lines.length) + 1,
      });
    if (last) this.checkCount(last.event, last.line, state);
    this.checkGone(state);
    this.checkTotals(state);
  }

  async readKeys() {
    const value = parsed(utf8(await readWhole(this.dir, KEYS), KEYS), KEYS);
    requireShape(value, keysShape, KEYS);
    return new Map(
      Object.entries(value.keys).map(([id, text]) => [id, Buffer.from(text, 'base64')]),
    );
  }

  /** One line by itself: its shape, its hashes, its place in the log, its body. Null if it cannot be read. */
  readEvent(bytes, line, state) {
    const before = this.findings.length;
    const wrong = (field, sentence) => this.add(EVENTS, sentence, { line, field });
    let event = null;
    let how = null;
    try {
      event = parsed(utf8(bytes, EVENTS), EVENTS);
      requireShape(event, eventShape, EVENTS);
      this.checkHashes(event, state.versions, wrong);
      how = this.checkBody(event, state.keys, wrong);
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      wrong(error.finding.field, error.finding.sentence);
      event = null;
    }
    const claimed = this.manifest.events.lines[line - 1];
    if (
      this.findings.length === before &&
      claimed !== undefined &&
      sha256(bytes).toString('hex') !== claimed
    )
      this.claim(
        `events/lines/${line - 1}`,
        EVENTS,
        'It is not the line whose SHA-256 the manifest has.',
        { line },
      );
    return event && { event, how };
  }

  checkHashes(event, versions, wrong) {
    const { header, position, version } = event;
    const { manifest, log, root } = this;
    const stated = Buffer.from(event.contentHash, 'hex');
    const computed = contentHash(header);
    const proof = event.proof.map((text) => exactBase64(text) ?? Buffer.alloc(0));
    const included = (hash, as = version) => {
      const leaf = leafOf(position, event.recordedAt, as, hash);
      return isIncluded(position - 1, log.to, leafHash(leaf), proof, root);
    };
    if (header.log !== manifest.district.id)
      wrong('header/log', 'The event is of another district’s log.');
    if (!isOf(manifest.student, header))
      wrong('header/subject', 'The event is about another student.');
    if (!computed.equals(stated)) {
      // Which of the two the log has, the tree knows.
      if (included(computed))
        wrong('contentHash', 'It is not the hash of the header, which is the one that was signed.');
      else
        wrong(
          'header',
          'A field of the header is not the one that was recorded: the content hash differs.',
        );
    } else if (!included(computed)) {
      const next = (versions.get(header.stream) ?? 0) + 1;
      if (position > log.to) wrong('position', `The signed log has ${log.to} events.`);
      else if (included(computed, next))
        wrong('version', `It was signed as version ${next} of its stream.`);
      else
        wrong(
          'proof',
          'Position, time, version, content and proof do not lead to the signed root: one of them was changed.',
        );
    }
  }

  /** How the body was checked; undefined if it does not match. */
  checkBody({ header, stored, body }, keys, wrong) {
    if (stored === null && body === 'gone') return 'gone';
    if (body === 'gone')
      return wrong('body', 'The bytes are there, but what they say is left out.');
    if (stored === null)
      return wrong('stored', 'What it says is here without the bytes that were recorded.');
    const bytes = exactBase64(stored);
    if (sha256(bytes).toString('hex') !== header.bodyDigest)
      return wrong(
        'stored',
        'The bytes are not those that were recorded: their SHA-256 is not header/bodyDigest.',
      );
    let plain = bytes;
    if (header.keyId !== null) {
      const key = keys.get(header.keyId);
      if (!key) return wrong('header/keyId', `${KEYS} has no key ${header.keyId}.`);
      plain = opened(key, header, bytes);
      if (!plain)
        return wrong(
          'stored',
          `The key ${header.keyId} of ${KEYS} does not open the bytes for this event.`,
        );
    }
    const differs = difference(parsed(utf8(plain, EVENTS), EVENTS), body, 'body');
    if (differs)
      return wrong(differs, 'It is not what was recorded: the stored bytes say otherwise.');
    return header.keyId === null ? 'inClear' : 'opened';
  }

  /** A line as one of the student's events: what it means beside the others. */
  take({ event, line, how }, state) {
    const { header, position, recordedAt, version, contentHash: content } = event;
    const wrong = (field, sentence) => this.add(EVENTS, sentence, { line, field });
    this.counts[how] += 1;
    this.inOrder(event, line, state);
    const leaf = leafOf(position, recordedAt, version, Buffer.from(content, 'hex'));
    append(state, leafHash(leaf));
    const kind = header.stream.split('/')[0];
    const known = state.versions.get(header.stream) ?? 0;
    // All events of these streams are about one student, so none may be missing between two of them.
    const whole = [
      'student',
      'access',
      'record-request',
      'cycle',
      'referral',
      'case-file',
    ].includes(kind);
    if (whole ? version !== known + 1 : version <= known)
      wrong(
        'version',
        whole
          ? `Event ${known + 1} of ${header.stream} should stand here.`
          : 'The versions of a stream rise.',
      );
    state.versions.set(header.stream, version);
    state.types.set(header.type, (state.types.get(header.type) ?? 0) + 1);
    state.events += 1;
    state.first ??= position;
    state.last = position;
    if (event.body === 'gone') state.gone.push({ position, line, header });
    else if (header.keyId !== null) state.kept.push({ position, line, header });
    if (kind !== 'record-request' || event.body === 'gone') return;
    const by = { position, type: header.type, authority: event.body.authority };
    if (header.type === 'RecordDestroyed')
      state.destroyed.push({ by, recordClass: header.recordClass });
    if (header.type === 'BodyExpunged') state.expunged.push({ by, eventId: event.body.eventId });
  }

  inOrder({ header, position, recordedAt, version, contentHash: content, chainHash }, line, state) {
    const wrong = (field, sentence) => this.add(EVENTS, sentence, { line, field });
    if (position <= state.position)
      wrong('position', `It stands behind position ${state.position}.`);
    if (state.recordedAt !== null && BigInt(recordedAt) < state.recordedAt)
      wrong('recordedAt', 'It was recorded before the event in front of it.');
    if (state.ids.has(header.eventId)) wrong('header/eventId', 'An event has this id already.');
    const chain = Buffer.from(chainHash, 'hex');
    const leaf = leafOf(position, recordedAt, version, Buffer.from(content, 'hex'));
    if (
      state.chain &&
      position === state.position + 1 &&
      !sha256(Buffer.of(1), state.chain, leaf).equals(chain)
    )
      wrong('chainHash', 'It does not follow from that of the event before.');
    state.ids.add(header.eventId);
    state.position = position;
    state.recordedAt = BigInt(recordedAt);
    state.chain = chain;
  }

  /** The last line is the log's own word on how many there are. */
  checkCount(event, line, state) {
    const { manifest } = this;
    const { header, position, body } = event;
    const wrong = (field, sentence) => this.add(EVENTS, sentence, { line, field });
    this.inOrder(event, line, state);
    if (
      header.type !== 'StudentEventsCounted' ||
      header.stream !== `access/${manifest.student}` ||
      body === 'gone'
    )
      return wrong(
        'header/type',
        'The last line is not the event that counts the student’s events.',
      );
    if (header.eventId !== manifest.bundle)
      this.claim('bundle', EVENTS, 'It was recorded for another bundle.', {
        line,
        field: 'header/eventId',
      });
    if (body.studentId !== manifest.student)
      wrong('body/studentId', 'Another student’s events were counted.');
    const { counted } = manifest.events;
    for (const [name, value] of Object.entries({
      upTo: body.upTo,
      count: body.count,
      root: body.root,
      position,
    }))
      if (counted[name] !== value)
        this.claim(
          `events/counted/${name}`,
          EVENTS,
          `The manifest has ${shown(counted[name])} for it.`,
          { line, field: name === 'position' ? name : `body/${name}` },
        );
    if (state.position !== position || state.last > body.upTo)
      wrong('body/upTo', 'Events behind the position that was counted to are here.');
    const { events } = state;
    if (events !== body.count)
      this.add(
        EVENTS,
        `The log counted ${shown(body.count)} events of this student up to position ${shown(body.upTo)}; here are ${events}.`,
        { line, field: 'body/count' },
      );
    else if (rootOf(state.tree).toString('hex') !== body.root)
      wrong('body/root', 'The events here are not those that the log counted.');
    this.events = events;
  }

  /** What is missing must have been destroyed by an event that is here, and what was destroyed must be missing. */
  checkGone(state) {
    const byOf = ({ position, header }) =>
      state.destroyed.find(
        ({ by, recordClass }) =>
          header.keyId !== null && recordClass === header.recordClass && by.position > position,
      )?.by ??
      state.expunged.find(({ by, eventId }) => eventId === header.eventId && by.position > position)
        ?.by;
    const found = [];
    for (const one of state.gone) {
      const by = byOf(one);
      if (!by)
        this.add(EVENTS, 'Its body is gone, and no event here destroyed it.', {
          line: one.line,
          field: 'body',
        });
      else
        found.push({
          position: one.position,
          type: one.header.type,
          recordClass: one.header.recordClass,
          by,
        });
    }
    for (const one of state.kept)
      if (byOf(one))
        this.add(EVENTS, 'Its body is here, although the log destroyed it.', {
          line: one.line,
          field: 'body',
        });
    const differs = difference(found, this.manifest.gone, 'gone');
    // Where an event is wrong already, what is gone differs because of it.
    if (differs && (this.findings.length === 0 || !this.manifestStands))
      this.add(MANIFEST, 'It says otherwise of what is gone than the events do.', {
        field: differs,
      });
  }

  checkTotals({ events, first, last, types }) {
    const { events: claimed } = this.manifest;
    const real = { count: events, first, last };
    for (const [name, value] of Object.entries(real))
      if (claimed[name] !== value)
        this.add(MANIFEST, `By the events it is ${value}.`, { field: `events/${name}` });
    const differs = difference(Object.fromEntries(types), claimed.byType, 'events/byType');
    if (differs)
      this.add(MANIFEST, 'The types are counted otherwise than the events are.', {
        field: differs,
      });
  }

  verdict() {
    const { manifest, key, given, counts, log } = this;
    const all = [...this.findings, ...this.late].map(({ file, line, field, sentence }) => ({
      file,
      line,
      field,
      sentence,
    }));
    // The file that is not the one that was signed is to blame; a field in it is a better place than the file.
    const blamed = this.manifestStands ? (this.late[0] ?? all[0])?.file : MANIFEST;
    const inIt = all.filter((one) => one.file === blamed);
    const first = inIt.find((one) => one.line !== null || one.field !== null) ?? inIt[0] ?? null;
    const matches = all.length === 0;
    return {
      matches,
      first,
      findings: first ? [first, ...all.filter((one) => one !== first)] : [],
      bundle: manifest?.bundle ?? null,
      district: manifest?.district ?? null,
      student: manifest?.student ?? null,
      key: key?.text ?? null,
      keyFrom: given ? 'given' : 'bundle',
      events: this.events,
      bodies: counts,
      log,
      proven: matches ? provenBy(this) : [],
      remarks: matches ? remarksOn(this) : [],
    };
  }
}

function provenBy({ manifest, events, counts, log }) {
  const { district, student } = manifest;
  return [
    `Each of the ${events} events stands in the log of district ${district.id} at its position, as its columns say, under a root signed for ${log.to} events.`,
    `By the log’s own count these are all events about student ${student} up to position ${log.upTo}.`,
    `${counts.opened + counts.inClear} bodies say what was recorded; ${counts.gone} are gone, each by an event that is here.`,
    ...(log.from === null
      ? []
      : [`The log only grew from its ${log.from} to its ${log.to} events.`]),
  ];
}

function remarksOn({ given }) {
  return given
    ? []
    : [
        'The key is the one that the folder itself names. Compare it with the one that the district handed out, or give it with --key.',
      ];
}

// — Events

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const uuid = (value) => typeof value === 'string' && uuidPattern.test(value);
const text = (value) =>
  typeof value === 'string' && value.isWellFormed() && value.length <= 1_000_000;
const hex32 = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const base64 = (value) => typeof value === 'string' && exactBase64(value) !== null;
const hash64 = (value) => typeof value === 'string' && exactBase64(value)?.length === 32;
const count = (value) => Number.isSafeInteger(value) && value >= 0;
const micros = (value) =>
  typeof value === 'string' &&
  /^(0|-?[1-9]\d{0,18})$/.test(value) &&
  BigInt.asIntN(64, BigInt(value)) === BigInt(value);
const nullOr = (check) => (value) => value === null || check(value);
const exactly = (wanted) => (value) => value === wanted;
const object = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const version = (value) => Number.isInteger(value) && value >= 1 && value <= 0x7fffffff;
const listOf = (shape, most) => ({ list: shape, most });
const mapOf = (key, value) => ({ map: value, key });
const scalar = (value) =>
  value === null ||
  typeof value === 'boolean' ||
  text(value) ||
  (typeof value === 'number' && Number.isFinite(value));

const headerShape = {
  v: exactly(2),
  log: uuid,
  eventId: uuid,
  stream: (value) =>
    typeof value === 'string' && /^[a-z-]+\/[0-9a-f-]{36}$/.test(value) && uuid(value.slice(-36)),
  type: (value) => typeof value === 'string' && /^[A-Z]\w{0,99}$/.test(value),
  schemaVersion: count,
  subject: nullOr(uuid),
  recordClass: nullOr(count),
  keyId: nullOr(uuid),
  occurredAt: micros,
  actor: uuid,
  role: text,
  correlation: uuid,
  causation: nullOr(uuid),
  command: uuid,
  mac: hex32,
  meta: mapOf(text, scalar),
  bodyDigest: hex32,
};

const eventShape = {
  position: (value) => count(value) && value >= 1,
  recordedAt: micros,
  version,
  header: headerShape,
  contentHash: hex32,
  chainHash: hex32,
  proof: listOf(hash64, 64),
  stored: nullOr(base64),
  body: (value) => value === 'gone' || object(value),
};

const manifestShape = {
  format: exactly(FORMAT),
  version: exactly(VERSION),
  bundle: uuid,
  generatedAt: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  district: { id: uuid, name: text },
  key: text,
  student: uuid,
  recipient: nullOr(text),
  interest: text,
  log: { from: nullOr(count), to: count, consistency: listOf(hash64, 130) },
  events: {
    count,
    first: count,
    last: count,
    counted: { upTo: count, count, root: hex32, position: count },
    byType: mapOf(text, count),
    lines: listOf(hex32, 10_000_000),
  },
  gone: listOf(
    {
      position: count,
      type: text,
      recordClass: nullOr(count),
      by: { position: count, type: text, authority: text },
    },
    10_000_000,
  ),
  files: listOf({ name: text, sha256: hex32, bytes: count }, 100),
  proven: listOf(text, 100),
  notProven: listOf(text, 100),
};

const keysShape = { keys: mapOf(uuid, hash64) };

function requireShape(value, shape, file) {
  const place = misshapen(value, shape, '')?.slice(1);
  if (place === undefined) return;
  const sentence = `${place === '' ? 'The whole' : shown(place)} is missing, unknown or no such value.`;
  throw new Broken(file, sentence, { field: place });
}

/** The first place where a value is not of the shape, as a path, or null. Keys that nobody knows are such a place. */
function misshapen(value, shape, path) {
  if (typeof shape === 'function') return shape(value) ? null : path;
  if (shape.list) {
    if (!Array.isArray(value) || value.length > shape.most) return path;
    return firstOf(value.keys(), (i) => misshapen(value[i], shape.list, `${path}/${i}`));
  }
  if (!object(value)) return path;
  if (shape.map)
    return firstOf(Object.keys(value), (key) =>
      shape.key(key) ? misshapen(value[key], shape.map, `${path}/${key}`) : `${path}/${key}`,
    );
  return (
    firstOf(Object.keys(shape), (key) =>
      Object.hasOwn(value, key)
        ? misshapen(value[key], shape[key], `${path}/${key}`)
        : `${path}/${key}`,
    ) ?? firstOf(Object.keys(value), (key) => (Object.hasOwn(shape, key) ? null : `${path}/${key}`))
  );
}

function firstOf(keys, look) {
  for (const key of keys) {
    const found = look(key);
    if (found !== null) return found;
  }
  return null;
}

/** Where two JSON values differ first, as a path, or null. */
function difference(a, b, path) {
  if (Object.is(a, b)) return null;
  if (Array.isArray(a) && Array.isArray(b))
    return firstOf(Array(Math.max(a.length, b.length)).keys(), (i) =>
      i < a.length && i < b.length ? difference(a[i], b[i], `${path}/${i}`) : `${path}/${i}`,
    );
  if (object(a) && object(b))
    return firstOf(new Set([...Object.keys(a), ...Object.keys(b)]), (key) =>
      Object.hasOwn(a, key) && Object.hasOwn(b, key)
        ? difference(a[key], b[key], `${path}/${key}`)
        : `${path}/${key}`,
    );
  return path;
}

/** Filed under the student, or in a stream under the student's own id. */
function isOf(student, { subject, stream }) {
  return (
    subject === student ||
    (subject === null &&
      ['student', 'access', 'record-request'].some((kind) => stream === `${kind}/${student}`))
  );
}

// — Hashes and trees

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** RFC 8785 for what a header holds: objects, texts, numbers, true, false and null. Keys in the order of their UTF-16 units. */
function canonical(value) {
  if (!object(value)) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join(',')}}`;
}

function contentHash(header) {
  return sha256(Buffer.of(0), Buffer.from(canonical(header)));
}

function leafOf(position, recordedAt, version, hash) {
  const place = Buffer.alloc(20);
  place.writeBigInt64BE(BigInt(position), 0);
  place.writeBigInt64BE(BigInt(recordedAt), 8);
  place.writeInt32BE(version, 16);
  return Buffer.concat([place, hash]);
}

const leafHash = (leaf) => sha256(Buffer.of(0), leaf);
const nodeHash = (left, right) => sha256(Buffer.of(1), left, right);
const emptyRoot = sha256();

/** The right edge of a growing tree: the roots of its full subtrees. */
function append(state, hash) {
  let node = hash;
  for (let n = state.leaves; n % 2 === 1; n = Math.floor(n / 2))
    node = nodeHash(state.tree.pop(), node);
  state.tree.push(node);
  state.leaves += 1;
}

function rootOf(edge) {
  return edge.length === 0 ? emptyRoot : edge.reduceRight((right, left) => nodeHash(left, right));
}

/** RFC 9162 2.1.3.2. */
function isIncluded(index, size, leaf, proof, root) {
  if (index < 0 || index >= size || !proof.every(isHash)) return false;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const other of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(other, hash);
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else hash = nodeHash(hash, other);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && hash.equals(root);
}

/** RFC 9162 2.1.4.2. */
function isConsistent(from, to, proof) {
  if (from.size > to.size || !proof.every(isHash)) return false;
  if (from.size === to.size) return proof.length === 0 && from.root.equals(to.root);
  if (from.size === 0) return proof.length === 0 && from.root.equals(emptyRoot);
  const path = Number.isInteger(Math.log2(from.size)) ? [from.root, ...proof] : [...proof];
  if (path.length === 0) return false;
  let at = from.size - 1;
  let last = to.size - 1;
  for (; at % 2 === 1; at = Math.floor(at / 2)) last = Math.floor(last / 2);
  let before = path[0];
  let after = path[0];
  for (const other of path.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      before = nodeHash(other, before);
      after = nodeHash(other, after);
      for (; at % 2 === 0 && at !== 0; at /= 2) last = Math.floor(last / 2);
    } else after = nodeHash(after, other);
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && before.equals(from.root) && after.equals(to.root);
}

const isHash = (bytes) => bytes.length === 32;

// — Sealed bodies

const commitment = Buffer.alloc(32);

/** What sealed bytes say, or null if this key does not open them for this event. */
function opened(key, header, sealed) {
  if (sealed[0] !== 1 || sealed.length < 29) return null;
  const { eventId, stream, type, schemaVersion, subject, recordClass, keyId } = header;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), {
      authTagLength: 16,
    });
    decipher.setAAD(
      Buffer.from([eventId, stream, type, schemaVersion, subject, recordClass, keyId].join('\n')),
    );
    decipher.setAuthTag(sealed.subarray(sealed.length - 16));
    const plain = Buffer.concat([
      decipher.update(sealed.subarray(13, sealed.length - 16)),
      decipher.final(),
    ]);
    // AES-GCM does not commit to its key: the 32 zero bytes in front do, so that no second key can tell another story.
    return plain.subarray(0, 32).equals(commitment) ? plain.subarray(32) : null;
  } catch {
    return null;
  }
}

// — Notes and keys

const spki = Buffer.from('302a300506032b6570032100', 'hex');

function keyGiven(text) {
  try {
    return readKey(text, '--key');
  } catch (error) {
    if (error instanceof Broken) throw new CannotCheck(`The key cannot be read: ${error.message}`);
    throw error;
  }
}

/** `<name>+<8 hex digits>+<base64>`, as key.pub has it. */
function readKey(text, file) {
  const [, name, id, blob] = /^([^+\s]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const typed = blob === undefined ? null : exactBase64(blob);
  if (typed?.length !== 33 || typed[0] !== 1)
    throw new Broken(file, 'It is not the text of a public key: <name>+<8 hex digits>+<base64>.', {
      field: 'key',
    });
  const keyId = sha256(Buffer.from(`${name}\n`), typed).subarray(0, 4);
  if (keyId.toString('hex') !== id)
    throw new Broken(file, 'The public key does not belong to its id: a character was changed.', {
      field: 'key',
    });
  const publicKey = createPublicKey({
    key: Buffer.concat([spki, typed.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return { name, keyId, publicKey, text };
}

/** The text of a note that the key has signed. `alone`: nobody else's signature belongs there. */
function openNote(note, key, file, { alone = false } = {}) {
  const refuse = (sentence, field = 'signature') => {
    throw new Broken(file, sentence, { field });
  };
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) refuse('The note has no signature.');
  const text = note.slice(0, cut + 1);
  // eslint-disable-next-line no-control-regex -- control characters are what it looks for
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text))
    refuse('The text of the note holds control characters.', 'text');
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > (alone ? 1 : 16)) refuse('The note has too many signatures.');
  let own = 0;
  for (const line of lines) {
    const [, name, blob] = /^— ([^+\s]+) ([A-Za-z0-9+/]+=*)$/u.exec(line) ?? [];
    const bytes = blob === undefined ? null : exactBase64(blob);
    if (!bytes || bytes.length < 5) refuse('A line of a signature is malformed.');
    if (name !== key.name || !bytes.subarray(0, 4).equals(key.keyId)) continue;
    own += 1;
    if (!verifySignature(null, Buffer.from(text), key.publicKey, bytes.subarray(4)))
      refuse('The signature does not fit the text: one of the two was changed.');
  }
  if (own === 0) refuse(`The note is not signed by ${key.text}.`);
  return text;
}

/** Node reads base64 leniently; two texts for the same bytes would be two files for the same proof. */
function exactBase64(text) {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

// — Files

/** A file of the folder itself: no link, no device, no folder. */
async function openPlain(dir, name) {
  const path = join(dir, name);
  const stat = await lstat(path).catch(() => null);
  if (!stat) throw new Broken(name, 'The file is missing.');
  if (!stat.isFile()) throw new Broken(name, 'It is a link, a folder or a device, and not a file.');
  const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0)).catch(
    (error) => {
      throw new Broken(name, `The file cannot be read (${error.code}).`);
    },
  );
  const same = await handle.stat();
  if (same.isFile() && same.ino === stat.ino) return handle;
  await handle.close();
  throw new Broken(name, 'The file was exchanged while it was looked at.');
}

async function readWhole(dir, name) {
  const handle = await openPlain(dir, name);
  try {
    const { size } = await handle.stat();
    if (size > LARGEST[name])
      throw new Broken(name, `It has ${size} bytes: more than any such file.`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function digestOf(handle) {
  const hash = createHash('sha256');
  for await (const piece of pieces(handle)) hash.update(piece);
  return hash.digest('hex');
}

async function* pieces(handle) {
  const buffer = Buffer.alloc(64 * 1024);
  for (let at = 0; ;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The lines of a file, each without its end; memory is that of the longest line. */
async function* linesOf(dir, name) {
  const handle = await openPlain(dir, name);
  let parts = [];
  let length = 0;
  let line = 1;
  try {
    for await (const piece of pieces(handle)) {
      let start = 0;
      for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, start)) {
        parts.push(piece.subarray(start, end));
        yield Buffer.concat(parts);
        [parts, length, start, line] = [[], 0, end + 1, line + 1];
      }
      length += piece.length - start;
      if (length > LONGEST_LINE)
        throw new Broken(name, `The line has more than ${LONGEST_LINE} bytes.`, { line });
      if (start < piece.length) parts.push(Buffer.from(piece.subarray(start)));
    }
    if (length > 0) throw new Broken(name, 'The last line has no end.', { line });
  } finally {
    await handle.close();
  }
}

// — Text and JSON

function utf8(bytes, file) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Broken(file, 'It is no UTF-8 text.');
  }
}

/** JSON in which no name is given twice, because readers differ in which of the two they believe. */
function parsed(source, file) {
  let value;
  try {
    value = JSON.parse(source);
  } catch {
    throw new Broken(file, 'It is no JSON.');
  }
  const stack = [];
  for (let i = 0; i < source.length; i += 1) {
    const char = source[i];
    const top = stack.at(-1);
    if (char === '"') {
      const start = i;
      for (i += 1; source[i] !== '"'; i += 1) if (source[i] === '\\') i += 1;
      if (!top?.names || !top.nameNext) continue;
      const name = JSON.parse(source.slice(start, i + 1));
      if (top.names.has(name))
        throw new Broken(file, `The name ${shown(name)} is given twice.`, { field: name });
      top.names.add(name);
      top.nameNext = false;
    } else if (char === '{' || char === '[') {
      if (stack.length === DEEPEST)
        throw new Broken(file, 'It is nested more deeply than any record.');
      stack.push({ names: char === '{' ? new Set() : null, nameNext: true });
    } else if (char === '}' || char === ']') stack.pop();
    else if (char === ',') top.nameNext = true;
  }
  return value;
}

/** Foreign text for a terminal: quoted, without control characters, not too long. */
function shown(value) {
  const quoted = JSON.stringify(value) ?? String(value);
  const safe = quoted.replace(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g, '?');
  return safe.length > 80 ? `${safe.slice(0, 77)}…` : safe;
}

const safeName = (name) => (/^[\w.-]{1,80}$/.test(name) ? name : shown(name));

// — The answer

/** @param {Verdict} verdict */
export function inWords(verdict) {
  const {
    matches,
    findings,
    district,
    student,
    key,
    keyFrom,
    events,
    bodies,
    log,
    proven,
    remarks,
  } = verdict;
  const place = ({ file, line, field }) =>
    [
      file,
      line === null ? '' : ` line ${line}`,
      field === null ? '' : `, ${shown(field).slice(1, -1)}`,
    ].join('');
  if (!matches)
    return [
      'It does NOT match.',
      ...findings.slice(0, 20).map((one) => `  ${place(one)}: ${one.sentence}`),
      ...(findings.length > 20 ? [`  and ${findings.length - 20} more`] : []),
    ].join('\n');
  return [
    `Everything matches: ${events} events of student ${student}, ${bodies.gone} of them without their bodies.`,
    `District ${shown(district.name)} (${district.id}); log signed at ${log.from === null ? '' : `${log.from} and `}${log.to} events.`,
    `Key (${keyFrom === 'given' ? 'yours' : 'the folder’s own'}): ${key}`,
    ...proven.map((sentence) => `  ${sentence}`),
    ...remarks.map((remark) => `Note: ${remark}`),
  ].join('\n');
}

async function main(args) {
  const json = args.includes('--json');
  const at = args.indexOf('--key');
  const key = at < 0 ? undefined : args[at + 1];
  const folders = args.filter((arg, i) => !arg.startsWith('--') && (at < 0 || i !== at + 1));
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json' && arg !== '--key');
  try {
    if (folders.length !== 1 || unknown || (at >= 0 && key === undefined))
      throw new CannotCheck('Usage: node verify.mjs FOLDER [--key TEXT] [--json]');
    const verdict = await verifyBundle(folders[0], { key });
    process.stdout.write(`${json ? JSON.stringify(verdict) : inWords(verdict)}\n`);
    process.exitCode = verdict.matches ? 0 : 1;
  } catch (error) {
    if (!(error instanceof CannotCheck)) throw error;
    if (json)
      process.stdout.write(
        `${JSON.stringify({ error: { code: 'cannot-check', message: error.message, where: null, hint: null } })}\n`,
      );
    else process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main(process.argv.slice(2));
