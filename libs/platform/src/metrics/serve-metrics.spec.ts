import { expect, test } from 'vitest';
import { anyFreePort } from '../services/ports.js';
import { serveMetrics } from './serve-metrics.js';

test('what can be had is served, and what cannot is left out', async () => {
  const port = await anyFreePort();
  const { stop } = await serveMetrics({ host: '127.0.0.1', port }, [
    () => Promise.resolve('one 1\n'),
    () => Promise.reject(new Error('PostgreSQL is away, and said a name')),
    () => Promise.resolve('three 3\n'),
  ]);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain');
  expect(await answer.text()).toBe('one 1\n\nthree 3\n');
  expect((await fetch(`http://127.0.0.1:${port}/other`)).status).toBe(404);
  await stop();
});

test('a port that is taken is said', async () => {
  const port = await anyFreePort();
  const { stop } = await serveMetrics({ host: '127.0.0.1', port }, []);
  await expect(serveMetrics({ host: '127.0.0.1', port }, [])).rejects.toThrow('EADDRINUSE');
  await stop();
});
