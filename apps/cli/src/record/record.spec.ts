import { expect, test } from 'vitest';
import { destroy, expunge } from './change.js';
import { requestAccess, requestDestruction } from './request.js';

// Whatever is refused here is refused before anything is opened or started.
const asked = { class: ['core'] as 'core'[], authority: 'court-order' as const };

test('nothing is destroyed or expunged without --yes', () => {
  for (const work of [
    () => destroy({ ...asked }, 's1'),
    () => expunge({ ...asked, class: 'core' }, 's1', 'e1'),
  ])
    expect(work).toThrow(
      expect.objectContaining({ exitCode: 2, code: 'not-sure', more: expect.objectContaining({ where: '--yes' }) }), // prettier-ignore
    );
});

test('a day that is none is bad input, and says which option it was', () => {
  for (const [work, where] of [
    [() => destroy({ ...asked, yes: true, keepUntil: '2031-02-30' }, 's1'), '--keep-until'],
    [() => requestDestruction({ ...asked, keepUntil: 'June' }, 's1'), '--keep-until'],
    [() => requestAccess({ by: 'guardian', received: '9/1/2025' }, 's1'), '--received'],
  ] as const)
    expect(work).toThrow(
      expect.objectContaining({ exitCode: 2, code: 'bad-date', more: expect.objectContaining({ where }) }), // prettier-ignore
    );
});
