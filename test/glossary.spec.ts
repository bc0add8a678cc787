import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// The glossary is the one place where a principal can look up a word of the log, of the inbox or of a refusal.
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const glossary = readFileSync(join(root, 'docs/glossary.md'), 'utf8');
const defined = new Set([...glossary.matchAll(/`([A-Za-z-]+)`/g)].map(([, word]) => word));
const domain = join(root, 'libs/domain/src');
const sources = readdirSync(domain, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => ({ path, text: readFileSync(join(domain, path), 'utf8') }));

const words = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((m) => m[1]!);
const absent = (list: readonly string[]) => [...new Set(list)].filter((word) => !defined.has(word));

/** Event types stand before the commands in each `events.ts`; those of every process in `obligation.ts`. */
const events = sources
  .filter(({ path }) => path.endsWith('events.ts') || path === 'obligation.ts')
  .flatMap(({ text }) =>
    words(text.split(/export type (?:\w+Command|StepLadder)\b/)[0]!, /\btype: '([A-Z]\w+)'/g),
  );
const dutyKinds = words(
  sources.find(({ path }) => path === 'obligation.ts')!.text.match(/type DutyKind =[^;]+;/)![0],
  /'([a-z-]+)'/g,
);
const rules = sources.flatMap(({ text }) => words(text, /RuleBroken\(\s*'([a-z-]+)'/g));

test('every event type is in the glossary', () => {
  expect(events.length).toBeGreaterThan(90);
  expect(absent(events)).toEqual([]);
});

test('every duty is in the glossary', () => {
  expect(dutyKinds).toContain('hold-review');
  expect(absent(dutyKinds)).toEqual([]);
});

test('every rule by which a command is refused is in the glossary', () => {
  expect(rules).toContain('window-still-open');
  expect(absent(rules)).toEqual([]);
});

test('no event, duty or rule of the glossary has left the code', () => {
  const known = sources.map(({ text }) => text).join('\n');
  const rulesShown = words(glossary.split('\n## Rules')[1]!, /^\| `([a-z-]+)`/gm);
  const eventsShown = words(
    glossary.split('\n## Facts')[1]!.split('\n## Rules')[0]!,
    /`([A-Z]\w+)`/g,
  );
  // Two names are put together where they are thrown: the probe's and the fidelity check's.
  const inCode = (word: string) =>
    known.includes(`'${word}'`) || known.includes(word.replace(/^.*(-before-phase)$/, '}$1`'));
  const gone = [...rulesShown, ...eventsShown].filter((word) => !inCode(word));
  expect(gone).toEqual([]);
});

test('each rule is explained once', () => {
  const shown = words(glossary, /^\| `([a-z-]+)`/gm);
  expect(shown.filter((word, i) => shown.indexOf(word) !== i)).toEqual([]);
});
