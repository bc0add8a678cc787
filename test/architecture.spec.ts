import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkoutRoot } from '#platform/services/aimline-home';

/** The import law of docs/architecture.md is compiled and linted; these specs prove that breaking it fails. */

const root = checkoutRoot(import.meta.dirname);

/** The compiler's complaints about one more file in a folder; the file exists in memory only. */
function compile(folder: string, text: string): string[] {
  const configFile = join(root, folder, 'tsconfig.json');
  const config = ts.getParsedCommandLineOfConfigFile(
    configFile,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  )!;
  const added = join(root, folder, 'src', 'broken-law.ts');
  const host = ts.createCompilerHost(config.options);
  const { readFile, fileExists } = host;
  host.readFile = (file) => (file === added ? text : readFile(file));
  host.fileExists = (file) => file === added || fileExists(file);
  const program = ts.createProgram({
    rootNames: [added],
    options: { ...config.options, noEmit: false },
    projectReferences: config.projectReferences,
    host,
  });
  const file = program.getSourceFile(added);
  return [...program.getOptionsDiagnostics(), ...program.getSemanticDiagnostics(file)]
    .filter((found) => found.file === file)
    .map((found) => `TS${found.code}: ${ts.flattenDiagnosticMessageText(found.messageText, ' ')}`);
}

/** A file of ours that another folder could import by its `#` name. */
const someFile = (folder: string) =>
  readdirSync(join(root, folder, 'src'), { recursive: true, encoding: 'utf8' })
    .find((name) => /^[^.]+\.ts$/.test(name))!
    .replace(/\.ts$/, '');

test.each([
  ['libs/domain', '#event-store', 'libs/event-store'],
  ['libs/domain', '#contracts', 'libs/contracts'],
  ['libs/contracts', '#event-store', 'libs/event-store'],
  ['libs/event-store', '#read-models', 'libs/read-models'],
  ['libs/read-models', '#platform', 'libs/platform'],
  ['libs/platform', '#read-models', 'libs/read-models'],
  ['workflows', '#event-store', 'libs/event-store'],
  ['apps/web', '#read-models', 'libs/read-models'],
])('%s may not import %s: the compiler says so', (folder, name, target) => {
  const problems = compile(folder, `export * from '${name}/${someFile(target)}';\n`);
  expect(problems).toContainEqual(expect.stringContaining('TS6307'));
});

test('a folder may import what the table allows', () => {
  const text = `export type { Instant } from '#domain/time';\n`;
  expect(compile('libs/contracts', text)).toEqual([]);
  expect(compile('libs/event-store', text)).toEqual([]);
});

test.each(['process.env', 'setTimeout', 'fetch', 'console'])(
  'the domain knows no %s: the compiler says so',
  (name) => {
    expect(compile('libs/domain', `export const found: unknown = ${name};\n`)).toContainEqual(
      expect.stringMatching(/TS(2304|2580|2584|2552|2591)/),
    );
  },
);

let elsewhere: string;
beforeAll(() => {
  elsewhere = mkdtempSync(join(tmpdir(), 'aimline-law-'));
  copyFileSync(join(root, '.oxlintrc.json'), join(elsewhere, '.oxlintrc.json'));
  const options = { module: 'nodenext', target: 'ES2023', strict: true, types: [] };
  writeFileSync(join(elsewhere, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
  writeFileSync(join(elsewhere, 'package.json'), '{ "type": "module" }');
});
afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

/** The linter's complaints about these files, under the repository's own rules but outside of it. */
function lint(files: Record<string, string>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(elsewhere, name)), { recursive: true });
    writeFileSync(join(elsewhere, name), text);
  }
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/oxlint/bin/oxlint'),
      '--type-aware',
      '--format=unix',
      ...Object.keys(files),
    ],
    { cwd: elsewhere, encoding: 'utf8' },
  );
  for (const name of Object.keys(files)) rmSync(join(elsewhere, name));
  return status === 0 ? '' : stdout;
}

const imports = (name: string) => `import * as found from '${name}';\nexport const used = found;\n`;

test.each([
  ['libs/domain/src/a.ts', 'pg'],
  ['libs/domain/src/a.ts', 'node:fs'],
  ['libs/domain/src/a.ts', 'zod'],
  ['libs/domain/src/a.ts', '@temporalio/common'],
  ['libs/contracts/src/a.ts', '@nestjs/common'],
  ['libs/contracts/src/a.ts', 'typeorm'],
  ['libs/event-store/src/a.ts', '@temporalio/client'],
  ['libs/read-models/src/a.ts', 'fastify'],
  ['libs/imports/src/a.ts', 'typeorm'],
  ['libs/documents/src/a.tsx', '@nestjs/common'],
  ['libs/sandbox/src/a.ts', 'pg'],
  ['libs/platform/src/a.ts', '@temporalio/workflow'],
  ['workflows/src/a.workflow.ts', 'node:fs'],
  ['workflows/src/a.workflow.ts', 'zod'],
  ['workflows/src/a.workflow.ts', '@temporalio/client'],
  ['apps/web/src/a.ts', 'node:fs'],
  ['apps/web/src/a.ts', 'typeorm'],
])('%s may not import the package %s: the linter says so', (file, name) => {
  expect(lint({ [file]: imports(name) })).toContain('no-restricted-imports');
});

test('each folder may import its own packages', () => {
  const allowed = {
    'libs/domain/src/a.ts':
      imports('./b.js') +
      imports('#domain/time').replaceAll('found', 'other').replace('used', 'also'),
    'libs/contracts/src/a.ts': imports('zod'),
    'libs/event-store/src/a.ts': imports('typeorm'),
    'workflows/src/a.workflow.ts': imports('@temporalio/workflow'),
    'libs/imports/src/a.ts': imports('csv-parse'),
    'libs/domain/src/a.spec.ts': imports('vitest'),
  };
  expect(lint(allowed)).toBe('');
});

test.each(['Date.now()', 'Math.random()', 'performance.now()'])(
  'the domain may not call %s: the linter says so',
  (call) => {
    const text = `export const read = (): number => ${call};\n`;
    expect(lint({ 'libs/domain/src/a.ts': text })).toContain('no-restricted');
    expect(lint({ 'libs/platform/src/a.ts': text })).toBe('');
  },
);

test('a promise that nobody waits for is found, in workflows too', () => {
  const text = `const wait = async (): Promise<void> => {};\nexport function run(): void {\n  wait();\n}\n`;
  expect(lint({ 'workflows/src/a.ts': text })).toContain('no-floating-promises');
});

test('a picture without words is found on a screen', () => {
  const text = `export const Picture = () => <img src="graph.png" />;\n`;
  expect(lint({ 'apps/web/src/picture.tsx': text })).toContain('jsx-a11y');
});

test('two files that import each other are found', () => {
  const found = lint({
    'libs/platform/src/a.ts': `import { b } from './b.js';\nexport const a = (): number => b();\n`,
    'libs/platform/src/b.ts': `import { a } from './a.js';\nexport const b = (): number => a();\n`,
  });
  expect(found).toContain('no-cycle');
});

test('neither domain nor workflows read the clock by `new Date()`', () => {
  const readsClock = ['libs/domain/src', 'workflows/src']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        join(root, folder, name),
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .filter((file) => /new Date\(\s*\)/.test(readFileSync(file, 'utf8')));
  expect(readsClock).toEqual([]);
});
