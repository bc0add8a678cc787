import type { Course } from './state.js';

/**
 * The plain letter of last resort, in English: what a guardian is told where no template of the district was used
 * (34 CFR 300.311(a)(7)(ii): the data collected and services provided, the strategies used, the right to ask for an
 * evaluation). The text is stored as it is sent.
 */
export function plainNotice(cycle: Course, about: 'placement' | 'exit') {
  const area = cycle.area.replace('-', ' ');
  const opening =
    about === 'placement'
      ? `The school team has decided to give your child extra support in ${area} (Tier ${cycle.tier ?? 2}).`
      : `The school team has decided that the extra support in ${area} comes to its end.`;
  const middle =
    about === 'placement'
      ? 'The support is given in a small group, and progress is measured at regular intervals; you will be told what it shows.'
      : 'Your child goes on in the ordinary programme and in all screenings.';
  const right =
    'You may ask the school at any time, in any words, to evaluate your child for special education; you need not wait for this support to end.';
  return {
    language: 'en',
    template: { id: `plain-${about}`, version: 1 },
    text: [opening, middle, right].join('\n\n'),
    items: ['A', 'B', 'C'] as const,
  };
}
