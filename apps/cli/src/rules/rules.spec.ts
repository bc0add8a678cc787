import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { defaultRuleSets } from '#domain/rule-set/defaults';
import { diffFiles, explainFile, lint } from './rules.js';

const folder = mkdtempSync(join(tmpdir(), 'aimline-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const { reading } = defaultRuleSets;
const good = file('reading.json', reading);

test('a rule set that ships has nothing wrong; one without its area has, and the answer is no', async () => {
  expect(await lint([good])).toMatchObject({ exitCode: 0, document: { valid: true } });
  const { area: _, ...rest } = reading;
  const bad = file('bad.json', rest);
  const { document, exitCode, words } = await lint([good, bad]);
  expect(exitCode).toBe(1);
  expect(document).toMatchObject({
    valid: false,
    files: [{ valid: true }, { problems: [{ where: '/area' }] }],
  });
  expect(words).toContain('bad.json/area: ');
});

test('a rule set is explained in sentences, and what changes is named field by field', async () => {
  const { document } = await explainFile(good);
  expect((document as { explained: string[] }).explained[0]).toMatch(/rules are for reading/);
  const placement = { ...reading.placement, decideWithinSchoolDays: 9 };
  const after = file('after.json', { ...reading, placement });
  const { document: changes } = await diffFiles(good, after);
  expect(changes).toMatchObject({
    changes: [{ pointer: '/placement/decideWithinSchoolDays', after: 9 }],
  });
});

test('a file that is missing, no JSON, or no rule set is bad input and says where', async () => {
  await expect(lint([join(folder, 'none.json')])).rejects.toMatchObject({ code: 'file_not_found' });
  await expect(lint([file('broken.json', '{,}')])).rejects.toMatchObject({ code: 'not-json' });
  await expect(explainFile(file('empty.json', {}))).rejects.toMatchObject({
    code: 'invalid-rule-set',
    exitCode: 2,
    more: { where: expect.stringContaining('empty.json/') as string },
  });
});
