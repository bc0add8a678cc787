import { expect, test } from 'vitest';
import { guardianNotice, type NoticeFacts } from './guardian-notice.js';

const facts: NoticeFacts = {
  about: 'placement',
  studentName: 'Maya',
  schoolName: 'Alder Elementary',
  area: 'reading',
  tier: 2,
  sessionsPerWeek: { min: 3, max: 5 },
  minutes: { min: 20, max: 40 },
  probeEverySchoolWeeks: 1,
};

test('a placement notice tells data and services, strategies, and the right to ask for an evaluation', () => {
  const notice = guardianNotice(facts, 'en');
  expect(notice.items).toEqual(['A', 'B', 'C']); // 34 CFR 300.311(a)(7)(ii)(A)–(C)
  expect(notice.text).toContain('evaluate your child for special education');
  expect(notice.text).toContain('3–5 times a week');
});

test('a guardian who reads Spanish gets Spanish', () => {
  const notice = guardianNotice(facts, 'es-MX');
  expect(notice.language).toBe('es');
  expect(notice.text).toContain('educación especial');
});

test('a language without an approved text is answered in English, and the notice says so', () => {
  expect(guardianNotice(facts, 'so').language).toBe('en');
});
