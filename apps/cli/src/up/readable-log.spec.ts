import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readable, readableLog } from './readable-log.js';

test('a logger’s JSON line becomes a sentence and its facts', () => {
  expect(readable('{"level":40,"time":1,"pid":7,"msg":"slow append","ms":900}')).toEqual({
    level: 'warn',
    words: 'slow append  ms=900',
  });
});

test('what is no JSON stays as it is', () => {
  expect(readable('{ half').words).toBe('{ half');
  expect(readable('plain words').words).toBe('plain words');
});

test('each line carries its process’s name, however the output is cut', async () => {
  const [out, process] = [new PassThrough(), new PassThrough()];
  readableLog(out).follow('api', process);
  process.write('first li');
  process.write('ne\nsecond line\nlast');
  process.end();
  await new Promise((done) => setImmediate(done));
  expect(String(out.read())).toBe(
    'api        first line\napi        second line\napi        last\n',
  );
});
