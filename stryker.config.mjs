// Mutation testing of the pure core: `npm run mutants -- statistics` (scripts/mutants.mjs names the areas). Every change that
// Stryker makes to the code of an area must make a spec of the same folder fail; where none does, a test is missing or the
// code says something twice.
const area = process.env.MUTANTS_AREA;
if (!area) throw new Error('Run `npm run mutants -- <area>`, which says what to mutate.');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutants/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  mutate: [
    `libs/domain/src/${area}/**/*.ts`,
    '!**/*.spec.ts',
    // Definitions and citations that people read: docs/methods.md shows them whole, nothing computes with them.
    '!**/methods.ts',
  ],
  // What the specs of the domain need, and the configurations that Vitest's compiler reads; the rest is not copied.
  ignorePatterns: [
    '**',
    '!package.json',
    '!tsconfig.json',
    '!{libs,apps}/*/tsconfig.json',
    '!{workflows,test}/tsconfig.json',
    '!libs/domain/**',
    '!test/support/**',
    '!test/mutants/**',
  ],
  concurrency: Number(process.env.MUTANTS_CONCURRENCY ?? 1),
  // A mutant that never ends is killed by the clock; a machine under load must not look like one.
  timeoutMS: 20_000,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: `test-results/mutants/${area}.json` },
  allowConsoleColors: false,
  cleanTempDir: 'always',
};
