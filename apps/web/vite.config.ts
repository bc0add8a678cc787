import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The API that a development server talks to; the built app is served by the API itself, from one origin. */
const api = process.env['AIMLINE_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: here('.'),
  base: '/',
  // `#contracts/*`, `#domain/*` and `#documents/*` resolve to their sources (package.json "imports").
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  plugins: [react()],
  server: { proxy: { '/v1': api } },
  build: {
    outDir: here('../../dist/apps/web-static'),
    emptyOutDir: true,
    manifest: true,
    // One sheet for each lazy route; the initial one must stay under 26 KB.
    cssCodeSplit: true,
  },
});
