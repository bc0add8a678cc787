import { closeSync, openSync } from 'node:fs';
import { open, rename, stat } from 'node:fs/promises';

const ROLL_OVER_AT = 20_000_000; // bytes; one older file is kept

/** Opens a service's log for appending; the service keeps it when the process that started it is gone. */
export async function openLog(file: string): Promise<{ fd: number; close(): void }> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > ROLL_OVER_AT) await rename(file, `${file}.1`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

/** The last lines of a log, for an error message. */
export async function lastLines(file: string, count = 8): Promise<string> {
  try {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, 8_000);
      const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8').trim().split('\n').slice(-count).join('\n');
    } finally {
      await handle.close();
    }
  } catch {
    return '';
  }
}
