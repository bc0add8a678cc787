import { describe, expect, test } from 'vitest';
import type { JsonSchema } from './json-schema.js';
import { schemaProblems } from './json-schema.js';

const told = (value: unknown, schema: JsonSchema) =>
  schemaProblems(value, schema).map(({ where, message }) => [where, message]);

describe('numbers', () => {
  test.each([
    [{ minimum: 2 }, 2, []],
    [{ minimum: 2 }, 1, [['', 'At least 2.']]],
    [{ maximum: 2 }, 2, []],
    [{ maximum: 2 }, 3, [['', 'At most 2.']]],
    [{ exclusiveMinimum: 2 }, 2, [['', 'More than 2.']]],
    [{ exclusiveMinimum: 2 }, 3, []],
    [{ exclusiveMaximum: 2 }, 2, [['', 'Less than 2.']]],
    [{ exclusiveMaximum: 2 }, 1, []],
    [{}, -1e300, []],
    [{}, Infinity, [['', 'A finite number is needed here.']]],
  ] as const)('%j takes %d?', (schema, value, problems) => {
    expect(told(value, { type: 'number', ...schema })).toEqual(problems);
  });
});

describe('text', () => {
  test.each([
    [{ minLength: 1 }, 'a', []],
    [{ minLength: 1 }, '', [['', 'This must not be empty.']]],
    [{ maxLength: 2 }, 'ab', []],
    [{ maxLength: 2 }, 'abc', [['', 'At most 2 characters.']]],
    [{ enum: ['a', 'b'] }, 'b', []],
    [{ enum: ['a', 'b'] }, 'c', [['', 'Name one of: a, b.']]],
    [{ const: 'a' }, 'a', []],
    [{ const: 'a' }, 'b', [['', 'This must be a.']]],
  ] as const)('%j takes %j?', (schema, value, problems) => {
    expect(told(value, { type: 'string', ...schema })).toEqual(problems);
  });

  test.each([
    [7, 'Text is needed here.'],
    [null, 'Text is needed here.'],
    [[], 'Text is needed here.'],
  ])('%j is no text', (value, message) => {
    expect(told(value, { type: 'string' })).toEqual([['', message]]);
  });
});

describe('lists', () => {
  const items: JsonSchema = { type: 'integer' };
  test.each([
    [{ minItems: 1 }, [], [['', 'At least 1 must be named here.']]],
    [{ minItems: 1 }, [1], []],
    [{ maxItems: 2 }, [1, 2], []],
    [{ maxItems: 2 }, [1, 2, 3], [['', 'At most 2 may stand here.']]],
    [{}, [1, 1], []],
    [{ uniqueItems: true }, [1, 2, 1], [['/2', '1 is named twice.']]],
    [
      {},
      [1, 1.5, 'x'],
      [
        ['/1', 'A whole number is needed here.'],
        ['/2', 'A whole number is needed here.'],
      ],
    ],
  ] as const)('%j takes %j?', (schema, value, problems) => {
    expect(told(value, { type: 'array', items, ...schema } as JsonSchema)).toEqual(problems);
  });

  test('of anything', () => {
    expect(told([1, 'x', null], { type: 'array' })).toEqual([]);
  });
});

describe('objects', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: { a: { type: 'integer' } },
    required: ['a'],
    additionalProperties: false,
  };

  test('say which field is missing, wrong or unknown, with its escaped place', () => {
    expect(told({ a: 1 }, schema)).toEqual([]);
    expect(told({}, schema)).toEqual([['/a', 'This field is missing.']]);
    expect(told({ a: 'x', 'b/~': 1 }, schema)).toEqual([
      ['/a', 'A whole number is needed here.'],
      ['/b~1~0', 'This field is not known here.'],
    ]);
    expect(told({ a: 1, toString: 2 }, schema)).toEqual([
      ['/toString', 'This field is not known here.'],
    ]);
  });

  test('whose fields may have any name, or any value', () => {
    const named: JsonSchema = { type: 'object', propertyNames: { type: 'string', enum: ['x'] } };
    expect(told({ x: 'anything' }, named)).toEqual([]);
    expect(told({ y: 1 }, named)).toEqual([['/y', 'Name one of: x.']]);
    const valued: JsonSchema = { type: 'object', additionalProperties: { type: 'integer' } };
    expect(told({ y: 1 }, valued)).toEqual([]);
    expect(told({ y: 'z' }, valued)).toEqual([['/y', 'A whole number is needed here.']]);
  });
});

describe('alternatives', () => {
  const kind = (name: string, more: Record<string, JsonSchema>): JsonSchema => ({
    type: 'object',
    properties: { kind: { const: name }, ...more },
    required: ['kind', ...Object.keys(more)],
    additionalProperties: false,
  });
  const cut: JsonSchema = {
    oneOf: [
      kind('below', { value: { type: 'number' } }),
      kind('level', { word: { type: 'string' } }),
    ],
  };

  test('are told apart by their kind', () => {
    expect(told({ kind: 'below', value: 3 }, cut)).toEqual([]);
    expect(told({ kind: 'level', value: 3 }, cut)).toEqual([
      ['/word', 'This field is missing.'],
      ['/value', 'This field is not known here.'],
    ]);
    expect(told({ kind: 'above' }, cut)).toEqual([['/kind', 'Name one of: below, level.']]);
    expect(told({}, cut)).toEqual([['/kind', 'Name one of: below, level.']]);
    expect(told(null, cut)).toEqual([['', 'An object is needed here.']]);
    expect(told('below', cut)).toEqual([['', 'An object is needed here.']]);
  });

  test('null may be one of them', () => {
    const optional: JsonSchema = {
      oneOf: [{ type: 'null' }, { $ref: '#/$defs/count' }],
      $defs: { count: { type: 'integer' } },
    };
    expect(told(null, optional)).toEqual([]);
    expect(told(3, optional)).toEqual([]);
    expect(told('x', optional)).toEqual([['', 'A whole number is needed here.']]);
    const among: JsonSchema = { oneOf: [{ type: 'null' }, ...cut.oneOf!] };
    expect(told(null, among)).toEqual([]);
    expect(told({ kind: 'below', value: 1 }, among)).toEqual([]);
  });

  test('that cannot be told apart are refused by name', () => {
    const blind: JsonSchema = { oneOf: [{ type: 'object' }, { type: 'object', properties: {} }] };
    expect(told({ kind: 'x' }, blind)).toHaveLength(1);
    expect(told({}, blind)).toHaveLength(1);
  });
});

test('a reference to nothing asks for nothing', () => {
  expect(told('x', { $ref: '#/$defs/none' })).toEqual([]);
  expect(told('x', { $ref: '#/$defs/none', $defs: {} })).toEqual([]);
});
