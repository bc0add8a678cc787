import { createIntl } from 'react-intl';
import { expect, test } from 'vitest';
import type { HistoryEntry } from '#contracts/history';
import en from '../i18n/en.json';
import es from '../i18n/es.json';
import { storyWords } from './story-words.js';

const dates = {
  day: (on: string) => `<${on}>`,
  long: (on: string) => on,
  time: (at: string) => at,
};
const intl = {
  en: createIntl({ locale: 'en', messages: en }),
  es: createIntl({ locale: 'es', messages: es }),
};
const entry = (type: string, data: object = {}, summary: object = {}) =>
  ({ type, data, summary }) as HistoryEntry;
const say = (type: string, data: object = {}, language: 'en' | 'es' = 'en', bare = false) =>
  storyWords(entry(type, data), intl[language], dates, bare);

test('a fact is told with its own numbers and days', () => {
  expect(say('ProbeRecorded', { value: 51, on: '2025-11-14' })).toBe('Score 51 on a probe');
  expect(say('GoalSet', { goal: { value: 73, on: '2026-02-02' } })).toBe(
    'Goal set: 73 by <2026-02-02>',
  );
});

test('codes are said in the reader’s words', () => {
  expect(say('SessionMissed', { reason: 'staff-absent' })).toBe('Missed a session: staff out');
  expect(say('ReviewHeld', { decision: 'raise-goal' }, 'es')).toBe(
    'Revisión hecha. Decisión: subir la meta',
  );
  expect(say('ReminderSent', { kind: 'hold-review' })).toBe('Reminder sent: review is held');
});

test('a reason that a person wrote stays as they wrote it', () => {
  expect(say('PlacementDeclined', { reason: 'Reads at home now.' })).toBe(
    'Placement declined: Reads at home now.',
  );
});

test('a fact without a field that came later still has its sentence', () => {
  expect(say('PhaseStarted', { tier: 2 })).toBe('Phase – started in Tier 2');
});

test('a type without a sentence is told by its name: nothing recorded is left out', () => {
  expect(say('StatementAttached')).toBe('Statement attached');
});

test('in a run of equals the particulars are left out', () => {
  expect(say('SessionAttended', { minutes: 25 }, 'en', true)).toBe('session attended');
});
