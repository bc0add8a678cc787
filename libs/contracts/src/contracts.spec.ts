/// <reference types="vite/client" />
import { expect, test } from 'vitest';
import { z } from 'zod';
import { holdReviewRequest } from './reviews.js';
import { logSessionRequest } from './sessions.js';
import { recordScoreRequest } from './students.js';

const modules = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./*.spec.ts'], {
  eager: true,
});
const schemas = Object.entries(modules).flatMap(([file, exports]) =>
  Object.entries(exports)
    .filter((e): e is [string, z.ZodType] => e[1] instanceof z.ZodType)
    .map(([name, schema]) => ({ where: `${file} ${name}`, schema })),
);

test('every shape on the wire can be written down as JSON Schema, in and out', () => {
  expect(schemas.length).toBeGreaterThan(100);
  for (const { where, schema } of schemas)
    for (const io of ['input', 'output'] as const)
      expect(() => z.toJSONSchema(schema, { io }), where).not.toThrow();
});

test('a name of the OpenAPI document belongs to one shape only', () => {
  const ids = schemas.map((s) => s.schema.meta()?.id).filter((i) => i !== undefined);
  expect(ids.length).toBeGreaterThan(70);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a date that does not exist is refused where it stands', () => {
  const read = holdReviewRequest.safeParse({ on: '2025-02-30', decision: 'continue', present: [] });
  expect(read.error?.issues.map((i) => i.path)).toEqual([['on']]);
});

test('a NUL byte in a text is refused', () => {
  const read = holdReviewRequest.safeParse({
    on: '2025-02-28',
    decision: 'continue',
    present: [],
    note: 'a\u0000b',
  });
  expect(read.error?.issues.map((i) => i.path)).toEqual([['note']]);
});

test('a student who was out has a reason, and one who was here has none', () => {
  const cycleId = '7f3c2a44-6d3b-4a1e-9c75-1b8a0f6a2d11';
  const log = (attendance: string, reason: string | null) =>
    logSessionRequest.safeParse({
      minutes: 25,
      students: [{ cycleId, attendance, minutes: 0, reason }],
    }).success;
  expect(log('out', 'refused')).toBe(true);
  expect(log('out', null)).toBe(false);
  expect(log('here', 'refused')).toBe(false);
});

test('a score needs a value or a level', () => {
  const score = { measure: 'dibels-8/composite', on: '2025-09-10', value: null };
  expect(recordScoreRequest.safeParse(score).success).toBe(false);
  expect(recordScoreRequest.safeParse({ ...score, level: 'Below Benchmark' }).success).toBe(true);
});
