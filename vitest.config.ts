import { defineConfig } from 'vitest/config';

// The suffix of a spec decides its project (style.md 8); nothing is run twice, nothing is left out.
const conditions = ['source', 'module', 'node', 'development|production'];
const everywhere = ['libs/**', 'apps/**', 'workflows/**', 'test/**'];
const suffix = (ending: string) => everywhere.map((root) => `${root}/*.${ending}`);
const shared = { extends: true as const };

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          testTimeout: 30_000, // properties over hundreds of random cases, on two shared cores
          include: suffix('spec.ts').concat(suffix('spec.tsx')),
          exclude: [
            '**/node_modules/**',
            'dist/**',
            '**/*.int.spec.ts',
            '**/*.workflow.spec.ts',
            '**/*.e2e.spec.ts',
          ],
        },
      },
      {
        ...shared,
        test: {
          name: 'int',
          include: suffix('int.spec.ts'),
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: ['test/support/global-postgres.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'workflows',
          include: suffix('workflow.spec.ts'),
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 120_000,
          globalSetup: ['test/support/global-temporal.ts'],
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          include: suffix('e2e.spec.ts'),
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 900_000,
          globalSetup: ['test/support/global-temporal.ts'],
        },
      },
    ],
  },
});
