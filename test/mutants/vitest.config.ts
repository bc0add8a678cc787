import { defineConfig } from 'vitest/config';

// The specs of one area alone, for mutation testing (stryker.config.mjs).
const area = process.env['MUTANTS_AREA'] ?? '*';
const conditions = ['source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [`libs/domain/src/${area}/**/*.spec.ts`],
    // Seconds of simulation a mutant would make hours; the closed forms beside it are the sharper test.
    exclude: ['**/simulation.spec.ts'],
  },
});
