import { expect, test } from 'vitest';
import { referralsPer100, swisMajors } from './office-referrals.js';

test('referrals per 100 students per school day', () => {
  expect(referralsPer100({ referrals: 306, students: 500, schoolDays: 180 })).toBeCloseTo(0.34, 12);
  expect(referralsPer100({ referrals: 0, students: 500, schoolDays: 180 })).toBe(0);
});

test('without students or school days there is no rate', () => {
  expect(referralsPer100({ referrals: 3, students: 0, schoolDays: 180 })).toBeNull();
  expect(referralsPer100({ referrals: 3, students: 500, schoolDays: 0 })).toBeNull();
});

test('the SWIS figures of 2008–09 are as printed', () => {
  expect(swisMajors).toEqual({ 'K-6': 0.34, '6-9': 0.85, '9-12': 1.27, 'K-12': 1.06 });
});
