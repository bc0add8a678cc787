import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiConfig } from '#testing/an-api';
import { createApp } from './create-app.js';

let folder: string;
let app: NestFastifyApplication;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aimline-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Aimline</title>');
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
  app = await createApp(apiConfig(), pino({ level: 'silent' }), folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

test('every page of the web app is its one page, and is looked for anew each time', async () => {
  for (const url of ['/', '/inbox', '/students/7f3c2a44-6d3b-4a1e-9c75-1b8a0f6a2d11?asOf=x']) {
    const answer = await app.inject(url);
    expect(answer.statusCode, url).toBe(200);
    expect(answer.body).toContain('<title>Aimline</title>');
    expect(answer.headers['cache-control']).toBe('no-cache');
  }
});

test('a hashed file is kept for ever; one that is gone is not answered by the page', async () => {
  const file = await app.inject('/assets/app-1a2b.js');
  expect(file.headers['cache-control']).toContain('immutable');
  expect((await app.inject('/assets/app-old.js')).statusCode).toBe(404);
});

test('an address of the API that is none stays a problem', async () => {
  const answer = await app.inject('/v1/unicorns');
  expect(answer.statusCode).toBe(404);
  expect(answer.json().code).toBe('not_found');
});

test('nothing outside the folder is served', async () => {
  for (const url of ['/..%2f..%2fetc%2fpasswd', '/assets/..%2f..%2fpackage.json'])
    expect((await app.inject(url)).body).not.toMatch(/root:|"dependencies"/);
});

test('pages may not be framed, and load nothing from elsewhere', async () => {
  const { headers } = await app.inject('/');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(headers['x-content-type-options']).toBe('nosniff');
});
