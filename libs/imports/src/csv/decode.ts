import { FileRejected } from '../file-rejected.js';

/** How the bytes were read; `windows-1252` is a guess that a person should see. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Text of a file, without its byte order mark. Invalid UTF-8 is read as Windows-1252, which Excel writes. */
export function decode(file: string, bytes: Uint8Array): { text: string; encoding: Encoding } {
  refuseWorkbook(file, bytes);
  const encoding = encodingByMark(bytes);
  try {
    return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes), encoding };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
}

function encodingByMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function refuseWorkbook(file: string, bytes: Uint8Array): void {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] ?? 0) < 0x09;
  const isOldExcel = bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11;
  if (!isZip && !isOldExcel) return;
  throw new FileRejected(
    'not_csv',
    file,
    `${file} is a workbook or a zip, not a CSV file.`,
    'Open it, choose "Save as", "CSV UTF-8", and import that file.',
  );
}
