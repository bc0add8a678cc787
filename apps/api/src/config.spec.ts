import { expect, test } from 'vitest';
import { Cookies } from './auth/cookies.js';
import { readApiConfig } from './config.js';

test('every setting that is missing is named at once', () => {
  expect(() => readApiConfig({})).toThrow(
    /DATABASE_URL[\s\S]*AIMLINE_MASTER_KEY[\s\S]*PUBLIC_URL[\s\S]*OIDC_CLIENT_SECRET/,
  );
});

test('plain http is for this machine alone', () => {
  expect(() => new Cookies('http://aimline.example.org')).toThrow('Use https');
  expect(() => new Cookies('http://127.0.0.1:3000')).not.toThrow();
});
