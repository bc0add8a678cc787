import { inflateSync } from 'fflate';
import { crc32 } from 'node:zlib';
import { FileRejected } from '../file-rejected.js';
import { limits } from '../limits.js';

type Entry = {
  name: string;
  method: number;
  encrypted: boolean;
  crc: number;
  packed: number;
  size: number;
  offset: number;
};

/**
 * The files of a zip. The directory is read first, so that a bomb, a path that leaves the folder, a password and a
 * truncated upload are refused before anything is unpacked; each member is checked against its CRC.
 */
export function openZip(file: string, bytes: Uint8Array): Map<string, Uint8Array> {
  if (bytes.length > limits.fileBytes) throw tooLarge(file, 'The zip is too large.');
  const entries = directoryOf(file, bytes);
  if (entries.length > limits.zipEntries) {
    throw tooLarge(
      file,
      `The zip has ${entries.length} entries; at most ${limits.zipEntries} are read.`,
    );
  }
  let total = 0;
  const members = new Map<string, Uint8Array>();
  for (const entry of entries) {
    refuseUnsafe(file, entry);
    if (entry.name.endsWith('/')) continue;
    total += entry.size;
    const bomb = entry.size > 1024 * 1024 && entry.size / entry.packed > limits.compressionRatio;
    if (entry.size > limits.memberBytes || total > limits.bundleBytes || bomb) {
      throw tooLarge(file, 'The zip would unpack to far more than a roster holds.');
    }
    members.set(entry.name, unpack(file, bytes, entry));
  }
  return members;
}

/** Central directory (APPNOTE 4.3.12 and 4.3.16). Zip64 is not read: a roster is far below four gigabytes. */
function directoryOf(file: string, bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end === null) throw broken(file, 'it has no directory, so it is cut off or no zip at all');
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries: Entry[] = [];
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) {
      throw broken(file, 'its directory is damaged');
    }
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

function endOfDirectory(view: DataView): number | null {
  const earliest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= earliest; at -= 1) {
    if (view.getUint32(at, true) === 0x06054b50) return at;
  }
  return null;
}

function refuseUnsafe(file: string, { name, encrypted }: Entry): void {
  const parts = name.split(/[\\/]/);
  if (parts.includes('..') || /^[\\/]|^[A-Za-z]:/.test(name) || name.includes('\0')) {
    throw new FileRejected(
      'unsafe_path',
      file,
      'The zip names a file outside its own folder.',
      'Export the roster again from the student information system.',
    );
  }
  if (!encrypted) return;
  throw new FileRejected(
    'encrypted_zip',
    file,
    'The zip is protected by a password.',
    'Export the roster without a password.',
  );
}

function unpack(file: string, bytes: Uint8Array, entry: Entry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = entry.offset;
  if (header + 30 > bytes.length || view.getUint32(header, true) !== 0x04034b50) {
    throw broken(file, 'a member lies outside the file');
  }
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const packed = bytes.subarray(start, start + entry.packed);
  const content = inflate(file, packed, entry);
  if (content.length !== entry.size || crc32(content) !== entry.crc) {
    throw broken(file, 'a member does not match its checksum');
  }
  return content;
}

function inflate(file: string, packed: Uint8Array, { method, size }: Entry): Uint8Array {
  if (method === 0) return packed;
  if (method !== 8) throw broken(file, 'a member is packed in a way that is not read here');
  try {
    // A buffer of the declared size: a member that unpacks to more can never fill the memory.
    return inflateSync(packed, { out: new Uint8Array(size) });
  } catch {
    throw broken(file, 'a member cannot be unpacked');
  }
}

function broken(file: string, why: string): FileRejected {
  return new FileRejected(
    'broken_zip',
    file,
    `The zip is broken: ${why}.`,
    'Copy or export the file again; it was probably cut off on its way.',
  );
}

function tooLarge(file: string, message: string): FileRejected {
  return new FileRejected('too_large', file, message, 'Check that it is a OneRoster bundle.');
}
