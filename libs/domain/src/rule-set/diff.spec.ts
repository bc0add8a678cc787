import { describe, expect, test } from 'vitest';
import { valueAt } from './contradictions.js';
import { defaultRuleSets } from './defaults.js';
import { diff } from './diff.js';
import type { RuleSetDocument } from './document.js';
import { explain } from './explain.js';
import type { JsonSchema } from './json-schema.js';
import { ruleSetSchema } from './schema.js';
import { validateRuleSet } from './validate.js';

const { reading } = defaultRuleSets;
const copy = (document: RuleSetDocument) =>
  JSON.parse(JSON.stringify(document)) as RuleSetDocument & Record<string, unknown>;

/** A copy of the rules in which one place has another value; undefined removes it. */
function changed(rules: RuleSetDocument, pointer: string, value: unknown): RuleSetDocument {
  const document = copy(rules);
  const parts = pointer.split('/').slice(1);
  const last = parts.pop()!;
  const parent = valueAt({ '': document }, `/${['', ...parts].join('/')}`) as Record<
    string,
    unknown
  >;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

describe('two rule sets compared', () => {
  const sentences = (before: RuleSetDocument, after: RuleSetDocument) =>
    diff(before, after).map((c) => [c.pointer, c.sentence]);

  test.each([
    ['/name', 'Reading 2026', 'Name: “Reading, shipped defaults” becomes “Reading 2026”.'],
    ['/grades', ['1', '2'], 'Grades: K, 1, 2, 3, 4, 5, 6, 7, 8 becomes 1, 2.'],
    [
      '/screening/combine',
      'any',
      'Screening, how criteria combine: all must agree becomes one is enough.',
    ],
    [
      '/screening/classwide/threshold',
      0.25,
      'Screening, class-wide response, share flagged of more than: 20 % becomes 25 %.',
    ],
    [
      '/screening/criteria/0/tier3',
      null,
      'Screening, DIBELS 8 composite, cut for Tier 3: at the level Well Below Benchmark becomes none.',
    ],
    [
      '/screening/criteria/1/tier2/value',
      30,
      'Screening, NWEA MAP Growth Reading, cut for Tier 2: 25 becomes 30.',
    ],
    [
      '/screening/criteria/1/tier2',
      { kind: 'score-below', value: 180 },
      'Screening, NWEA MAP Growth Reading, cut for Tier 2: below the 25th national percentile becomes with a score below 180.',
    ],
    [
      '/placement/ladder/remindAfter',
      [],
      'Placement, when it is late, reminders after school days: 1, 3 becomes none.',
    ],
    ['/tiers/2/minutes/min', 30, 'Tier 2, minutes of a session, at least: 20 becomes 30.'],
    ['/goal/ratePerWeek/K', undefined, 'Goal, expected growth a week, kindergarten: 1 is gone.'],
    ['/goal/ratePerWeek/9', 0.5, 'Goal, expected growth a week, grade 9: 0.5 is new.'],
    [
      '/delivery/logLadder/escalateAfter',
      1,
      'Delivery, when a session is not logged, told to an admin after school days: none becomes 1.',
    ],
    ['/review/method', 'theil-sen', 'Review, trend: least squares becomes Theil–Sen.'],
    ['/notices/placement', false, 'Notices to guardians, placement: yes becomes no.'],
    [
      '/monitoring/measure',
      'cbm/computation',
      'Monitoring, measure: Oral reading probe becomes Computation probe.',
    ],
    [
      '/sources/0/citation',
      'By hand.',
      'Source, /screening/criteria/0: “DIBELS 8th Edition level words as the vendor’s export gives them; no cut score is copied.” becomes “By hand.”.',
    ],
  ])('%s = %j', (pointer, value, sentence) => {
    expect(sentences(reading, changed(reading, pointer, value))).toEqual([[pointer, sentence]]);
  });

  test('are named with both values, in the order of the document', () => {
    const after = changed(
      changed(reading, '/exit/fadeSchoolWeeks', 2),
      '/placement/decideWithinSchoolDays',
      9,
    );
    expect(diff(reading, after)).toMatchObject([
      { pointer: '/placement/decideWithinSchoolDays', before: 5, after: 9 },
      { pointer: '/exit/fadeSchoolWeeks', before: 4, after: 2 },
    ]);
    expect(diff(changed(reading, '/goal/ratePerWeek/K', undefined), reading)).toMatchObject([
      { pointer: '/goal/ratePerWeek/K', before: null, after: 1 },
    ]);
  });

  const [dibels, map] = reading.screening.criteria;

  test('a criterion that is gone, or new, does not seem to change the others', () => {
    const without = changed(reading, '/screening/criteria', [map]);
    expect(sentences(reading, without)).toEqual([
      [
        '/screening/criteria/0',
        'Screening, DIBELS 8 composite: Tier 2 at the level Below Benchmark or Well Below Benchmark, Tier 3 at the level Well Below Benchmark is gone.',
      ],
    ]);
    const plain = { ...dibels, tier3: null };
    expect(sentences(without, changed(reading, '/screening/criteria', [plain, map]))).toEqual([
      [
        '/screening/criteria/0',
        'Screening, DIBELS 8 composite: Tier 2 at the level Below Benchmark or Well Below Benchmark is new.',
      ],
    ]);
  });

  test('a criterion that takes the place of another is a change of its measure', () => {
    const after = changed(reading, '/screening/criteria/0/measure', 'dibels-8/maze-adjusted');
    expect(diff(reading, after)).toMatchObject([
      { pointer: '/screening/criteria/0/measure', before: 'dibels-8/composite' },
    ]);
  });

  test('another order is a change by itself', () => {
    const after = changed(reading, '/screening/criteria', [map, dibels]);
    expect(sentences(reading, after)).toEqual([
      ['/screening/criteria', 'Screening: in another order.'],
    ]);
  });

  test('a source that is new or gone is named by its field', () => {
    const [first, ...rest] = reading.sources;
    const after = changed(reading, '/sources', [
      ...rest,
      { field: '/review', citation: 'Board.' },
      { field: '/exit', citation: 'Board.' },
    ]);
    expect(sentences(reading, after)).toEqual([
      [
        `/sources/${rest.length}/field`,
        'Source, /screening/criteria/0: “/screening/criteria/0” becomes “/review”.',
      ],
      [
        `/sources/${rest.length}/citation`,
        `Source, /screening/criteria/0: “${first!.citation}” becomes “Board.”.`,
      ],
      [`/sources/${rest.length + 1}`, 'Source, /exit: “Board.” is new.'],
    ]);
  });

  test('a rule set does not differ from itself', () => {
    for (const rules of Object.values(defaultRuleSets))
      expect(diff(rules, copy(rules))).toEqual([]);
  });
});

describe('every field of the schema', () => {
  /** A rule set in which every field says something: each ladder escalates, and what may be left out is there. */
  const full = changed(reading, '/screening/windowSchoolDays', 15) as ReturnType<typeof copy>;
  for (const pointer of pointersIn(full).filter((p) => p.endsWith('/escalateAfter')))
    if (valueAt(full, pointer) === null) Object.assign(full, changed(full, pointer, 1));

  test('the fields below are all of them', () => {
    const seen = pointersIn(full).map((pointer) =>
      pointer
        .replace(/(criteria|sources)\/\d+/, '$1/*')
        .replace(/ratePerWeek\/.*/, 'ratePerWeek/*'),
    );
    for (const field of fieldsOf(ruleSetSchema)) expect(seen).toContain(field);
  });

  test.each(pointersIn(full).filter((p) => !p.endsWith('/kind')))(
    '%s: a change is one sentence, and the explanation says it',
    (pointer) => {
      const before = valueAt(full, pointer);
      const after = changed(full, pointer, otherThan(before, pointer));
      expect(schemaFaults(after)).toEqual([]);
      const changes = diff(full, after);
      expect(changes.map((c) => c.pointer)).toEqual([pointer]);
      // Words, not names of fields.
      expect(changes[0]!.sentence).toMatch(/^[A-Z].* becomes .*\.$/);
      expect(changes[0]!.sentence.replaceAll(/“.*?”|\/\S+/g, '')).not.toMatch(/[a-z][A-Z]|_|[{}]/);
      // The citations stand behind the rules; they are none.
      if (pointer.startsWith('/sources')) expect(explain(after)).toEqual(explain(full));
      else expect(explain(after)).not.toEqual(explain(full));
    },
  );
});

const schemaFaults = (document: unknown) =>
  validateRuleSet(document).filter(
    // Other jurisdictions than these come with their packs.
    (p) => p.code === 'rule-set-shape' && p.where !== '/referral/jurisdiction',
  );

/** Every value that is no object and no list of objects, by its JSON Pointer. */
function pointersIn(value: unknown, at = ''): string[] {
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return [at];
  if (typeof value !== 'object' || value === null) return [at];
  return Object.entries(value).flatMap(([name, item]) => pointersIn(item, `${at}/${name}`));
}

/** Every field of the schema, entries of lists and of rates as `*`. */
function fieldsOf(schema: JsonSchema, at = ''): string[] {
  if (schema.$ref) return fieldsOf(ruleSetSchema.$defs![schema.$ref.slice('#/$defs/'.length)]!, at);
  if (schema.properties)
    return Object.entries(schema.properties).flatMap(([name, field]) =>
      fieldsOf(field, `${at}/${name}`),
    );
  if (schema.type === 'array' && (schema.items!.$ref || schema.items!.properties))
    return fieldsOf(schema.items!, `${at}/*`);
  if (schema.propertyNames) return [`${at}/*`];
  return schema.oneOf ? [] : [at];
}

const others: Readonly<Record<string, unknown>> = {
  '/area': 'mathematics',
  '/grades': ['1', '2'],
  '/screening/combine': 'any',
  '/screening/classwide/per': 'class',
  '/goal/methods': ['rate'],
  '/goal/rounding': 'none',
  '/review/method': 'theil-sen',
  '/monitoring/measure': 'cbm/computation',
  '/referral/jurisdiction': 'us-tx',
};

/** Another value that the schema allows there. */
function otherThan(value: unknown, pointer: string): unknown {
  if (pointer in others) return others[pointer];
  if (pointer.endsWith('/escalateTo'))
    return value === 'school-admin' ? 'district-admin' : 'school-admin';
  if (pointer.endsWith('/measure')) return 'dibels-8/maze-adjusted';
  if (pointer.endsWith('/seasons')) return ['fall'];
  if (pointer.endsWith('/remindAfter')) return [2];
  if (typeof value === 'number') return value < 1 ? value / 2 : value + 1;
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return [...(value as unknown[]), 'Another'];
  return `${String(value)}!`;
}
