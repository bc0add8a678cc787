import { defineConfig } from 'vitest/config';

// The specs of one area alone, for mutation testing (stryker.config.mjs).
const area = process.env['MUTANTS_AREA'] ?? '*';
const conditions = ['source', 'module', 'node', 'development|production'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [`libs/domain/src/${area}/**/*.spec.ts`],
    // Seconds of simulation, or of counting every day of two years, a mutant would make hours; what stands beside is sharper.
    exclude: ['**/simulation.spec.ts', '**/every-day.spec.ts'],
  },
});
