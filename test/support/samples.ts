import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * The folder of sample files that lies beside the project where they exist (`../shared/samples`), or where
 * AIMLINE_SAMPLES says. They are read where they lie and never copied; null on a machine without them.
 */
export function samplesFolder(): string | null {
  const told = process.env['AIMLINE_SAMPLES'];
  const candidates = told ? [told] : ancestors(here).map((dir) => join(dir, '../shared/samples'));
  return candidates.find((dir) => existsSync(dir)) ?? null;
}

/** One sample file; throws where the samples are not. */
export function sample(path: string): { name: string; bytes: Uint8Array } {
  const folder = samplesFolder();
  if (!folder) throw new Error('the sample files are not on this machine');
  return { name: path.slice(path.lastIndexOf('/') + 1), bytes: readFileSync(join(folder, path)) };
}

function ancestors(from: string): string[] {
  const up = resolve(from, '..');
  return up === from ? [from] : [from, ...ancestors(up)];
}
