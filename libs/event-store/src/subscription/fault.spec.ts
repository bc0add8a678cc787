import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { RuleBroken } from '#domain/rule-broken';
import { EventUnknown } from '#domain/upcast';
import { StoreUnavailable } from '../errors.js';
import { faultOf } from './fault.js';

const canary = 'Maya Canarina cried on Monday';

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

/** What programs throw that have met a student's words. */
const quoting: Readonly<Record<string, (text: string) => unknown>> = {
  'a parser': (text) => thrownBy(() => JSON.parse(`{"note": ${text}`)),
  'a careless programmer': (text) => new Error(`cannot show ${text}`),
  'one whose message looks like a stack': (text) =>
    new Error(`no\n    at show (libs/${text.replaceAll(/\W/g, '')}.ts:1:1)`),
  'a driver': (text) =>
    Object.assign(new pg.DatabaseError(`invalid input: "${text}"`, 0, 'error'), {
      code: '22P02',
      detail: text,
      where: text,
    }),
  'a schema': (text) =>
    Object.assign(new Error(text), {
      name: 'ZodError',
      issues: [{ code: 'invalid_type', path: ['scores', 0, text], message: text, input: text }],
    }),
  'whatever caused another': (text) => new Error('', { cause: new Error(text) }),
  'a rule': (text) => new RuleBroken('week-outside-phase', { note: text }),
  'somebody who throws words': (text) => text,
  'somebody who names an error after it': (text) => Object.assign(new Error(''), { name: text }),
};

describe('what is kept of an error', () => {
  test.each(Object.entries(quoting))('quotes nothing of a body: %s', (_, make) => {
    const fault = faultOf(make(canary));
    expect(fault).not.toMatch(/Canarina|cried|Monday/);
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][a-zñé]{3,9} [a-z ]{4,30}[.!]$/), (text) => {
        const kept = faultOf(make(text));
        for (const word of text.split(/\W+/).filter((one) => one.length > 8))
          expect(kept).not.toContain(word);
        expect(kept).not.toContain(text);
      }),
      { numRuns: 40 },
    );
  });

  test('is its name, its code, the field, and where it was thrown', () => {
    expect(faultOf(new Error(canary))).toMatch(
      /^Error in libs\/event-store\/src\/subscription\/fault\.spec\.ts:\d+$/,
    );
    expect(faultOf(quoting['a schema']!(canary))).toContain('ZodError invalid_type at /scores/0/*');
    const refused = Object.assign(new pg.DatabaseError(canary, 0, 'error'), {
      code: '23502',
      schema: 'rm',
      table: 'students',
      column: 'family_name',
    });
    expect(faultOf(refused)).toMatch(/^error 23502 rm\.students\.family_name/);
    expect(faultOf(new RuleBroken('cycle-not-running'))).toMatch(/^RuleBroken cycle-not-running/);
    const away = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    expect(faultOf(new Error('no mail', { cause: away }))).toMatch(
      /^Error in .*; because of Error ECONNREFUSED/,
    );
  });

  test('is the whole sentence where it is ours, of ids and versions', () => {
    expect(faultOf(new EventUnknown('Underlined', 2))).toContain('Underlined in version 2');
    expect(faultOf(new StoreUnavailable({ cause: new Error(canary) }))).toBe(
      'StoreUnavailable: the event store cannot be reached: try again',
    );
  });
});
