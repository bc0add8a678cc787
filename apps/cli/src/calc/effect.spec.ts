import { expect, test } from 'vitest';
import { calculate } from './calculation.js';
import { effect } from './effect.js';

type Answer = Record<string, unknown> & { cases: Record<string, unknown>[] };
const ask = (document: unknown) =>
  JSON.parse(calculate(effect, JSON.stringify(document))) as Answer;
/** The paths of an answer's figures. */
const paths = (value: object, under = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    inner && typeof inner === 'object' ? paths(inner as object, `${under}${key}.`) : [under + key],
  );

test('every key of the table is there, with the phases and without', () => {
  // The table of interfaces.md 2.1, in its order.
  const promised = `m n meanA meanB meanDifference pairs.better pairs.worse pairs.tied
    nap.value nap.seUnbiased nap.seHanley nap.seNull nap.ciLow nap.ciHigh
    tau tauU tauUParts.sAB tauUParts.sAA tauUParts.sBB tauUParts.trendA tauUParts.trendB
    tauUParts.plusTrendB tauUParts.plusTrendBMinusTrendA phaseTauB
    tauBc.value tauBc.corrected tauBc.alpha tauBc.residualTau tauBc.residualTauB
    tauBc.residualTauBSe tauBc.slope tauBc.intercept tauBc.baselineTrend.s
    tauBc.baselineTrend.tauB tauBc.baselineTrend.z tauBc.baselineTrend.p
    tauBc.baselineTrend.zContinuity tauBc.baselineTrend.pContinuity
    pnd pem pand ird dA dAUncorrected dPooled dPooledUncorrected dPooledUncorrectedSe
    lrr1 lrr2 lrrSe lrrI lrrISe lrrD lrrDSe lor lorSe pogo pogoSe`.split(/\s+/);
  expect(paths(ask({ a: [1, 2], b: [3, 4], goal: 9, scale: 'count' }))).toEqual(promised);
  expect(paths(ask({}))).toEqual(promised);
});

test('what is not said: higher is better, no goal, any scale, a trend at .05', () => {
  expect(ask({ a: [1, 2], b: [3, 4] })).toEqual(
    ask({ a: [1, 2], b: [3, 4], direction: 'increase', goal: null, scale: 'other', alpha: 0.05 }),
  );
});

test('direction, goal, scale and alpha reach the figures', () => {
  const rising = { a: [10, 20, 30, 40], b: [50, 60] };
  expect(ask({ ...rising, direction: 'decrease' })).toMatchObject({ tau: -1, pnd: 0 });
  expect(ask({ ...rising, goal: 55 })).toMatchObject({ pogo: 1 });
  expect(ask({ ...rising, scale: 'percentage' }).lor).not.toBeNull();
  // p = .0415.
  expect(ask(rising)).toMatchObject({ tauBc: { corrected: true, value: 0, alpha: 0.05 } });
  expect(ask({ ...rising, alpha: 0.01 })).toMatchObject({ tauBc: { corrected: false, value: 1 } });
});

test('several cases, each with what was said of all', () => {
  const answer = ask({
    cases: [{ a: [4, 5], b: [1, 2] }, { b: [1] }],
    direction: 'decrease',
    scale: 'count',
  });
  expect(answer.cases[0]).toEqual(
    ask({ a: [4, 5], b: [1, 2], direction: 'decrease', scale: 'count' }),
  );
  expect(answer.cases[1]).toMatchObject({ m: 0, n: 1, tau: null });
  expect(Object.keys(answer)).toEqual(['cases', 'mean', 'pooled']);
  expect(paths(answer['mean'] as object)).toEqual(['nap', 'tau', 'pnd', 'ird', 'meanDifference']);
  expect(paths(answer['pooled'] as object)).toEqual(['points', 'overlapping', 'pand', 'ird']);
});

test.each([
  ['text for a number', '{"a":[1,"2"],"b":[3]}', '/a/1', 'invalid_input', 'must be a number'],
  ['a missing value', '{"a":[1,null],"b":[3]}', '/a/1', 'invalid_input', 'must be a number'],
  ['a number too large', '{"a":[1e999],"b":[3]}', '/a/0', 'invalid_input', 'must be a number'],
  ['one value for a list', '{"a":1,"b":[3]}', '/a', 'invalid_input', 'list of numbers'],
  ['no such direction', '{"direction":"up"}', '/direction', 'invalid_input', '"increase"'],
  ['no such scale', '{"scale":"ordinal"}', '/scale', 'invalid_input', 'count, rate, percentage'],
  ['no probability', '{"alpha":5}', '/alpha', 'invalid_input', 'probability'],
  ['text for a goal', '{"goal":"10"}', '/goal', 'invalid_input', 'must be a number'],
  ['a key that is not asked', '{"a":[1],"B":[3]}', '/B', 'unknown_key', 'B'],
  ['a case that is none', '{"cases":[{"a":[1],"b":[2]},3]}', '/cases/1', 'invalid_input', ''],
  [
    'text in a case',
    '{"cases":[{"a":["x"]}]}',
    '/cases/0/a/0',
    'invalid_input',
    'must be a number',
  ],
  ['one case and several', '{"a":[1],"cases":[]}', '/cases', 'one_or_several', 'at once'],
])('%s is an error that says where', (_, document, where, code, sentence) => {
  expect(() => calculate(effect, document)).toThrowError(
    expect.objectContaining({ where, code, message: expect.stringContaining(sentence) as string }),
  );
});
