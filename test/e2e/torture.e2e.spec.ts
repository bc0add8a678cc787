import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// The campaign of `npm run torture` in small; its own checker is held against broken histories in test/torture/history.spec.ts.
test('whatever is killed, nothing acknowledged is lost, doubled or half in, and the log verifies', async () => {
  const run = join(import.meta.dirname, '../../dist/test/torture/run.js');
  const { stdout } = await promisify(execFile)(process.execPath, [
    run,
    '--kills',
    '8',
    '--seed',
    '7',
  ]);
  const report = JSON.parse(stdout) as {
    kills: Record<string, number>;
    acknowledged: number;
    broken: string[];
    verified: { matches: boolean; events: number };
    events: number;
  };
  expect(report.broken).toEqual([]);
  expect(report.verified).toMatchObject({ matches: true, events: report.events });
  expect(report.acknowledged).toBeGreaterThan(100);
  expect(Object.values(report.kills).reduce((sum, n) => sum + n, 0)).toBe(8);
}, 180_000);
